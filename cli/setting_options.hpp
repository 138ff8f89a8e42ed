// The words of a command line, read into settings.
#pragma once

#include <string>
#include <vector>

#include <riserun/run/settings/settings.hpp>

namespace riserun::cli {

/// Reads the words that follow a command's name. Returns false where they ask for help instead.
/// Throws ConfigError for words that cannot be: an unknown option, with the nearest name, an
/// argument too many or too few, a value that is missing or does not fit.
[[nodiscard]] bool read_options(run::Settings& settings, std::vector<std::string> words);

/// "unknown option --lerning; did you mean ..?", or what else the word may have been meant to be.
[[nodiscard]] std::string unknown_option(const run::Settings& settings, const std::string& word);

}  // namespace riserun::cli

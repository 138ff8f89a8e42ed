// The library's words for its options, as the command line spells them.
#pragma once

#include <string>

namespace riserun::run {

/// The library names an option between backquotes, by its field: "`ignore` 3" becomes "--ignore 3",
/// and "`skip_lines = 1`", which a configuration file may say too, becomes "skip_lines = 1
/// (--skip-lines 1)". "a learning rate of 0.1" that is to be tried becomes "--lr 0.1".
[[nodiscard]] std::string in_options(std::string text);

}  // namespace riserun::run

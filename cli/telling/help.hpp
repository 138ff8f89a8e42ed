// How help looks: usage, what it does, arguments, options, and an example at the end.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace riserun::cli {

/// Gives the (sub)command its help's form and its examples, one a line.
void dress(CLI::App& app, const std::string& examples);

}  // namespace riserun::cli

// How help looks: usage, what it does, arguments, options, and an example at the end.
#pragma once

#include <string>

#include <riserun/cli/command.hpp>

namespace riserun::cli {

[[nodiscard]] std::string help_of(const Command& command);
[[nodiscard]] std::string help_of_program(const Commands& commands);

}  // namespace riserun::cli

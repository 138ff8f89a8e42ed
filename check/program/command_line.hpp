// The arguments of check_main. Not installed: only main.cpp needs it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/check/program/program_check.hpp>
#include <riserun/check/verdict/options.hpp>

namespace riserun::check {

struct CommandLine {
  std::vector<std::string> targets;
  Options options;
  bool help = false, list = false, markdown = false, dark = false, taylor = false;
  ProgramCheck program;            // no command: ops are checked
  std::string json, junit, curve;  // files; empty: not asked for
};

/// Throws ConfigError, naming the option, what was expected and what was found.
[[nodiscard]] CommandLine parse_command_line(std::span<const char* const> arguments);

/// What the program can do beside checking its ops.
struct Abilities {
  bool draws = false;      // pictures, and not only their figures
  bool functions = false;  // expressions such as x^2@x=3
};

/// What --help prints.
[[nodiscard]] std::string help_text(std::string_view program, Abilities abilities);

}  // namespace riserun::check

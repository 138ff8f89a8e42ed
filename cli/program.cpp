#include "cli/program.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/help.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "train/nearest_name.hpp"

namespace riserun::cli {

namespace {

void complain(const CLI::App& command, std::string_view text) {
  std::string name = command.get_name();
  if (command.get_parent() != nullptr) name = command.get_parent()->get_name() + ' ' + name;
  fmt::print(stderr, "{} {}\n", inked(name + ":", Ink::red, terminal_of(stderr)), text);
}

int usage_error(const CLI::App& command, std::string_view text) {
  complain(command, text);
  const bool sub = command.get_parent() != nullptr;
  fmt::print(stderr, "Try: riserun {}{}--help\n", sub ? command.get_name() : "", sub ? " " : "");
  return kUsage;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::vector<std::string> command_names(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.app->get_name());
  return names;
}

/// What CLI11 left over decides before anything else it may complain about: after a mistyped option
/// its value is taken for an argument, and then the complaint would be about that.
int explain(const CLI::App& command, const CLI::ParseError& error) {
  for (const std::string& left : command.remaining()) {
    if (!left.starts_with('-') || left == "-") continue;
    const std::string name = left.substr(0, left.find('='));
    std::string hint = train::did_you_mean(name, option_names(command));
    if (hint.empty() && !name.starts_with("--"))
      hint = "; what begins with - and is no option goes last, after --";
    return usage_error(command, fmt::format("unknown option {}{}", name, hint));
  }
  for (const std::string& left : command.remaining())
    return usage_error(command, fmt::format("unexpected argument \"{}\"", left));
  return usage_error(command, error.what());
}

/// The results must have arrived: a full disk behind a redirection is no success.
int flushed(const CLI::App& command, int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  complain(command,
           fmt::format("the results cannot be written to the output: {}", std::strerror(errno)));
  return code == kOk ? kFailed : code;
}

int run_command(const Command& command) {
  const CLI::App& app = *command.app;
  try {
    return flushed(app, command.run());
  } catch (const UsageError& error) {
    complain(app, error.what());
    return kUsage;
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error.what());
  } catch (const ConfigError& error) {
    return usage_error(app, error.what());
  } catch (const DivergedError& error) {
    complain(app, error.what());
    return kDiverged;
  } catch (const Error& error) {
    complain(app, error.what());
  } catch (const std::bad_alloc&) {
    complain(app, "out of memory");
  } catch (const std::exception& error) {
    complain(app, fmt::format("unexpected error: {}; please report it", error.what()));
  }
  static_cast<void>(std::fflush(stdout));
  return kFailed;
}

}  // namespace

int run(int argc, const char* const* argv) {
  CLI::App program("Trains models whose loss is ordinary scalar code; proves every gradient.",
                   "riserun");
  dress(program,
        "riserun demo            everything at once, on real handwritten digits\n"
        "riserun train --help    each command's help ends with examples");
  program.set_version_flag("--version", "riserun " RISERUN_VERSION, "show the version and stop");
  const std::vector<Command> commands{add_demo(program),  add_train(program), add_predict(program),
                                      add_check(program), add_plot(program),  add_graph(program)};

  std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (words.empty()) {
    fmt::print(stderr, "{}", program.help());
    return kUsage;
  }
  if (words[0] == "help") {  // `riserun help train`, as other programs have it
    words.erase(words.begin());
    words.emplace_back("--help");
  }

  const CLI::App* app = &program;
  try {
    program.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    if (!program.get_subcommands().empty()) app = program.get_subcommands().front();
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      const bool version = dynamic_cast<const CLI::CallForVersion*>(&error) != nullptr;
      fmt::print("{}{}", version ? error.what() : app->help(), version ? "\n" : "");
      return flushed(*app, kOk);
    }
    if (app == &program && !words[0].starts_with('-'))
      return usage_error(program,
                         fmt::format("unknown command \"{}\"{}", words[0],
                                     train::did_you_mean(words[0], command_names(commands))));
    return explain(*app, error);
  }
  for (const Command& command : commands)
    if (command.app->parsed()) return run_command(command);
  return usage_error(program, "a command is needed");
}

}  // namespace riserun::cli

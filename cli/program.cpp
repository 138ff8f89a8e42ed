#include <riserun/cli/program.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/memory_room.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/base/visible_text.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/setting_options.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/help.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/settings/in_options.hpp>

namespace riserun::cli {

namespace {

/// `command` is its name, empty for the program.
void complain(const std::string& command, std::string_view text) {
  const std::string name = command.empty() ? "riserun:" : fmt::format("riserun {}:", command);
  say(fmt::format("{} {}\n", inked(name, Ink::red, terminal_of(stderr)), visible(text)));
}

int usage_error(const std::string& command, std::string_view text) {
  complain(command, text);
  say(fmt::format("Try: riserun {}{}--help\n", command, command.empty() ? "" : " "));
  return kUsage;
}

/// The results must have arrived: a full disk behind a redirection is no success.
int flushed(const std::string& command, int code) {
  if (flush_put()) return code;
  complain(command,
           fmt::format("the results cannot be written to the output: {}", std::strerror(errno)));
  return code == kOk ? kFailed : code;
}

/// Calls the command; its errors become messages in its name, and exit codes.
int guarded(Command& command, std::vector<std::string> words) {
  try {
    return command.call(std::move(words));
  } catch (const UsageError& error) {
    complain(command.name, run::in_options(error.what()));
    return kUsage;
  } catch (const ConfigError& error) {
    return usage_error(command.name, run::in_options(error.what()));
  } catch (const DivergedError& error) {
    complain(command.name, run::in_options(error.what()));
    return kDiverged;
  } catch (const Error& error) {
    complain(command.name, run::in_options(error.what()));
  } catch (const std::bad_alloc&) {
    complain(command.name, out_of_memory());
  } catch (const std::length_error&) {  // a size beyond all memory
    complain(command.name, out_of_memory());
  } catch (const std::exception& error) {
    complain(command.name, fmt::format("unexpected error: {}; please report it", error.what()));
  }
  return kFailed;
}

Commands all_commands() {
  Commands all;
  for (const auto make : {demo_command, train_command, predict_command, check_command, plot_command,
                          graph_command, slope_command, speed_command})
    all.push_back(make());
  return all;
}

bool asks_for_help(const std::string& word) {
  return word == "help" || word == "--help" || word == "-h";
}

}  // namespace

int Command::call(std::vector<std::string> words) {
  if (read_options(options, std::move(words))) return run();
  put(help_of(*this));
  return kOk;
}

int run(int argc, const char* const* argv) {
  open_standard_streams();
  std::signal(SIGXFSZ, SIG_IGN);  // a file beyond its limit is an error of that write
  const Commands commands = all_commands();
  std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (words.empty()) {
    say(help_of_program(commands));
    return kUsage;
  }
  if (words[0] == "--version") {
    put(fmt::format("riserun {}\n", RISERUN_VERSION));
    return flushed("", kOk);
  }
  if (asks_for_help(words[0])) {  // `riserun help train`, as other programs have it
    if (words.size() == 1) {
      put(help_of_program(commands));
      return flushed("", kOk);
    }
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  const std::string first = words[0];
  for (const auto& command : commands) {
    if (command->name != first) continue;
    words.erase(words.begin());
    return flushed(first, guarded(*command, std::move(words)));
  }
  if (first.starts_with('-')) {
    run::Settings own;
    bool version = false;
    own.flag("version", version, "");
    return usage_error("", unknown_option(own, first));
  }
  std::vector<std::string> names;
  for (const auto& command : commands) names.push_back(command->name);
  return usage_error("",
                     fmt::format("unknown command \"{}\"{}", first, did_you_mean(first, names)));
}

}  // namespace riserun::cli

#include <riserun/cli/program.hpp>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/base/usage_error.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/help.hpp>
#include <riserun/cli/telling/terminal.hpp>

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

/// What an argument of the command is, in the words of its help.
std::string meaning_of(const CLI::Option& option) {
  std::string text = option.get_description();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string needs_value(const CLI::Option& option) {
  const std::string name = option.get_name();
  return fmt::format("{} needs a value: {} {}", name, name, option.get_option_text());
}

/// CLI11's own words for what is missing are its types' and counts'.
std::string plain_text(const CLI::App& command, const CLI::ParseError& error) {
  const std::string text = error.what();
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name(option->get_positional());
    if (option->get_positional() && option->get_required() && option->count() == 0)
      return fmt::format("{} is required: {}", name, meaning_of(*option));
    if (!option->get_positional() && text.starts_with(name + ": 1 required"))
      return needs_value(*option);
  }
  return text;
}

/// What CLI11 would stumble over, or swallow: a flag with a value other than true and false, and an
/// option in the place of another's value. Empty: nothing.
std::string wrong_value(const CLI::App& program, const std::vector<std::string>& words) {
  const CLI::App* command = nullptr;
  for (const CLI::App* one : program.get_subcommands({}))
    if (one->get_name() == words[0]) command = one;
  if (command == nullptr) return {};
  for (std::size_t w = 1; w < words.size(); ++w) {
    const std::string& word = words[w];
    const std::size_t equals = word.find('=');
    if (word == "--") break;
    if (!word.starts_with("--")) continue;
    const CLI::Option* const option = command->get_option_no_throw(word.substr(0, equals));
    if (option == nullptr) continue;
    if (equals == word.npos) {
      if (option->get_items_expected_min() > 0 && w + 1 < words.size() &&
          words[w + 1].starts_with("--") && command->get_option_no_throw(words[w + 1]) != nullptr)
        return fmt::format("{}; {} is an option of its own", needs_value(*option), words[w + 1]);
      continue;
    }
    const std::string value = word.substr(equals + 1);
    if (option->get_items_expected_max() == 0 && value != "true" && value != "false")
      return fmt::format("{}: expected true or false, found \"{}\"", word.substr(0, equals), value);
  }
  return {};
}

/// What other programs call an option of ours.
std::string other_name(const CLI::App& command, std::string_view name) {
  constexpr std::pair<std::string_view, const char*> kNames[] = {{"--learning-rate", "--lr"},
                                                                 {"--learning_rate", "--lr"},
                                                                 {"--batch-size", "--batch"},
                                                                 {"--batch_size", "--batch"},
                                                                 {"--target", "--label"},
                                                                 {"--delimiter", "--separator"},
                                                                 {"--sep", "--separator"},
                                                                 {"--layers", "--hidden"},
                                                                 {"--output", "--out"},
                                                                 {"--val", "--validation"},
                                                                 {"--val-split", "--validation"},
                                                                 {"--workers", "--threads"},
                                                                 {"--jobs", "--threads"},
                                                                 {"--folds", "--cv"},
                                                                 {"--early-stopping", "--patience"},
                                                                 {"--normalize", "--scale"},
                                                                 {"--drop", "--ignore"},
                                                                 {"--exclude", "--ignore"},
                                                                 {"--overwrite", "--force"},
                                                                 {"--verbose", "--long"}};
  for (const auto& [other, ours] : kNames)
    if (other == name && command.get_option_no_throw(ours) != nullptr)
      return fmt::format("; here it is {}", ours);
  return {};
}

/// What CLI11 left over decides before anything else it may complain about: after a mistyped option
/// its value is taken for an argument, and then the complaint would be about that.
int explain(const CLI::App& command, const CLI::ParseError& error) {
  for (const std::string& left : command.remaining()) {
    if (!left.starts_with('-') || left == "-") continue;
    const std::string name = left.substr(0, left.find('='));
    std::string hint = did_you_mean(name, option_names(command));
    if (hint.empty()) hint = other_name(command, name);
    if (hint.empty() && !name.starts_with("--"))
      hint = "; what begins with - and is no option goes last, after --";
    return usage_error(command, fmt::format("unknown option {}{}", name, hint));
  }
  for (const std::string& left : command.remaining())
    return usage_error(command, fmt::format("unexpected argument \"{}\"", left));
  return usage_error(command, plain_text(command, error));
}

/// The results must have arrived: a full disk behind a redirection is no success.
int flushed(const CLI::App& command, int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  complain(command,
           fmt::format("the results cannot be written to the output: {}", std::strerror(errno)));
  return code == kOk ? kFailed : code;
}

/// The subcommand that the command line named, or the program.
const CLI::App& named_app(const CLI::App& program) {
  const auto named = program.get_subcommands();
  return named.empty() ? program : *named.front();
}

/// Runs `work`; its errors become messages in the name of the command, and exit codes.
template <class Work>
int guarded(const CLI::App& program, const Work& work) {
  try {
    return work();
  } catch (const UsageError& error) {
    complain(named_app(program), error.what());
    return kUsage;
  } catch (const CLI::ParseError& error) {
    return usage_error(named_app(program), error.what());
  } catch (const ConfigError& error) {
    return usage_error(named_app(program), error.what());
  } catch (const DivergedError& error) {
    complain(named_app(program), error.what());
    return kDiverged;
  } catch (const Error& error) {
    complain(named_app(program), error.what());
  } catch (const std::bad_alloc&) {
    complain(named_app(program), "out of memory");
  } catch (const std::exception& error) {
    complain(named_app(program),
             fmt::format("unexpected error: {}; please report it", error.what()));
  }
  return kFailed;
}

/// Reads the command line. Returns nothing when a command is to be run, else the exit code.
std::optional<int> parse(CLI::App& program, std::vector<std::string> words,
                         const std::vector<Command>& commands) {
  const std::string first = words[0];
  if (const std::string wrong = wrong_value(program, words); !wrong.empty())
    return usage_error(*program.get_subcommand(first), wrong);
  std::ranges::reverse(words);  // CLI11 takes them from the back
  try {
    program.parse(std::move(words));
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    const CLI::App& app = named_app(program);
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      const bool version = dynamic_cast<const CLI::CallForVersion*>(&error) != nullptr;
      fmt::print("{}{}", version ? error.what() : app.help(), version ? "\n" : "");
      return kOk;
    }
    if (&app == &program && !first.starts_with('-'))
      return usage_error(program, fmt::format("unknown command \"{}\"{}", first,
                                              did_you_mean(first, command_names(commands))));
    return explain(app, error);
  }
}

}  // namespace

int run(int argc, const char* const* argv) {
  CLI::App program("Trains models whose loss is ordinary scalar code; proves every gradient.",
                   "riserun");
  program.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  dress(program,
        "riserun demo            everything at once, on real handwritten digits\n"
        "riserun train --help    each command's help ends with examples");
  program.set_version_flag("--version", "riserun " RISERUN_VERSION, "show the version and stop");
  const std::vector<Command> commands{add_demo(program),  add_train(program), add_predict(program),
                                      add_check(program), add_plot(program),  add_graph(program),
                                      add_speed(program)};

  std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (words.empty()) {
    fmt::print(stderr, "{}", program.help());
    return kUsage;
  }
  if (words[0] == "help") {  // `riserun help train`, as other programs have it
    words.erase(words.begin());
    words.emplace_back("--help");
  }

  // The callbacks of options may throw, too: a configuration file is read by one.
  std::optional<int> ended;
  const int parsed = guarded(program, [&] {
    ended = parse(program, words, commands);
    return ended.value_or(kOk);
  });
  const CLI::App& app = named_app(program);
  if (parsed != kOk || ended) return flushed(app, parsed);
  for (const Command& command : commands)
    if (command.app == &app) return flushed(app, guarded(program, command.run));
  return usage_error(program, "a command is needed");
}

}  // namespace riserun::cli

#include <riserun/cli/setting_options.hpp>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>

namespace riserun::cli {

namespace {

constexpr const char* kHelp = "--help";

bool is_argument(const run::Setting& setting) { return !setting.option.starts_with('-'); }

/// The option that a word names, up to its "="; null: none.
const run::Setting* option_named(const run::Settings& settings, std::string_view word) {
  static const run::Setting help{.name = "help", .option = kHelp, .kind = run::SettingKind::flag};
  const std::string_view name = word.substr(0, word.find('='));
  if (name == kHelp) return &help;
  const auto found = std::ranges::find(settings.all(), name, &run::Setting::option);
  return found == settings.all().end() || is_argument(*found) ? nullptr : &*found;
}

std::string needs_value(const run::Setting& setting) {
  return fmt::format("{0} needs a value: {0} {1}", setting.option, setting.unit);
}

/// What CLI11 would stumble over, or swallow: a flag with a value other than true and false, and an
/// option in the place of another's value. Empty: nothing.
std::string wrong_value(const run::Settings& settings, const std::vector<std::string>& words) {
  for (std::size_t w = 0; w < words.size() && words[w] != "--"; ++w) {
    const std::string& word = words[w];
    const run::Setting* const setting = option_named(settings, word);
    if (setting == nullptr) continue;
    const std::size_t equals = word.find('=');
    const bool flag = setting->kind == run::SettingKind::flag;
    if (equals == word.npos) {
      if (!flag && w + 1 < words.size() && option_named(settings, words[w + 1]) != nullptr &&
          words[w + 1].find('=') == word.npos)
        return fmt::format("{}; {} is an option of its own", needs_value(*setting), words[w + 1]);
      continue;
    }
    const std::string value = word.substr(equals + 1);
    if (flag && value != "true" && value != "false")
      return fmt::format("{}: expected true or false, found \"{}\"", word.substr(0, equals), value);
  }
  return {};
}

/// What other programs call an option of ours.
std::string other_name(const run::Settings& settings, std::string_view name) {
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
    if (other == name && option_named(settings, ours) != nullptr)
      return fmt::format("; here it is {}", ours);
  return {};
}

/// What is wrong, in plain words. What CLI11 left over decides before anything else it may complain
/// about: after a mistyped option its value is taken for an argument, and then the complaint would
/// be about that. CLI11's own words for what is missing are its types' and counts'.
std::string explained(const run::Settings& settings, const CLI::App& app,
                      const CLI::ParseError& error) {
  for (const std::string& left : app.remaining())
    if (left.starts_with('-') && left != "-") return unknown_option(settings, left);
  for (const std::string& left : app.remaining())
    return fmt::format("unexpected argument \"{}\"", left);
  const std::string text = error.what();
  for (const run::Setting& setting : settings.all()) {
    if (setting.required && app.get_option(setting.option)->count() == 0) {
      std::string meaning = setting.description;
      std::ranges::replace(meaning, '\n', ' ');
      return fmt::format("{} is required: {}", setting.option, meaning);
    }
    if (!is_argument(setting) && text.starts_with(setting.option + ": 1 required"))
      return needs_value(setting);
  }
  return text;
}

void declare(CLI::App& app, run::Settings& settings, const run::Setting& setting) {
  const auto take = [&](const std::string& text) {
    try {
      settings.take(setting, text);
    } catch (const run::ArgumentError& error) {  // CLI11 is to end as with its own
      throw CLI::ValidationError(error.what());
    }
  };
  if (setting.kind == run::SettingKind::flag) {
    app.add_flag_function(setting.option,
                          [take](std::int64_t times) { take(times > 0 ? "true" : "false"); });
  } else if (setting.many) {
    CLI::Option* const option = app.add_option_function<std::vector<std::string>>(
        setting.option, [take](const std::vector<std::string>& texts) {
          for (const std::string& text : texts) take(text);
        });
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    if (is_argument(setting))
      option->expected(0, 1 << 20);
    else
      option->allow_extra_args(false);
  } else {
    app.add_option_function<std::string>(setting.option, take)->required(setting.required);
  }
}

}  // namespace

std::string unknown_option(const run::Settings& settings, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const run::Setting& setting : settings.all())
    if (!is_argument(setting)) names.push_back(setting.option);
  names.emplace_back(kHelp);
  std::string hint = did_you_mean(name, names);
  if (hint.empty()) hint = other_name(settings, name);
  if (hint.empty() && !name.starts_with("--"))
    hint = "; what begins with - and is no option goes last, after --";
  return fmt::format("unknown option {}{}", name, hint);
}

bool read_options(run::Settings& settings, std::vector<std::string> words) {
  if (const std::string wrong = wrong_value(settings, words); !wrong.empty())
    throw ConfigError(wrong);
  CLI::App app;
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  for (const run::Setting& setting : settings.all()) declare(app, settings, setting);
  app.set_help_flag("-h,--help");
  std::ranges::reverse(words);  // CLI11 takes them from the back
  try {
    app.parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    return false;
  } catch (const CLI::ParseError& error) {
    throw ConfigError(explained(settings, app, error));
  }
  return true;
}

}  // namespace riserun::cli

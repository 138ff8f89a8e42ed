#include <riserun/run/settings/settings.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace riserun::run {

namespace {

/// Shortest digits that read back to the same double; TOML wants a point or an exponent in a float.
std::string toml_number(double x) {
  const std::string digits = fmt::format("{}", x);
  return digits.find_first_of(".en") == digits.npos ? digits + ".0" : digits;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    parts.emplace_back(part);
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return parts;
}

/// The text in lines that a help can show beside its options; one that has lines already keeps them.
std::string in_lines(std::string text) {
  constexpr std::size_t kWidest = 64;
  if (text.find('\n') != text.npos) return text;
  for (std::size_t begin = 0; text.size() - begin > kWidest;) {
    const std::size_t space = text.rfind(' ', begin + kWidest);
    if (space == text.npos || space <= begin) break;
    text[space] = '\n';
    begin = space + 1;
  }
  return text;
}

}  // namespace

void Settings::add(const std::string& name, const std::string& unit, SettingKind kind,
                   const std::string& description, std::function<void(const std::string&)> parse,
                   std::function<std::string()> to_toml) {
  std::string value = to_toml();
  std::erase_if(
      value, [](char c) { return std::string_view("'\"[] ").find(c) != std::string_view::npos; });
  if (value.ends_with(".0")) value.resize(value.size() - 2);
  const bool told = description.find("(default ") != description.npos;
  const bool shown = !value.empty() && !told && kind != SettingKind::flag;
  all_.push_back({.name = name,
                  .option = "--" + name,
                  .unit = unit,
                  .description = in_lines(shown ? fmt::format("{} (default {})", description, value)
                                                : description),
                  .group = group_,
                  .kind = kind,
                  .in_files = in_files_,
                  .repeats = repeats_ && in_files_,
                  .may_change = !repeats_,
                  .parse = std::move(parse),
                  .to_toml = std::move(to_toml)});
}

void Settings::when_given(std::function<void()> action) {
  Setting& last = all_.back();
  last.parse = [parse = std::move(last.parse),
                action = std::move(action)](const std::string& text) {
    parse(text);
    action();
  };
}

void Settings::argument(const std::string& name, const std::string& option, std::string& target,
                        const std::string& description) {
  text(name, {}, target, description);
  all_.back().option = option;
}

void Settings::arguments(const std::string& name, const std::string& option,
                         std::vector<std::string>& target, const std::string& description) {
  texts(name, {}, target, description);
  all_.back().option = option;
}

void Settings::texts(const std::string& name, const std::string& unit,
                     std::vector<std::string>& target, const std::string& description) {
  action(
      name, unit, [&target](const std::string& text) { target.push_back(text); }, description,
      true);
}

void Settings::action(const std::string& name, const std::string& unit,
                      std::function<void(const std::string&)> take, const std::string& description,
                      bool many) {
  add(name, unit, SettingKind::text, description, std::move(take), [] { return std::string(); });
  all_.back().many = many;
  all_.back().in_files = all_.back().repeats = false;
}

void Settings::config_file() {
  action(
      "config", "FILE", [this](const std::string& file) { read_toml(file); },
      "take settings from a file, such as a run folder's\nconfig.toml; options given beside it "
      "win");
}

void Settings::text(const std::string& name, const std::string& unit, std::string& target,
                    const std::string& description) {
  add(
      name, unit, SettingKind::text, description,
      [&target](const std::string& text) { target = text; },
      [&target] { return toml_text(target); });
}

void Settings::interval(const std::string& name, std::string& target,
                        const std::string& description) {
  add(
      name, "N|Ts|never", SettingKind::text, description,
      [&target, name](const std::string& text) {
        static_cast<void>(parse_interval("--" + name, text));
        target = text;
      },
      [&target] { return toml_text(target); });
}

void Settings::word(const std::string& name, std::string& target,
                    const std::vector<std::string>& words, const std::string& description,
                    const std::string& unit) {
  add(
      name, unit.empty() ? fmt::format("{}", fmt::join(words, "|")) : unit, SettingKind::word,
      description,
      [&target, name, words](const std::string& text) {
        target = parse_word("--" + name, text, words);
      },
      [&target] { return toml_text(target); });
}

void Settings::number(const std::string& name, double& target, OptionRange range,
                      const std::string& description) {
  add(
      name, "X", SettingKind::number, description,
      [&target, name, range](const std::string& text) {
        target = parse_number("--" + name, text, range);
      },
      [&target] { return toml_number(target); });
}

void Settings::whole(const std::string& name, NumberOrWord& target, std::uint64_t low,
                     std::uint64_t high, const std::vector<std::string>& words,
                     const std::string& description) {
  add(
      name, "N", SettingKind::whole, description,
      [&target, name, low, high, words](const std::string& text) {
        if (std::ranges::find(words, text) != words.end())
          target = text;
        else
          target = static_cast<double>(parse_whole("--" + name, text, low, high, words));
      },
      [&target] {
        return target.word.empty() ? whole_to_toml(static_cast<std::uint64_t>(target.number))
                                   : toml_text(target.word);
      });
}

void Settings::number(const std::string& name, NumberOrWord& target, OptionRange range,
                      const std::vector<std::string>& words, const std::string& description) {
  add(
      name, "X", SettingKind::number, description,
      [&target, name, range, words](const std::string& text) {
        if (std::ranges::find(words, text) != words.end())
          target = text;
        else
          target = parse_number("--" + name, text, range, words);
      },
      [&target] {
        return target.word.empty() ? toml_number(target.number) : toml_text(target.word);
      });
}

void Settings::flag(const std::string& name, bool& target, const std::string& description) {
  add(
      name, "", SettingKind::flag, description,
      [&target](const std::string& text) { target = text == "true"; },
      [&target] { return target ? "true" : "false"; });
}

std::string Settings::whole_to_toml(std::uint64_t x) {
  const std::string digits = std::to_string(x);
  return x >> 63 == 0 ? digits : toml_text(digits);
}

void Settings::sizes(const std::string& name, std::vector<std::size_t>& target,
                     const std::string& description) {
  add(
      name, "N,...", SettingKind::sizes, description,
      [&target, name](const std::string& text) {
        if (text == "none") return target.clear();
        if (text == "0")
          throw ArgumentError("--" + name, fmt::format("for none say --{} none", name));
        std::vector<std::size_t> sizes;
        std::string with_commas = text;
        std::ranges::replace_if(
            with_commas, [](char c) { return c < '0' || c > '9'; }, ',');
        if (with_commas != text && text.find_first_of("-xX/:; ") != text.npos &&
            text.front() >= '0' && text.front() <= '9' && with_commas.find(",,") == text.npos)
          throw ArgumentError(
              "--" + name, fmt::format("numbers are separated by commas, as --{} {}; found \"{}\"",
                                       name, with_commas, text));
        for (const std::string& part : split_at_commas(text))
          sizes.push_back(parse_whole("--" + name, part, 1, 1'000'000));
        target = sizes;
      },
      [&target] { return fmt::format("[{}]", fmt::join(target, ", ")); });
}

void Settings::numbers_of_threads(std::vector<int>& target, const std::string& description) {
  action(
      "threads", "N,N,...",
      [&target](const std::string& text) {
        for (const std::string& part : split_at_commas(text))
          if (!part.empty())
            target.push_back(static_cast<int>(parse_whole("--threads", part, 1, kMostThreads)));
      },
      description, true);
}

void Settings::list(const std::string& name, const std::string& unit,
                    std::vector<std::string>& target, const std::string& description) {
  add(
      name, unit, SettingKind::list, description,
      [&target](const std::string& text) { target = split_at_commas(text); },
      [&target] {
        std::vector<std::string> items;
        for (const std::string& item : target) items.push_back(toml_text(item));
        return fmt::format("[{}]", fmt::join(items, ", "));
      });
}

void Settings::take(const Setting& setting, const std::string& text) {
  setting.parse(text);
  given_.insert(setting.name);
}

}  // namespace riserun::run

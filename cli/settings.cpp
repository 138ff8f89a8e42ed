#include "cli/settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <toml++/toml.h>
#include <algorithm>
#include <sstream>
#include <utility>

#include "core/errors.hpp"
#include "train/file_bytes.hpp"
#include "train/nearest_name.hpp"

namespace riserun::cli {

namespace {

std::string toml_text(const std::string& text) {
  std::ostringstream out;
  out << toml::value<std::string>(text);
  return out.str();
}

/// Shortest digits that read back to the same double; TOML wants a point or an exponent in a float.
std::string toml_number(double x) {
  const std::string digits = fmt::format("{}", x);
  return digits.find_first_of(".en") == digits.npos ? digits + ".0" : digits;
}

/// The value as the command line would write it.
std::string plain_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* array = node.as_array()) {
    std::vector<std::string> items;
    for (const toml::node& item : *array) items.push_back(plain_text(item));
    return fmt::format("{}", fmt::join(items, ","));
  }
  return {};
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

std::string place(const std::filesystem::path& path, const toml::source_region& source) {
  return fmt::format("{}:{}:{}", path.string(), source.begin.line, source.begin.column);
}

}  // namespace

void Settings::add(const std::string& name, const std::string& unit, const std::string& description,
                   std::function<void(const std::string&)> parse,
                   std::function<std::string()> to_toml) {
  std::string value = to_toml();
  std::erase_if(
      value, [](char c) { return std::string_view("'\"[] ").find(c) != std::string_view::npos; });
  if (value.ends_with(".0")) value.resize(value.size() - 2);
  const bool shown = !value.empty() && value != "nan";
  all_.push_back({name, "--" + name, unit,
                  shown ? fmt::format("{} (default {})", description, value) : description, group_,
                  std::move(parse), std::move(to_toml)});
}

void Settings::argument(const std::string& name, const std::string& option, std::string& target,
                        const std::string& description) {
  text(name, {}, target, description);
  all_.back().option = option;
}

void Settings::text(const std::string& name, const std::string& unit, std::string& target,
                    const std::string& description) {
  add(
      name, unit, description, [&target](const std::string& text) { target = text; },
      [&target] { return toml_text(target); });
}

void Settings::word(const std::string& name, std::string& target,
                    const std::vector<std::string>& words, const std::string& description) {
  add(
      name, fmt::format("{}", fmt::join(words, "|")), description,
      [&target, name, words](const std::string& text) {
        target = parse_word("--" + name, text, words);
      },
      [&target] { return toml_text(target); });
}

void Settings::number(const std::string& name, double& target, Range range,
                      const std::string& description) {
  add(
      name, "X", description,
      [&target, name, range](const std::string& text) {
        target = parse_number("--" + name, text, range);
      },
      [&target] { return toml_number(target); });
}

std::string Settings::whole_to_toml(std::uint64_t x) {
  const std::string digits = std::to_string(x);
  return x >> 63 == 0 ? digits : toml_text(digits);
}

void Settings::sizes(const std::string& name, std::vector<std::size_t>& target,
                     const std::string& description) {
  add(
      name, "N,...", description,
      [&target, name](const std::string& text) {
        std::vector<std::size_t> sizes;
        for (const std::string& part : split_at_commas(text))
          sizes.push_back(parse_whole("--" + name, part, 1, 1'000'000));
        target = sizes;
      },
      [&target] { return fmt::format("[{}]", fmt::join(target, ", ")); });
}

void Settings::list(const std::string& name, const std::string& unit,
                    std::vector<std::string>& target, const std::string& description) {
  add(
      name, unit, description,
      [&target](const std::string& text) { target = split_at_commas(text); },
      [&target] {
        std::vector<std::string> items;
        for (const std::string& item : target) items.push_back(toml_text(item));
        return fmt::format("[{}]", fmt::join(items, ", "));
      });
}

void Settings::add_to(CLI::App& app) {
  // The first option: its values are taken before those of the options that follow.
  app.add_option_function<std::string>(
         "--config", [this](const std::string& file) { read_toml(file); },
         "take settings from a file, such as a run folder's\nconfig.toml; options given beside it "
         "win")
      ->option_text("FILE")
      ->group("Options");
  for (const Setting& setting : all_)
    app.add_option_function<std::string>(setting.option, setting.parse, setting.description)
        ->option_text(setting.unit)
        ->group(setting.group);
}

std::string Settings::to_toml() const {
  std::string out, group;
  for (const Setting& setting : all_) {
    if (setting.group != group) out += fmt::format("\n# {}\n", setting.group);
    group = setting.group;
    out += fmt::format("{} = {}\n", setting.name, setting.to_toml());
  }
  return out;
}

void Settings::read_toml(const std::filesystem::path& path) {
  toml::table table;
  try {
    table = toml::parse(train::read_file(path), path.string());
  } catch (const toml::parse_error& error) {
    throw DataError(fmt::format("{}: {}", place(path, error.source()), error.description()));
  }
  std::vector<std::string> names;
  for (const Setting& setting : all_) names.push_back(setting.name);
  for (const auto& [key, node] : table) {
    const auto setting = std::ranges::find(all_, key.str(), &Setting::name);
    if (setting == all_.end())
      throw DataError(fmt::format("{}: there is no setting \"{}\"{}", place(path, key.source()),
                                  key.str(), train::did_you_mean(key.str(), names)));
    try {
      setting->parse(plain_text(node));
    } catch (const CLI::ValidationError& error) {
      throw DataError(fmt::format("{}: {}", place(path, node.source()), error.what()));
    }
  }
}

}  // namespace riserun::cli

// Settings as a file: how they are written, and how they are read and refused.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <toml++/toml.h>
#include <algorithm>
#include <sstream>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/toml_limits.hpp>

namespace riserun::run {

namespace {

/// What is found in a file, for a message.
std::string shown(const toml::node& node) {
  if (const auto* text = node.as_string()) return fmt::format("the text \"{}\"", text->get());
  if (node.is_array()) return "an array";
  if (node.is_table()) return "a table";
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  std::ostringstream out;
  node.visit([&](const auto& value) { out << value; });
  return out.str();
}

/// A number in quotes that needs none; seeds from 2^63 on do, as they are beyond TOML's integers.
bool quoted_number(const toml::node& node) {
  const std::string& text = node.as_string()->get();
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (digits && (text.size() > 19 || (text.size() == 19 && text >= "9223372036854775808")))
    return false;
  return !text.empty() && text.find_first_of("0123456789") <= 1 &&
         text.find_first_of("0123456789+-.") == 0;
}

bool all_of(const toml::node& node, bool (*fits)(const toml::node&)) {
  return node.is_array() && std::all_of(node.as_array()->begin(), node.as_array()->end(), fits);
}

/// What a file must hold for a setting of that kind, or nothing when the node is it.
const char* misfit(SettingKind kind, const toml::node& node) {
  const auto whole = [](const toml::node& n) { return n.is_integer(); };
  const auto name = [](const toml::node& n) { return n.is_string() || n.is_integer(); };
  switch (kind) {
    case SettingKind::text:  // columns go by number, too
      return name(node) ? nullptr : "a text in quotes";
    case SettingKind::word:
      return node.is_string() ? nullptr : "a text in quotes";
    case SettingKind::number:  // words, such as "auto", are for its parser
      return node.is_number() || (node.is_string() && !quoted_number(node)) ? nullptr : "a number";
    case SettingKind::whole:
      return node.is_integer() || (node.is_string() && !quoted_number(node)) ? nullptr
                                                                             : "a whole number";
    case SettingKind::sizes:
      return all_of(node, whole) ? nullptr : "an array of whole numbers, such as [64, 32]";
    case SettingKind::list:
      return all_of(node, name) ? nullptr : "an array of texts, such as [\"id\", \"name\"]";
    case SettingKind::flag:
      return node.is_boolean() ? nullptr : "true or false";
  }
  return nullptr;
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

std::string place(const std::string& path, const toml::source_region& source) {
  return fmt::format("{}:{}:{}", path, source.begin.line, source.begin.column);
}

}  // namespace

std::string Settings::toml_text(const std::string& text) {
  std::ostringstream out;
  out << toml::value<std::string>(text);
  return out.str();
}

std::string Settings::to_toml() const {
  std::string out, group;
  for (const Setting& setting : all_) {
    if (!setting.repeats) continue;
    if (setting.group != group) out += fmt::format("\n# {}\n", setting.group);
    group = setting.group;
    out += fmt::format("{} = {}\n", setting.name, setting.to_toml());
  }
  return out;
}

std::string Settings::to_commented_toml() const {
  std::string out, group;
  for (const Setting& setting : all_) {
    if (!setting.in_files) continue;
    if (setting.group != group)
      out += fmt::format("\n# ---- {} {:-<{}}\n", setting.group, "", 90 - setting.group.size());
    group = setting.group;
    std::string meaning = setting.description;
    std::ranges::replace(meaning, '\n', ' ');
    if (setting.unit.find('|') != std::string::npos) meaning += " [" + setting.unit + "]";
    out += fmt::format("# {}\n{} = {}\n", meaning, setting.name, setting.to_toml());
  }
  return out;
}

std::vector<Settings::Difference> Settings::differences(const Settings& other) const {
  std::vector<Difference> found;
  for (const Setting& setting : all_) {
    const auto same = std::ranges::find(other.all_, setting.name, &Setting::name);
    if (!setting.repeats || same == other.all_.end()) continue;
    const std::string here = setting.to_toml(), there = same->to_toml();
    if (here != there) found.push_back({setting.name, here, there, setting.may_change});
  }
  return found;
}

void Settings::read_toml(const std::filesystem::path& path) {
  parse_toml(read_file(path), path.string());
}

void Settings::parse_toml(std::string_view text, const std::string& path) {
  require_toml_limits(text, path);
  toml::table table;
  try {
    table = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    throw ConfigError(fmt::format("{}: {}", place(path, error.source()), error.description()));
  }
  std::vector<std::string> names;
  for (const Setting& setting : all_)
    if (setting.in_files) names.push_back(setting.name);
  // In the order of the file, so that the first mistake is the one that is told.
  std::vector<std::pair<toml::key, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(key, &node);
  std::ranges::sort(entries, {}, [](const auto& entry) {
    return std::pair(entry.first.source().begin.line, entry.first.source().begin.column);
  });
  for (const auto& [key, value] : entries) {
    const toml::node& node = *value;
    const auto setting = std::ranges::find(all_, key.str(), &Setting::name);
    if (setting != all_.end() && !setting->in_files)
      throw ConfigError(fmt::format("{}: \"{}\" is said on the command line alone, not in a file",
                                    place(path, key.source()), key.str()));
    if (setting == all_.end())
      throw ConfigError(fmt::format("{}: there is no setting \"{}\"{}", place(path, key.source()),
                                    key.str(), did_you_mean(key.str(), names)));
    if (const char* const expected = misfit(setting->kind, node))
      throw ConfigError(fmt::format("{}: {}: expected {}, found {}", place(path, node.source()),
                                    setting->name, expected, shown(node)));
    try {
      setting->parse(plain_text(node));
    } catch (const ArgumentError& error) {
      throw ConfigError(fmt::format("{}: {}", place(path, node.source()), error.what()));
    }
  }
}

}  // namespace riserun::run

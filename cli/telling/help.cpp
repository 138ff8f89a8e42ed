#include <riserun/cli/telling/help.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace riserun::cli {

namespace {

/// A name and what it means; the description's further lines keep its column.
using Row = std::pair<std::string, std::string>;

constexpr std::size_t kWidestName = 28;

void write_rows(std::string& out, const std::vector<Row>& rows, std::size_t column) {
  for (const auto& [name, description] : rows) {
    std::string left = name;
    if (column > 0 && name.size() + 2 > column) {
      out += "  " + name + '\n';
      left.clear();
    }
    std::string_view rest = description;
    while (true) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      if (!line.empty() || !left.empty())
        fmt::format_to(std::back_inserter(out), "  {:<{}}{}", left, column, line);
      out += '\n';
      if (line.size() == rest.size()) break;
      rest.remove_prefix(line.size() + 1);
      left.clear();
    }
  }
}

Row row_of(const CLI::Option& option) {
  if (option.get_positional()) return {option.get_name(true), option.get_description()};
  std::string name;
  for (const std::string& shorter : option.get_snames()) name += "-" + shorter + ", ";
  for (const std::string& longer : option.get_lnames()) name += "--" + longer + ", ";
  name.resize(name.size() - 2);
  const std::string& text = option.get_option_text();
  return {text.empty() ? name : name + ' ' + text, option.get_description()};
}

class Formatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
    const bool sub = app->get_parent() != nullptr;
    std::string out = app->get_description() + "\n\nUsage: riserun ";
    if (sub) out += app->get_name() + ' ';

    std::vector<std::pair<std::string, std::vector<Row>>> groups;
    const auto rows_of = [&](const std::string& group) -> std::vector<Row>& {
      for (auto& [name, rows] : groups)
        if (name == group) return rows;
      return groups.emplace_back(group, std::vector<Row>()).second;
    };
    for (const CLI::Option* option : app->get_options()) {
      if (!option->get_positional()) continue;
      const bool many = option->get_items_expected_max() > 1;
      const std::string name = option->get_name(true) + (many ? "..." : "");
      out += option->get_required() ? name + ' ' : '[' + name + "] ";
      rows_of("Arguments").push_back(row_of(*option));
    }
    if (!sub) out += "COMMAND [arguments] ";
    for (const CLI::App* command : app->get_subcommands({}))
      rows_of("Commands").emplace_back(command->get_name(), command->get_description());
    for (const CLI::Option* option : app->get_options())
      if (!option->get_positional() && option != app->get_help_ptr())
        rows_of(option->get_group()).push_back(row_of(*option));
    rows_of("Options").push_back(row_of(*app->get_help_ptr()));
    // What every command has stands below what is its own.
    std::stable_partition(groups.begin(), groups.end(),
                          [](const auto& group) { return group.first != "Options"; });
    out += "[options]\n";

    std::size_t column = 0;
    for (const auto& [name, rows] : groups)
      for (const Row& row : rows)
        column = std::max(column, std::min(kWidestName, row.first.size()));
    for (const auto& [name, rows] : groups) {
      out += '\n' + name + ":\n";
      write_rows(out, rows, column + 2);
    }
    out += "\nExamples:\n";
    write_rows(out, {{"", app->get_footer()}}, 0);
    return out;
  }
};

}  // namespace

void dress(CLI::App& app, const std::string& examples) {
  app.formatter(std::make_shared<Formatter>());
  app.set_help_flag("-h,--help", "show this and stop");
  app.footer(examples);
}

}  // namespace riserun::cli

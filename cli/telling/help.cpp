#include <riserun/cli/telling/help.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
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

/// What stands under one heading.
struct Group {
  std::string name;
  std::vector<Row> rows;
};

Row row_of(const run::Setting& setting) {
  return {setting.unit.empty() ? setting.option : setting.option + ' ' + setting.unit,
          setting.description};
}

std::string page(const std::string& summary, const std::string& usage, std::vector<Group> groups,
                 const std::string& examples) {
  groups.back().rows.emplace_back("-h, --help", "show this and stop");
  std::size_t column = 0;
  for (const Group& group : groups)
    for (const Row& row : group.rows)
      column = std::max(column, std::min(kWidestName, row.first.size()));
  std::string out = fmt::format("{}\n\nUsage: riserun {}[options]\n", summary, usage);
  for (const Group& group : groups) {
    out += '\n' + group.name + ":\n";
    write_rows(out, group.rows, column + 2);
  }
  out += "\nExamples:\n";
  write_rows(out, {{"", examples}}, 0);
  return out;
}

}  // namespace

std::string help_of(const Command& command) {
  std::string usage = command.name + ' ';
  Group arguments{"Arguments", {}}, common{"Options", {}};  // what every command has stands last
  std::vector<Group> groups;
  for (const run::Setting& setting : command.options.all()) {
    if (!setting.option.starts_with('-')) {
      const std::string name = setting.option + (setting.many ? "..." : "");
      usage += setting.required ? name + ' ' : '[' + name + "] ";
      arguments.rows.push_back(row_of(setting));
    } else if (setting.group == common.name) {
      common.rows.push_back(row_of(setting));
    } else {
      auto group = std::ranges::find(groups, setting.group, &Group::name);
      if (group == groups.end()) group = groups.insert(group, {setting.group, {}});
      group->rows.push_back(row_of(setting));
    }
  }
  if (!arguments.rows.empty()) groups.insert(groups.begin(), arguments);
  groups.push_back(common);
  return page(command.summary, usage, std::move(groups), command.examples);
}

std::string help_of_program(const Commands& commands) {
  Group names{"Commands", {}};
  for (const auto& command : commands) names.rows.emplace_back(command->name, command->summary);
  return page("Trains models whose loss is ordinary scalar code; proves every gradient.",
              "COMMAND [arguments] ",
              {names, {"Options", {{"--version", "show the version and stop"}}}},
              "riserun demo            everything at once, on real handwritten digits\n"
              "riserun train --help    each command's help ends with examples");
}

}  // namespace riserun::cli

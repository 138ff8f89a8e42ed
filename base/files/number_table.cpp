#include <riserun/base/files/number_table.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/comma_lines.hpp>
#include <riserun/base/files/file_bytes.hpp>

namespace riserun {

namespace {

/// The names in the first line; one that begins with a quote is quoted as csv_field does it.
std::vector<std::string> names_in(std::string_view line) {
  std::vector<std::string> names(1);
  bool begins = true, quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (begins && line[i] == '"') {
      quoted = true;
      begins = false;
      continue;
    }
    begins = false;
    if (quoted && line[i] == '"') {
      if (line.substr(i + 1, 1) == "\"")
        names.back() += line[i++];
      else
        quoted = false;
    } else if (!quoted && line[i] == ',') {
      names.emplace_back();
      begins = true;
    } else {
      names.back() += line[i];
    }
  }
  return names;
}

}  // namespace

bool NumberTable::has(std::string_view name) const {
  return std::ranges::find(names, name) != names.end();
}

const std::vector<double>& NumberTable::column(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  if (found == names.end())
    throw DataError(fmt::format("{}: there is no column \"{}\"; it has {}", source, name,
                                fmt::join(names, ", ")));
  return columns[static_cast<std::size_t>(found - names.begin())];
}

NumberTable load_number_table(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  NumberTable table;
  table.source = file.string();
  CommaLines lines(text, table.source);
  while (lines.next() && lines.complete()) {
    const std::vector<CommaField> fields = lines.fields();
    if (lines.number() == 1) {
      table.names = names_in(lines.line());
      table.columns.resize(table.names.size());
      continue;
    }
    if (fields.size() != table.names.size())
      throw DataError(fmt::format("{}:{}: expected {} fields, found {}", table.source,
                                  lines.number(), table.names.size(), fields.size()));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      double x = std::numeric_limits<double>::quiet_NaN();
      if (!fields[i].text.empty() && !read_whole(fields[i].text, x))
        throw DataError(fmt::format("{}:{}: {}: expected a number, found \"{}\"", table.source,
                                    lines.number(), table.names[i], fields[i].text.substr(0, 40)));
      table.columns[i].push_back(x);
    }
  }
  if (table.names.empty())
    throw DataError(fmt::format("{}: there is no line of names", table.source));
  return table;
}

}  // namespace riserun

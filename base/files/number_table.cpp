#include <riserun/base/files/number_table.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>

namespace riserun {

namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t comma = line.find(',');
    fields.push_back(line.substr(0, comma));
    if (comma == line.npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

/// The names in the first line; one that begins with a quote is quoted as csv_field does it.
std::vector<std::string> names_in(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
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
  std::size_t number = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    if (end == rest.npos) break;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (++number == 1) {
      table.names = names_in(line);
      table.columns.resize(table.names.size());
      continue;
    }
    const auto fields = fields_of(line);
    if (fields.size() != table.names.size())
      throw DataError(fmt::format("{}:{}: expected {} fields, found {}", table.source, number,
                                  table.names.size(), fields.size()));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      double x = std::numeric_limits<double>::quiet_NaN();
      const char* const last = fields[i].data() + fields[i].size();
      if (!fields[i].empty()) {
        const auto [stop, error] = std::from_chars(fields[i].data(), last, x);
        if (error != std::errc() || stop != last)
          throw DataError(fmt::format("{}:{}: {}: expected a number, found \"{}\"", table.source,
                                      number, table.names[i], fields[i].substr(0, 40)));
      }
      table.columns[i].push_back(x);
    }
  }
  if (number == 0) throw DataError(fmt::format("{}: there is no line of names", table.source));
  return table;
}

}  // namespace riserun

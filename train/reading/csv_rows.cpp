#include <riserun/train/reading/csv_rows.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/large_pages.hpp>
#include <riserun/train/data/data_memory.hpp>
#include <riserun/train/reading/column_values.hpp>

namespace riserun::train {
namespace {

/// `first`: it is the first record, so that what stands above may be no table; `empty`: the last
/// field is.
[[noreturn]] void fail_count(const CsvCursor& cursor, const char* where, std::size_t expected,
                             std::size_t found, bool first = false, bool empty = false) {
  std::string remedy;
  if (found == expected + 1 && empty)
    remedy = "; the line ends with a separator too many";
  else if (found > expected && first)
    remedy =
        "; if the lines above belong to no table, skip them: `skip_lines` 1, or how many there are";
  cursor.fail(where, fmt::format("expected {} fields, found {}{}", expected, found, remedy));
}

[[noreturn]] void fail_missing_target(const CsvCursor& cursor, const char* where, std::size_t c,
                                      const std::vector<CsvColumn>& columns) {
  cursor.fail(where, fmt::format("the number to predict is missing (field {}, {}); remove the row",
                                 c + 1, shown(columns[c].name)));
}

/// Room for all rows: growing would copy everything again and again.
void reserve(DataTable& table, std::size_t rows, bool labelled) {
  require_data_memory(table.source, rows, table.feature_count, table.target_count);
  table.features.reserve(rows * table.feature_count);
  prefer_large_pages(table.features.data(), table.features.capacity() * sizeof(double));
  table.targets.reserve(rows * table.target_count);
  if (labelled) table.labels.reserve(rows);
}

/// Neighbouring columns of one use whose indices follow each other: one step of reading a record.
struct Step {
  CsvColumn::Use use;
  std::size_t column, index, count;
  ColumnKind kind;
};

std::vector<Step> steps_of(const std::vector<CsvColumn>& columns) {
  std::vector<Step> steps;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto [use, index, kind] = std::tuple(columns[c].use, columns[c].index, columns[c].kind);
    const bool follows = !steps.empty() && steps.back().use == use &&
                         use == CsvColumn::Use::feature && kind == ColumnKind::number &&
                         steps.back().kind == kind &&
                         steps.back().index + steps.back().count == index;
    if (follows) {
      ++steps.back().count;
    } else {
      steps.push_back({use, c, index, 1, kind});
    }
  }
  return steps;
}

}  // namespace

std::vector<std::vector<std::string>> read_rows(CsvCursor& cursor,
                                                const std::vector<CsvColumn>& columns,
                                                LabelEncoder& encoder, DataTable& table) {
  const std::vector<Step> steps = steps_of(columns);
  const auto name_of = [&](std::size_t column) { return std::string_view(columns[column].name); };
  const bool labelled = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
    return step.use == CsvColumn::Use::label;
  });
  std::vector<std::vector<std::string>> texts(
      static_cast<std::size_t>(std::ranges::count(columns, CsvColumn::Use::text, &CsvColumn::use)));
  std::vector<ColumnValues> values;
  for (const Step& step : steps) values.emplace_back(step.kind);
  reserve(table, cursor.most_records(columns.size()), labelled);
  const char* body = cursor.position();
  while (cursor.start_record()) {
    const char* record = cursor.position();
    const std::size_t first_feature = table.features.size();
    const std::size_t first_target = table.targets.size();
    table.features.resize(first_feature + table.feature_count);
    table.targets.resize(first_target + table.target_count);
    for (std::size_t s = 0; s < steps.size(); ++s) {
      const Step& step = steps[s];
      if (cursor.record_ended()) fail_count(cursor, record, columns.size(), step.column);
      switch (step.use) {
        case CsvColumn::Use::feature: {
          if (step.kind != ColumnKind::number) {
            table.features[first_feature + step.index] =
                values[s].value(cursor, step.column, columns[step.column].name);
            break;
          }
          const std::span<double> out(table.features.data() + first_feature + step.index,
                                      step.count);
          const std::size_t read = cursor.numbers(out, step.column, name_of);
          if (read < step.count) fail_count(cursor, record, columns.size(), step.column + read);
          break;
        }
        case CsvColumn::Use::target: {
          const char* where = cursor.position();
          const double target = cursor.number(step.column, columns[step.column].name, true);
          if (std::isnan(target)) fail_missing_target(cursor, where, step.column, columns);
          table.targets[first_target + step.index] = target;
          break;
        }
        case CsvColumn::Use::label:
          table.labels.push_back(encoder.add(cursor.field(), cursor.located()));
          break;
        case CsvColumn::Use::text:
          texts[step.index].emplace_back(cursor.field().text);
          break;
        case CsvColumn::Use::ignore:
          cursor.skip();
          break;
      }
    }
    if (!cursor.record_ended()) {
      std::size_t found = columns.size();
      bool empty = false;
      for (; !cursor.record_ended(); ++found) empty = cursor.field().text.empty();
      fail_count(cursor, record, columns.size(), found, record == body, empty);
    }
  }
  if (table.features.empty()) {
    cursor.fail(body, "the file has a header and no rows");
  }
  for (std::size_t s = 0; s < steps.size(); ++s) {
    if (steps[s].use != CsvColumn::Use::feature || steps[s].kind != ColumnKind::category) continue;
    table.levels.resize(table.feature_count);
    table.levels[steps[s].index] = values[s].take_levels();
  }
  return texts;
}

}  // namespace riserun::train

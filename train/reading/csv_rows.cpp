#include <riserun/train/reading/csv_rows.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/large_pages.hpp>
#include <riserun/train/data/data_memory.hpp>

namespace riserun::train {
namespace {

[[noreturn]] void fail_count(const CsvCursor& cursor, const char* where, std::size_t expected,
                             std::size_t found) {
  cursor.fail(where, fmt::format("expected {} fields, found {}", expected, found));
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
};

std::vector<Step> steps_of(const std::vector<CsvColumn>& columns) {
  std::vector<Step> steps;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto [use, index] = std::pair(columns[c].use, columns[c].index);
    const bool follows = !steps.empty() && steps.back().use == use &&
                         use == CsvColumn::Use::feature &&
                         steps.back().index + steps.back().count == index;
    if (follows) {
      ++steps.back().count;
    } else {
      steps.push_back({use, c, index, 1});
    }
  }
  return steps;
}

}  // namespace

void read_rows(CsvCursor& cursor, const std::vector<CsvColumn>& columns, LabelEncoder& encoder,
               DataTable& table) {
  const std::vector<Step> steps = steps_of(columns);
  const auto name_of = [&](std::size_t column) { return std::string_view(columns[column].name); };
  const bool labelled = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
    return step.use == CsvColumn::Use::label;
  });
  reserve(table, cursor.most_records(columns.size()), labelled);
  const char* body = cursor.position();
  while (cursor.start_record()) {
    const char* record = cursor.position();
    const std::size_t first_feature = table.features.size();
    const std::size_t first_target = table.targets.size();
    table.features.resize(first_feature + table.feature_count);
    table.targets.resize(first_target + table.target_count);
    for (const Step& step : steps) {
      if (cursor.record_ended()) fail_count(cursor, record, columns.size(), step.column);
      switch (step.use) {
        case CsvColumn::Use::feature: {
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
        case CsvColumn::Use::ignore:
          cursor.skip();
          break;
      }
    }
    if (!cursor.record_ended()) {
      std::size_t found = columns.size();
      for (; !cursor.record_ended(); ++found) cursor.skip();
      fail_count(cursor, record, columns.size(), found);
    }
  }
  if (table.features.empty()) {
    cursor.fail(body, "the file has a header and no rows");
  }
}

}  // namespace riserun::train

#include "train/csv_rows.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace riserun::train {
namespace {

[[noreturn]] void fail_count(const CsvCursor& cursor, const char* where, std::size_t expected,
                             std::size_t found) {
  cursor.fail(where, fmt::format("expected {} fields, found {}", expected, found));
}

/// Room for the rows to come, if they are as long as the first: growing would copy everything again
/// and again.
void reserve(DataTable& table, const CsvCursor& cursor, std::size_t record_bytes) {
  const std::size_t rows = 2 + cursor.bytes_left() / record_bytes;
  table.features.reserve(rows * table.feature_count);
  table.targets.reserve(rows * table.target_count);
  table.labels.reserve(table.labels.empty() ? 0 : rows);
}

}  // namespace

void read_rows(CsvCursor& cursor, const std::vector<CsvColumn>& columns, LabelEncoder& encoder,
               DataTable& table) {
  const char* body = cursor.position();
  while (cursor.start_record()) {
    const char* record = cursor.position();
    const std::size_t first_feature = table.features.size();
    const std::size_t first_target = table.targets.size();
    table.features.resize(first_feature + table.feature_count);
    table.targets.resize(first_target + table.target_count);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (cursor.record_ended()) fail_count(cursor, record, columns.size(), c);
      const CsvColumn& column = columns[c];
      switch (column.use) {
        case CsvColumn::Use::feature:
          table.features[first_feature + column.index] = cursor.number(c, column.name);
          break;
        case CsvColumn::Use::target:
          table.targets[first_target + column.index] = cursor.number(c, column.name);
          break;
        case CsvColumn::Use::label:
          table.labels.push_back(encoder.add(cursor.field(), cursor));
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
    if (first_feature == 0)
      reserve(table, cursor, static_cast<std::size_t>(cursor.position() - record));
  }
  if (table.features.empty()) {
    cursor.fail(body, "the file has a header and no rows");
  }
}

}  // namespace riserun::train

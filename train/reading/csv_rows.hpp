// The rows of a CSV file as numbers, column by column as planned.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <riserun/train/data/dataset.hpp>
#include <riserun/train/reading/csv_cursor.hpp>
#include <riserun/train/reading/label_encoder.hpp>

namespace riserun::train {

/// What to do with one column of the file.
struct CsvColumn {
  enum class Use { ignore, feature, target, label };
  Use use = Use::ignore;
  std::size_t index = 0;  // among the features or targets
  std::string name;       // for messages
};

/// Reads every record from the cursor's place on into table.features, table.targets and
/// table.labels; the counts of features and targets must be set. Throws DataError for a record with
/// another number of fields than columns, and when there is no record at all.
void read_rows(CsvCursor& cursor, const std::vector<CsvColumn>& columns, LabelEncoder& encoder,
               DataTable& table);

}  // namespace riserun::train

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
  enum class Use { ignore, feature, target, label, text };
  Use use = Use::ignore;
  std::size_t index = 0;                 // among the features, targets or texts
  std::string name{};                    // for messages
  ColumnKind kind = ColumnKind::number;  // of a feature
};

/// Reads every record from the cursor's place on into table.features, table.targets and
/// table.labels, and the names of categories into table.levels; the counts of features and targets
/// must be set. Returns the texts of each column that is to be kept as such. Throws DataError for a
/// record with another number of fields than columns, and when there is no record at all.
std::vector<std::vector<std::string>> read_rows(CsvCursor& cursor,
                                                const std::vector<CsvColumn>& columns,
                                                LabelEncoder& encoder, DataTable& table);

}  // namespace riserun::train

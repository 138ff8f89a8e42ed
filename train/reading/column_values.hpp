// Fields of every kind as the numbers that a data set holds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <riserun/train/data/column_kind.hpp>
#include <riserun/train/reading/csv_cursor.hpp>

namespace riserun::train {

/// 1 for yes, y, true, t and on, 0 for no, n, false, f and off, in any case of letters; nothing for
/// all else.
[[nodiscard]] std::optional<bool> yes_or_no(std::string_view text);

/// The values of one column that is no number.
class ColumnValues {
 public:
  explicit ColumnValues(ColumnKind kind) : kind_(kind) {}

  /// The next field of `cursor`; `column` and `name` are for messages. Throws DataError for one that
  /// is none of its kind, and for a missing one where the cursor does not allow it (else NaN).
  double value(CsvCursor& cursor, std::size_t column, std::string_view name);

  /// The names of a category, in the order of their codes.
  [[nodiscard]] std::vector<std::string> take_levels() { return std::move(levels_); }

 private:
  double code(const CsvField& field, const CsvCursor& cursor);

  ColumnKind kind_;
  std::vector<std::string> levels_;
  std::unordered_map<std::string_view, double> codes_;  // the keys view the file's text
};

}  // namespace riserun::train

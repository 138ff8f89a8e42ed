// What the first lines of a CSV file say: the separator, the column names, and which column is
// which.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/csv_cursor.hpp>

namespace riserun::train {

/// A field of the first two records.
struct TopField {
  std::string text;
  bool number = false;
  bool missing = false;  // empty, NA, ..: at home in names as well as in data
  const char* where = nullptr;
};

/// The first two records, before anybody knows what they mean.
struct FileTop {
  char separator = ',';
  std::vector<TopField> first;
  std::vector<TopField> second;  // empty when there is only one
  std::size_t first_offset = 0;  // where the first record starts
  std::size_t second_offset = 0;

  [[nodiscard]] std::size_t columns() const { return first.size(); }
};

/// Throws DataError for an empty file and for content that is no text at all.
[[nodiscard]] FileTop read_top(const std::string& text, char separator, std::size_t skip_lines,
                               const std::string& source);

/// Whether the first record holds column names. `text_columns`: those that may be text in the data,
/// too. Throws DataError when nobody can tell, and for scikit-learn's line of counts.
[[nodiscard]] bool has_header(const FileTop& top, HeaderRow option,
                              std::span<const std::size_t> text_columns, const CsvCursor& cursor);

/// The header's names; throws DataError for one that comes twice.
[[nodiscard]] std::vector<std::string> header_names(const FileTop& top, const CsvCursor& cursor);

/// Whether a column is asked for by name rather than by "first", "last" or a number.
[[nodiscard]] bool asks_by_name(std::string_view label);

/// The columns that `label` (see CsvOptions) means, from 0. `names` is empty without a header:
/// names then fail unless `lenient`, which leaves them out.
[[nodiscard]] std::vector<std::size_t> find_columns(const std::string& label,
                                                    const std::vector<std::string>& names,
                                                    const FileTop& top, const CsvCursor& cursor,
                                                    bool lenient = false);

}  // namespace riserun::train

// Which column of a CSV file is what.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <riserun/train/data/column_kind.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/csv_columns.hpp>
#include <riserun/train/reading/csv_rows.hpp>

namespace riserun::train {

/// Settled by the header and the options; a survey of the rows may change kinds and leave columns
/// out. Columns count from 0.
struct CsvChoice {
  std::vector<std::string> names{};  // empty without a header
  std::vector<std::size_t> targets{};
  std::vector<LeftOutColumn> left_out{};  // by place
  std::vector<ColumnKind> kinds{};        // one a column
  std::vector<std::size_t> asked{};       // whose kinds CsvOptions::columns says

  [[nodiscard]] bool is_target(std::size_t column) const;
  [[nodiscard]] bool is_left_out(std::size_t column) const;
  [[nodiscard]] bool is_asked(std::size_t column) const;
  /// Once; the first reason stays.
  void leave_out(std::size_t column, std::string reason, bool id = false);
  /// Where the targets are, counted without the columns left out: a file for predictions may lack
  /// these.
  [[nodiscard]] std::vector<std::size_t> target_places() const;
};

/// Throws ConfigError for options that ask for what the file does not have, DataError as has_header
/// does.
[[nodiscard]] CsvChoice choose_columns(const FileTop& top, const CsvOptions& options,
                                       const CsvCursor& cursor);

/// What to do with each column; names and counts of features and targets go into `table`.
[[nodiscard]] std::vector<CsvColumn> plan_columns(const CsvChoice& choice, Task task,
                                                  DataTable& table);

/// How options call each column: by a name that can be typed as it is and means that column alone,
/// or else by its number from 1.
[[nodiscard]] std::vector<std::string> column_words(const std::vector<std::string>& names,
                                                    std::size_t columns);

}  // namespace riserun::train

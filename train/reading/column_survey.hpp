// What kind of values each column of a file holds, told by all of its rows.
#pragma once

#include <string>
#include <vector>

#include <riserun/train/data/column_kind.hpp>
#include <riserun/train/reading/csv_cursor.hpp>
#include <riserun/train/reading/csv_rows.hpp>

namespace riserun::train {

/// A column of numbers has at least this share of them among its values: what else stands in it is a
/// mistake in the file. The same goes for dates.
inline constexpr double kShareOfKind = 0.8;
/// Among few rows half of them do.
inline constexpr double kShareOfFew = 0.5;
/// Free text has so many words a value.
inline constexpr std::size_t kWordsOfText = 3;
/// Among fewer rows it may be chance that all values differ.
inline constexpr std::size_t kFewRows = 20;

struct SurveyedColumn {
  ColumnKind kind = ColumnKind::number;
  std::string reason{};  // why it is left out; empty: it is a feature
  bool id = false;       // it names the rows
};

/// Looks at every field of the columns that are features, from the cursor's place to the end; the
/// others are numbers. Fewer rows than the file has are no fault: reading finds what is wrong.
[[nodiscard]] std::vector<SurveyedColumn> survey_columns(CsvCursor cursor,
                                                         const std::vector<CsvColumn>& columns);

/// Whether the first rows hold something other than numbers in a column that is a feature, so that
/// the survey is worth its pass.
[[nodiscard]] bool needs_survey(CsvCursor cursor, const std::vector<CsvColumn>& columns);

/// Whether the first rows of a label column leave no doubt that it holds numbers to predict: all of
/// them are numbers, and one is not whole or more differ than classes do. What comes below is then
/// read as numbers, at their speed.
[[nodiscard]] bool holds_targets(CsvCursor cursor, std::size_t column);

/// Whether a name says that a column numbers or names the rows: id, user_id, PassengerId, index,
/// Unnamed: 0, none at all.
[[nodiscard]] bool names_an_id(std::string_view name);

}  // namespace riserun::train

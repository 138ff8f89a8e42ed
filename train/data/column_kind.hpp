// What the values of a column are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <riserun/base/named_values.hpp>

namespace riserun::train {

/// number: as it stands. category: one of several names. yes_no: 1 for yes, true, on, y or t, 0 for
/// their opposites. date: a day, a time or both, as seconds since 1970; day_first: one in which the
/// day stands before the month.
enum class ColumnKind { number, category, yes_no, date, day_first };

/// As options and model files name them.
inline constexpr NamedValue<ColumnKind> kColumnKinds[] = {{"number", ColumnKind::number},
                                                          {"category", ColumnKind::category},
                                                          {"yes/no", ColumnKind::yes_no},
                                                          {"date", ColumnKind::date},
                                                          {"day-first", ColumnKind::day_first}};

[[nodiscard]] constexpr bool is_date(ColumnKind kind) {
  return kind == ColumnKind::date || kind == ColumnKind::day_first;
}

/// A column that a model is not given.
struct LeftOutColumn {
  std::string name;
  std::size_t place = 0;  // from 0, in the file
  std::string reason;     // "the same in every row"
  bool id = false;        // it names the rows, so that predictions repeat it

  friend bool operator==(const LeftOutColumn&, const LeftOutColumn&) = default;
};

}  // namespace riserun::train

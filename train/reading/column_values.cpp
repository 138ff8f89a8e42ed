#include <riserun/train/reading/column_values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include <riserun/base/visible_text.hpp>
#include <riserun/train/reading/date_text.hpp>

namespace riserun::train {

std::optional<bool> yes_or_no(std::string_view text) {
  constexpr std::string_view kYes[] = {"yes", "y", "true", "t", "on"};
  constexpr std::string_view kNo[] = {"no", "n", "false", "f", "off"};
  std::string small(text.substr(0, 6));
  std::ranges::transform(small, small.begin(), [](char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  if (std::ranges::find(kYes, small) != std::end(kYes)) return true;
  if (std::ranges::find(kNo, small) != std::end(kNo)) return false;
  return std::nullopt;
}

double ColumnValues::value(CsvCursor& cursor, std::size_t column, std::string_view name) {
  const CsvField field = cursor.field();
  if (is_missing(field.text)) return cursor.missing(field, column, name);
  if (kind_ == ColumnKind::category) return code(field, cursor);
  double value = 0.0;
  if (kind_ == ColumnKind::yes_no) {
    if (const auto yes = yes_or_no(field.text)) return *yes ? 1.0 : 0.0;
    if (parse_number(field.text, value) == NumberKind::finite && (value == 0.0 || value == 1.0))
      return value;
  } else if (const auto seconds = seconds_of_date(field.text, kind_ == ColumnKind::day_first)) {
    return *seconds;
  }
  cursor.fail(field.where,
              fmt::format("expected {}, found {} (field {}, {}){}",
                          kind_ == ColumnKind::yes_no ? "yes or no" : "a date or a time",
                          shown(field.text), column + 1, shown(name),
                          cursor.offers_ignore() ? "; if it holds names: `column` " +
                                                       cursor.word_of(column) + "=category"
                                                 : ""));
}

double ColumnValues::code(const CsvField& field, const CsvCursor& cursor) {
  const auto [known, fresh] = codes_.try_emplace(field.text, static_cast<double>(levels_.size()));
  if (fresh) {
    if (const std::string why = why_no_name(field.text); !why.empty())
      cursor.fail(field.where, why);
    levels_.emplace_back(field.text);
  }
  return known->second;
}

}  // namespace riserun::train

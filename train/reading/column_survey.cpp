#include <riserun/train/reading/column_survey.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <unordered_set>

#include <riserun/train/reading/column_values.hpp>
#include <riserun/train/reading/date_text.hpp>
#include <riserun/train/reading/task_choice.hpp>
#include <riserun/train/reading/written_number.hpp>

namespace riserun::train {
namespace {

bool is_number(std::string_view text) {
  double value = 0.0;
  return parse_number(text, value) != NumberKind::text || written_number(text).has_value();
}

/// What the fields of one column are, counted.
class Tally {
 public:
  void add(std::string_view text) {
    if (is_missing(text)) return;
    ++all_;
    double value = 0.0;
    const bool plain = parse_number(text, value) != NumberKind::text;
    if (plain && (value == 0.0 || value == 1.0)) ++zero_or_one_;
    if (plain) {
      ++numbers_;
      if (different_.size() < 2) different_.insert(text);
      return;
    }
    different_.insert(text);
    if (written_number(text)) {
      ++numbers_;
      return;
    }
    words_ += 1 + static_cast<std::size_t>(std::ranges::count(text, ' '));
    if (yes_or_no(text)) ++yes_or_no_;
    if (text.find_first_of("0123456789") == text.npos) return;
    if (seconds_of_date(text, false)) ++month_first_;
    if (seconds_of_date(text, true)) ++day_first_;
  }

  [[nodiscard]] SurveyedColumn result() const {
    if (all_ == 0) return {.reason = "missing in every row"};
    if (most(numbers_)) return {};
    if (different_.size() == 1 && numbers_ == 0) return {.reason = "the same in every row"};
    if (yes_or_no_ + zero_or_one_ == all_) return {.kind = ColumnKind::yes_no};
    // 3/4/2020 may be either; the American way is the commoner one in tables.
    if (most(std::max(month_first_, day_first_)))
      return {.kind = month_first_ >= day_first_ ? ColumnKind::date : ColumnKind::day_first};
    if (all_ >= kFewRows && 2 * different_.size() > all_) {
      if (words_ >= kWordsOfText * all_)
        return {.kind = ColumnKind::category, .reason = "free text"};
      const bool all_differ = different_.size() == all_;
      return {.kind = ColumnKind::category,
              .reason = all_differ ? "different in every row" : "different in most rows",
              .id = all_differ};
    }
    return {.kind = ColumnKind::category};
  }

 private:
  [[nodiscard]] bool most(std::size_t count) const {
    const double share = all_ < kFewRows ? kShareOfFew : kShareOfKind;
    return static_cast<double>(count) >= share * static_cast<double>(all_);
  }

  std::size_t all_ = 0, numbers_ = 0, zero_or_one_ = 0, yes_or_no_ = 0, words_ = 0;
  std::size_t month_first_ = 0, day_first_ = 0;
  std::unordered_set<std::string_view> different_;  // of numbers two at most
};

}  // namespace

std::vector<SurveyedColumn> survey_columns(CsvCursor cursor,
                                           const std::vector<CsvColumn>& columns) {
  std::vector<Tally> tallies(columns.size());
  while (cursor.start_record())
    for (std::size_t c = 0; !cursor.record_ended(); ++c) {
      const CsvField field = cursor.field();
      if (c < columns.size() && columns[c].use == CsvColumn::Use::feature)
        tallies[c].add(field.text);
    }
  std::vector<SurveyedColumn> found(columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (columns[c].use == CsvColumn::Use::feature) found[c] = tallies[c].result();
  return found;
}

bool needs_survey(CsvCursor cursor, const std::vector<CsvColumn>& columns) {
  std::vector<bool> any(columns.size());
  for (std::size_t row = 0; row < kFewRows && cursor.start_record(); ++row)
    for (std::size_t c = 0; !cursor.record_ended(); ++c) {
      const CsvField field = cursor.field();
      if (c >= columns.size() || columns[c].use != CsvColumn::Use::feature) continue;
      if (is_missing(field.text)) continue;
      if (!is_number(field.text)) return true;
      any[c] = true;
    }
  // What is missing in all of them may be missing everywhere.
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (columns[c].use == CsvColumn::Use::feature && !any[c]) return true;
  return false;
}

bool holds_targets(CsvCursor cursor, std::size_t column) {
  constexpr std::size_t kRows = 2000;
  std::unordered_set<double> different;
  bool whole = true;
  for (std::size_t row = 0; row < kRows && cursor.start_record(); ++row)
    for (std::size_t c = 0; !cursor.record_ended(); ++c) {
      const CsvField field = cursor.field();
      if (c != column) continue;
      double value = 0.0;
      if (parse_number(field.text, value) != NumberKind::finite) return false;
      different.insert(value);
      whole = whole && value == std::floor(value);
    }
  return !different.empty() &&
         are_numbers(whole, different.size(), std::numeric_limits<std::size_t>::max());
}

bool names_an_id(std::string_view name) {
  std::string small(name);
  std::ranges::transform(small, small.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 10> kNames{"",      "id",  "index",      "row", "rownames",
                                                    "order", "pid", "unnamed: 0", "uid", "uuid"};
  if (std::ranges::find(kNames, small) != kNames.end()) return true;
  // "user_id" and "userId", but not "humid" or "paid".
  return small.ends_with("_id") || small.ends_with(" id") || small.ends_with("-id") ||
         name.ends_with("Id") || (name.size() > 2 && name.ends_with("ID"));
}

}  // namespace riserun::train

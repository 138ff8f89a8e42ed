#include <riserun/train/reading/label_encoder.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <riserun/base/nearest_name.hpp>
#include <riserun/base/visible_text.hpp>
#include <riserun/train/reading/task_choice.hpp>
#include <riserun/train/reading/written_number.hpp>

namespace riserun::train {
namespace {

// More classes than this, and most of them seen once: a measurement was taken for a label.
constexpr std::size_t kManyClasses = 100;

/// The integer a label stands for ("1", "+1", "1.0"), within what a double holds exactly.
std::optional<long long> integer_of(std::string_view text) {
  double value = 0.0;
  if (parse_number(text, value) != NumberKind::finite) return std::nullopt;
  if (value != std::floor(value) || std::abs(value) > 0x1p53) return std::nullopt;
  return static_cast<long long>(value);
}

/// Digits that a number would not give back: a code such as 007, or one too long for a double.
bool is_code(std::string_view text) {
  constexpr std::size_t kExactDigits = 15;
  if (text.size() < 2 || text.find_first_not_of("0123456789") != text.npos) return false;
  return text.front() == '0' || text.size() > kExactDigits;
}

bool is_whole(std::string_view text) { return is_code(text) || integer_of(text); }

}  // namespace

LabelEncoder::LabelEncoder(std::vector<std::string> classes)
    : given_(!classes.empty()), classes_(std::move(classes)) {
  for (std::size_t c = 0; c < classes_.size(); ++c)
    index_.emplace(classes_[c], static_cast<int>(c));
}

int LabelEncoder::add(const CsvField& field, const LocatedText& text) {
  if (last_ >= 0 && field.text == last_text_) return last_;
  if (field.text.empty())
    text.fail(field.where, "expected a label, found an empty field; remove the row");
  const auto known = index_.find(field.text);
  if (known != index_.end()) {
    last_ = known->second;
  } else if (given_) {
    last_ = find_given(field, text);
  } else {
    if (const std::string why = why_no_name(field.text); !why.empty()) text.fail(field.where, why);
    last_ = static_cast<int>(found_.size());
    found_.push_back({std::string(field.text), field.where});
    index_.emplace(field.text, last_);
  }
  last_text_ = field.text;
  return last_;
}

int LabelEncoder::find_given(const CsvField& field, const LocatedText& text) const {
  if (const auto integer = integer_of(field.text)) {
    const std::string name = std::to_string(*integer);
    if (const auto known = index_.find(name); known != index_.end()) return known->second;
  }
  std::string names;
  constexpr std::size_t kMost = 12;
  for (std::size_t c = 0; c < std::min(classes_.size(), kMost); ++c) {
    names += (c == 0 ? "" : ", ") + shown(classes_[c]);
  }
  if (classes_.size() > kMost) names += ", ...";
  const bool may_be_number = is_whole(field.text) && std::ranges::all_of(classes_, is_whole);
  text.fail(field.where,
            fmt::format("unknown class {}; the {} classes are {}{}{}", shown(field.text),
                        classes_.size(), names, did_you_mean(field.text, classes_),
                        may_be_number ? "; if they are numbers to predict, train with `task` "
                                        "regression"
                                      : ""));
}

bool LabelEncoder::numbers(std::size_t rows) const {
  if (given_) return false;
  bool all_whole = true, written = false;
  std::size_t different = 0;
  for (const Found& label : found_) {
    if (is_missing(label.text)) continue;
    double value = 0.0;
    if (parse_number(label.text, value) == NumberKind::text) {
      const auto as_written = written_number(label.text);
      if (!as_written) return false;
      written = true;
      all_whole = all_whole && *as_written == std::floor(*as_written);
    } else {
      all_whole = all_whole && is_whole(label.text);
    }
    ++different;
  }
  // A few of "10%" and "50%" are names.
  if (different == 0 || (written && different <= kAlwaysClasses)) return false;
  return are_numbers(all_whole, different, rows);
}

void LabelEncoder::become_numbers(DataTable& table, const LocatedText& text) const {
  std::vector<double> values;
  for (const Found& label : found_) {
    double value = 0.0;
    const auto as_written = written_number(label.text);
    if (as_written)
      value = *as_written;
    else if (parse_number(label.text, value) != NumberKind::finite)
      text.fail(label.where,
                is_missing(label.text)
                    ? fmt::format("{}: the number to predict is missing; remove the row",
                                  shown(label.text))
                    : fmt::format("expected a number to predict, found {}; remove the row (for "
                                  "classes: `task` classification)",
                                  shown(label.text)));
    values.push_back(value);
  }
  for (const int label : table.labels)
    table.targets.push_back(values[static_cast<std::size_t>(label)]);
  table.labels.clear();
  table.target_count = 1;
}

std::vector<std::string> LabelEncoder::finish(std::vector<int>& labels, const LocatedText& text) {
  if (given_) return classes_;
  double value = 0.0;
  const bool all_numbers = std::all_of(found_.begin(), found_.end(), [&](const Found& label) {
    return parse_number(label.text, value) != NumberKind::text;
  });
  // Codes keep their zeros and all of their digits.
  const bool as_written =
      !all_numbers || std::any_of(found_.begin(), found_.end(),
                                  [](const Found& label) { return is_code(label.text); });
  // Names in class order, each with the provisional indices that mean it.
  std::vector<std::pair<std::string, std::vector<int>>> classes;
  if (!as_written) {
    std::map<long long, std::vector<int>> by_number;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const auto integer = integer_of(found_[i].text);
      if (!integer) {
        text.fail(found_[i].where,
                  fmt::format(
                      "expected a class (an integer or a name), found {}; to predict a number, say "
                      "`task = regression`",
                      shown(found_[i].text)));
      }
      by_number[*integer].push_back(static_cast<int>(i));
    }
    for (auto& [number, indices] : by_number)
      classes.emplace_back(std::to_string(number), std::move(indices));
  } else {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      classes.push_back({found_[i].text, {static_cast<int>(i)}});
    }
    std::sort(classes.begin(), classes.end());
  }
  if (classes.size() > kManyClasses && labels.size() < 2 * classes.size()) {
    text.fail(
        found_.front().where,
        fmt::format("{} different labels in {} rows; {}", classes.size(), labels.size(),
                    all_numbers ? "to predict a number, say `task = regression`"
                                : "if they are names of the rows, say which column is to be learnt "
                                  "(`label` COLUMN)"));
  }
  std::vector<std::string> names;
  std::vector<int> final_index(found_.size());
  for (std::size_t c = 0; c < classes.size(); ++c) {
    names.push_back(classes[c].first);
    for (int provisional : classes[c].second) {
      final_index[static_cast<std::size_t>(provisional)] = static_cast<int>(c);
    }
  }
  for (int& label : labels) label = final_index[static_cast<std::size_t>(label)];
  return names;
}

}  // namespace riserun::train

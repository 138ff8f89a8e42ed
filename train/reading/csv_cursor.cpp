#include <riserun/train/reading/csv_cursor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>

#include <riserun/train/reading/csv_decimals.hpp>
#include <riserun/train/reading/written_number.hpp>

namespace riserun::train {
namespace {

std::string_view trimmed(const char* first, const char* last) {
  while (first != last && *first == ' ') ++first;
  while (first != last && last[-1] == ' ') --last;
  return {first, static_cast<std::size_t>(last - first)};
}

/// "# remark", "##" and a "#" alone: but not "#N/A" nor the colour "#ff0000", which are values.
bool is_comment(const char* p, const char* end) {
  if (*p != '#') return false;
  return p + 1 == end || p[1] == ' ' || p[1] == '#' || p[1] == '\r' || p[1] == '\n';
}

}  // namespace

CsvCursor::CsvCursor(const std::string& text, std::size_t offset, char separator,
                     const std::string& source)
    : begin_(text.data()),
      end_(text.data() + text.size()),
      at_(text.data() + offset),
      separator_(separator),
      source_(source) {}

bool CsvCursor::start_record() {
  for (;;) {
    const char* p = at_;
    while (*p == ' ' || *p == '\r') ++p;
    if (p == end_) {
      at_ = p;
      return false;
    }
    if (is_comment(p, end_)) {
      const void* line_end = std::memchr(p, '\n', static_cast<std::size_t>(end_ - p));
      at_ = line_end == nullptr ? end_ : static_cast<const char*>(line_end) + 1;
      continue;
    }
    if (*p != '\n') break;
    at_ = p + 1;
  }
  record_ended_ = false;
  return true;
}

std::size_t CsvCursor::most_records(std::size_t fields) const {
  std::size_t lines = 1;
  for (const char* p = at_; p != end_; ++p, ++lines) {
    p = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end_ - p)));
    if (p == nullptr) break;
  }
  return std::min(lines, static_cast<std::size_t>(end_ - at_) / fields + 1);
}

// Steps over the separator or the end of the line that must come next.
void CsvCursor::finish_field() {
  const bool spaced = *at_ == ' ';
  while (*at_ == ' ') ++at_;
  // As many spaces as there are separate two fields; at the line's end they separate nothing.
  if (separator_ == ' ' && spaced && at_ != end_ && *at_ != '\r' && *at_ != '\n') return;
  if (*at_ == separator_ && at_ != end_) {
    ++at_;
    return;
  }
  const char* line_end = at_;
  if (*line_end == '\r') ++line_end;
  if (line_end == end_) {
    at_ = line_end;
  } else if (*line_end == '\n') {
    at_ = line_end + 1;
  } else {
    fail(at_, fmt::format(
                  "expected a separator or the end of the line after the closing quote, found {}",
                  shown({at_, 1})));
  }
  record_ended_ = true;
}

// at_ is on the opening quote, and is left behind the closing one.
std::string_view CsvCursor::quoted_field() {
  const char* open = at_;
  const char* first = at_ + 1;
  std::string* copy = nullptr;
  for (;;) {
    const auto left = static_cast<std::size_t>(end_ - first);
    const char* quote = static_cast<const char*>(std::memchr(first, '"', left));
    if (quote == nullptr) fail(open, "the quote that opens here is never closed");
    const bool escaped = quote[1] == '"';
    if (escaped && copy == nullptr) copy = &unescaped_.emplace_back();
    if (copy != nullptr) copy->append(first, quote + (escaped ? 1 : 0));
    if (!escaped) {
      at_ = quote + 1;
      return copy != nullptr ? std::string_view(*copy)
                             : std::string_view(first, static_cast<std::size_t>(quote - first));
    }
    first = quote + 2;
  }
}

CsvField CsvCursor::field() {
  const char* first = at_;
  while (*first == ' ') ++first;
  CsvField field;
  field.where = first;
  if (*first == '"') {
    at_ = first;
    field.quoted = true;
    field.text = quoted_field();
  } else {
    const char* p = first;
    while (p != end_ && *p != separator_ && *p != '\n') ++p;
    const char* last = p;
    if (last != first && last[-1] == '\r' && (p == end_ || *p == '\n')) --last;
    field.text = trimmed(first, last);
    at_ = last;
  }
  finish_field();
  return field;
}

// As many as come in a row; those of the record's end are left to number().
std::size_t CsvCursor::small_numbers(std::span<double> out) {
  if constexpr (std::endian::native != std::endian::little) return 0;
  if (separator_ == ' ') return 0;  // several may stand for one, and some at the line's end
  const std::uint32_t separators = 0x01010101U * static_cast<unsigned char>(separator_);
  const char* p = at_;
  std::size_t count = 0;
  for (; count < out.size() && end_ - p >= 4; ++count) {
    std::uint32_t word = 0;
    std::memcpy(&word, p, sizeof word);
    const std::uint32_t length = read_small_number(word, separators, out[count]);
    if (length == 0) break;
    p += length + 1;
  }
  at_ = p;
  return count;
}

double CsvCursor::number(std::size_t column, std::string_view name, bool target) {
  const char* start = at_;
  while (*at_ == ' ') ++at_;
  double value = 0.0;
  const char* end = read_number(at_, end_, value);
  if (end != nullptr) {
    if (*end == separator_ && end != end_ && separator_ != ' ') {
      at_ = end + 1;
      return value;
    }
    const char* p = end;
    while (*p == ' ') ++p;
    const char* line_end = *p == '\r' ? p + 1 : p;
    if (*p == separator_ || *line_end == '\n' || line_end == end_) {
      at_ = p;
      finish_field();
      return value;
    }
  }
  // Everything else: quotes, a leading +, and what is wrong.
  at_ = start;
  CsvField found = field();
  found.text = trimmed(found.text.data(), found.text.data() + found.text.size());
  if (allow_missing_ && is_missing(found.text)) return std::numeric_limits<double>::quiet_NaN();
  if (parse_number(found.text, value) == NumberKind::finite) return value;
  if (const auto written = written_number(found.text)) return *written;
  fail_number(found, column, name, target);
}

double CsvCursor::missing(const CsvField& field, std::size_t column, std::string_view name) const {
  if (!allow_missing_)
    fail(field.where,
         fmt::format("the value is missing (field {}, {}); remove the row, put one, or "
                     "fill what is missing: train with `missing` mean",
                     column + 1, shown(name)));
  return std::numeric_limits<double>::quiet_NaN();
}

void CsvCursor::fail_number(const CsvField& field, std::size_t column, std::string_view name,
                            bool target) const {
  const std::string place = fmt::format(" (field {}, {})", column + 1, shown(name));
  const std::string known = allow_missing_ ? ""
                                           : "; remove the row, put a number, or fill what is "
                                             "missing: train with `missing` mean";
  double value = 0.0;
  const NumberKind kind = parse_number(field.text, value);
  if (kind == NumberKind::out_of_range) {
    fail(field.where,
         fmt::format("{}{} is too large or too small for a double", shown(field.text), place));
  }
  if (kind == NumberKind::not_finite) {
    fail(field.where,
         fmt::format("{}{}: NaN and infinity are refused{}", shown(field.text), place,
                     is_missing(field.text) ? known : "; remove the row or put a number"));
  }
  std::string remedy;
  if (is_missing(field.text))
    remedy = known;
  else if (has_decimal_comma(field.text) && separator_ == ',')
    remedy = "; numbers with a decimal comma are read where another sign separates the fields";
  else if (offers_ignore() && target)
    remedy = "; it is the label: for classes, say `task` classification";
  else if (offers_ignore())
    remedy = offers_kinds_
                 ? fmt::format(
                       "; if the column holds names: `column` {0}=category, or leave it "
                       "out: `ignore` {0}",
                       word_of(column))
                 : "; if the column holds text, leave it out: `ignore` " + word_of(column);
  fail(field.where,
       fmt::format("expected a number, found {}{}{}",
                   field.text.empty() ? "an empty field" : shown(field.text), place, remedy));
}

}  // namespace riserun::train

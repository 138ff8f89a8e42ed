#include "train/csv_cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/errors.hpp"

namespace riserun::train {
namespace {

std::string_view trimmed(const char* first, const char* last) {
  while (first != last && *first == ' ') ++first;
  while (first != last && last[-1] == ' ') --last;
  return {first, static_cast<std::size_t>(last - first)};
}

/// Powers of ten that are exact doubles, as far as plain_number needs them.
constexpr std::array<double, 16> kPowersOfTen{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Reads "-12.375": at most 15 digits and no exponent. Digits and power of ten are exact doubles
/// then, so that one division rounds correctly (Clinger 1990). Returns where it ends, or nullptr
/// for any other number. Most of a training file is such numbers, and from_chars takes three times
/// as long for a pixel.
const char* plain_number(const char* p, double& value) {
  const bool negative = *p == '-';
  if (negative) ++p;
  std::uint64_t digits = 0;
  const char* first = p;
  for (; *p >= '0' && *p <= '9'; ++p) digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
  auto count = p - first;
  std::ptrdiff_t decimals = 0;
  if (*p == '.') {
    const char* point = p++;
    for (; *p >= '0' && *p <= '9'; ++p) digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
    decimals = p - point - 1;
    count += decimals;
  }
  if (count == 0 || count > 15) return nullptr;
  value = static_cast<double>(digits);
  if (decimals > 0) value /= kPowersOfTen[static_cast<std::size_t>(decimals)];
  if (negative) value = -value;
  return p;
}

/// One to three digits and then the separator, within the four bytes of `word`, tested and read
/// without a branch on how many: the lengths of pixels and counts cannot be predicted. Returns the
/// number's length, or 0 for anything else. Little-endian words only.
std::uint32_t small_number(std::uint32_t word, std::uint32_t separators, double& value) {
  const std::uint32_t same = word ^ separators;
  const std::uint32_t zero_bytes = (same - 0x01010101U) & ~same & 0x80808080U;
  if (zero_bytes == 0) return 0;
  const auto length = static_cast<std::uint32_t>(std::countr_zero(zero_bytes)) / 8;
  // The digits go to the upper end, so that the last of them is in the highest byte.
  const auto digits =
      static_cast<std::uint32_t>(std::uint64_t{word ^ 0x30303030U} << (8 * (4 - length)));
  if (((digits | (digits + 0x06060606U)) & 0xF0F0F0F0U) != 0) return 0;
  value = static_cast<double>(
      static_cast<int>(100 * (digits >> 8 & 15U) + 10 * (digits >> 16 & 15U) + (digits >> 24)));
  return length;
}

}  // namespace

NumberKind parse_number(std::string_view text, double& value) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  double number = 0.0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (end != last || error == std::errc::invalid_argument) return NumberKind::text;
  if (error == std::errc::result_out_of_range) return NumberKind::out_of_range;
  if (!std::isfinite(number)) return NumberKind::not_finite;
  value = number;
  return NumberKind::finite;
}

std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 40;
  std::string out = "\"";
  for (char c : text.substr(0, kMost)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + (text.size() > kMost ? "...\"" : "\"");
}

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
  while (*at_ == ' ' && separator_ != ' ') ++at_;
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
  const std::uint32_t separators = 0x01010101U * static_cast<unsigned char>(separator_);
  const char* p = at_;
  std::size_t count = 0;
  for (; count < out.size() && end_ - p >= 4; ++count) {
    std::uint32_t word = 0;
    std::memcpy(&word, p, sizeof word);
    const std::uint32_t length = small_number(word, separators, out[count]);
    if (length == 0) break;
    p += length + 1;
  }
  at_ = p;
  return count;
}

double CsvCursor::number(std::size_t column, std::string_view name) {
  const char* start = at_;
  while (*at_ == ' ') ++at_;
  double value = 0.0;
  const char* end = plain_number(at_, value);
  if (end == nullptr || (*end | 0x20) == 'e') {
    const auto [stop, error] = std::from_chars(at_, end_, value);
    end = error == std::errc() && std::isfinite(value) ? stop : nullptr;
  }
  if (end != nullptr) {
    if (*end == separator_ && end != end_) {
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
  const CsvField found = field();
  if (parse_number(found.quoted ? trimmed(found.text.data(), found.text.data() + found.text.size())
                                : found.text,
                   value) == NumberKind::finite) {
    return value;
  }
  fail_number(found, column, name);
}

void CsvCursor::fail_number(const CsvField& field, std::size_t column,
                            std::string_view name) const {
  double value = 0.0;
  const std::string place = fmt::format(" (field {}, {})", column + 1, shown(name));
  switch (parse_number(field.text, value)) {
    case NumberKind::not_finite:
      fail(field.where,
           fmt::format("{}{}: NaN and infinity are refused; remove the row or put a number",
                       shown(field.text), place));
    case NumberKind::out_of_range:
      fail(field.where,
           fmt::format("{}{} is too large or too small for a double", shown(field.text), place));
    default:
      break;
  }
  if (field.text.empty()) {
    fail(field.where,
         fmt::format("expected a number, found an empty field{}; remove the row or put a number",
                     place));
  }
  fail(field.where, fmt::format("expected a number, found {}{}", shown(field.text), place));
}

std::string CsvCursor::place(const char* where) const {
  const char* line_start = begin_;
  std::size_t line = 1;
  for (const char* p = begin_; p != where; ++p) {
    if (*p != '\n') continue;
    ++line;
    line_start = p + 1;
  }
  if (line == 1 && std::string_view(begin_, end_).starts_with("\xEF\xBB\xBF")) line_start += 3;
  return fmt::format("{}:{}:{}", source_, line, where - line_start + 1);
}

void CsvCursor::fail(const char* where, const std::string& message) const {
  throw DataError(place(where) + ": " + message);
}

}  // namespace riserun::train

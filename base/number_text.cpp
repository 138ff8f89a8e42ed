#include <riserun/base/number_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>

#include <riserun/base/errors.hpp>
#include <riserun/base/visible_text.hpp>

namespace riserun {
namespace {

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

}  // namespace

bool is_missing(std::string_view text) {
  constexpr std::array<std::string_view, 10> kWords{"",    "?",    "-",   ".",    "na",
                                                    "n/a", "#n/a", "nan", "null", "none"};
  constexpr std::size_t kLongest = 4;
  if (text.size() > kLongest) return false;
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

const char* read_number(const char* p, const char* end, double& value) {
  const char* plain = plain_number(p, value);
  if (plain != nullptr && (*plain | 0x20) != 'e') return plain;
  const auto [stop, error] = std::from_chars(p, end, value);
  return error == std::errc() && std::isfinite(value) ? stop : nullptr;
}

std::uint32_t read_small_number(std::uint32_t word, std::uint32_t separators, double& value) {
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
  std::size_t end = std::min<std::size_t>(text.size(), 40);
  while (end < text.size() && end > 36 && (text[end] & 0xC0) == 0x80) --end;  // no half letters
  std::string out = "\"";
  for (const char c : visible(text.substr(0, end))) {
    if (c == '\n')
      out += "\\x0a";
    else
      out += c;
  }
  return out + (end < text.size() ? "...\"" : "\"");
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string LocatedText::place(const char* where) const {
  const char* line_start = text.data();
  std::size_t line = 1;
  for (const char* p = text.data(); p != where; ++p) {
    if (*p != '\n') continue;
    ++line;
    line_start = p + 1;
  }
  if (line == 1 && text.starts_with("\xEF\xBB\xBF")) line_start += 3;
  return fmt::format("{}:{}:{}", source, line, where - line_start + 1);
}

void LocatedText::fail(const char* where, std::string_view message) const {
  throw DataError(fmt::format("{}: {}", place(where), message));
}

}  // namespace riserun

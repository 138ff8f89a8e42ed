#include <riserun/train/reading/written_number.hpp>

#include <algorithm>
#include <array>
#include <string>

#include <riserun/base/number_text.hpp>

namespace riserun::train {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void trim(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
}

bool take_money(std::string_view& text) {
  constexpr std::array<std::string_view, 4> kSigns{"$", "\u20AC", "\u00A3", "\u00A5"};
  for (const std::string_view sign : kSigns) {
    if (text.starts_with(sign)) return text.remove_prefix(sign.size()), trim(text), true;
    if (text.ends_with(sign)) return text.remove_suffix(sign.size()), trim(text), true;
  }
  return false;
}

/// Drops the commas of "1,234,567.8"; nothing where they do not stand between thousands.
std::optional<std::string> without_thousands(std::string_view text) {
  std::string plain;
  std::size_t group = 0;
  bool grouped = false;
  std::size_t i = 0;
  for (; i < text.size() && (is_digit(text[i]) || text[i] == ','); ++i) {
    if (is_digit(text[i])) {
      plain += text[i];
      ++group;
      continue;
    }
    if (group == 0 || group > 3 || (grouped && group != 3)) return std::nullopt;
    grouped = true;
    group = 0;
  }
  if (grouped && (group != 3 || plain.starts_with('0'))) return std::nullopt;
  return plain.append(text.substr(i));
}

}  // namespace

std::optional<double> written_number(std::string_view text) {
  trim(text);
  bool negative = false, changed = false;
  if (text.size() > 2 && text.starts_with('(') && text.ends_with(')')) {
    text = text.substr(1, text.size() - 2);
    negative = changed = true;
  }
  const auto take_sign = [&] {
    if (!text.starts_with('-') && !text.starts_with('+')) return;
    if (text.starts_with('-')) negative = true;
    text.remove_prefix(1);
    trim(text);
  };
  if (!negative) take_sign();
  const bool money = take_money(text);
  if (money && !negative) take_sign();
  double share = 1.0;
  if (!money && text.ends_with('%')) {
    text.remove_suffix(1);
    trim(text);
    share = 100.0;
  }
  const std::optional<std::string> plain = without_thousands(text);
  if (!plain || plain->empty() || !(is_digit(plain->front()) || plain->front() == '.'))
    return std::nullopt;
  changed = changed || money || share != 1.0 || plain->size() != text.size();
  double value = 0.0;
  if (!changed || parse_number(*plain, value) != NumberKind::finite) return std::nullopt;
  return (negative ? -value : value) / share;
}

}  // namespace riserun::train

#include <riserun/train/reading/csv_separator.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <riserun/base/number_text.hpp>
#include <riserun/train/reading/csv_decimals.hpp>

namespace riserun::train {
namespace {

/// The first line of `text`, which loses it.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), end + 1));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// "1,5;2,5" has more commas than semicolons, and they separate nothing.
bool has_semicolon_beside_decimal_comma(std::string_view line) {
  if (line.find(';') == line.npos) return false;
  while (!line.empty()) {
    const std::string_view part = line.substr(0, line.find(';'));
    if (has_decimal_comma(part)) return true;
    line.remove_prefix(std::min(line.size(), part.size() + 1));
  }
  return false;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    if (!word.empty()) words.push_back(word);
    line.remove_prefix(std::min(line.size(), word.size() + 1));
  }
  return words;
}

bool has_number(const std::vector<std::string_view>& words) {
  return std::ranges::any_of(words, [](std::string_view word) {
    double value = 0.0;
    return parse_number(word, value) != NumberKind::text;
  });
}

/// Columns of words: a name with a space in it, above one number, is none.
bool are_words(std::string_view first, std::string_view second) {
  const auto above = words_of(first), below = words_of(second);
  return above.size() >= 2 && below.size() == above.size() && has_number(below);
}

}  // namespace

char separator_of(std::string_view text) {
  constexpr std::array<char, 4> kCandidates{',', '\t', ';', '|'};
  std::array<std::size_t, 4> counts{};
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    for (std::size_t i = 0; i < kCandidates.size(); ++i) counts[i] += c == kCandidates[i] ? 1 : 0;
  }
  const std::string_view first = take_line(text);
  if (counts[1] > 0) return '\t';
  if (counts[2] > counts[0] || has_semicolon_beside_decimal_comma(first)) return ';';
  if (counts[0] > 0) return ',';
  if (counts[3] > 0) return '|';
  return first.find('"') == first.npos && are_words(first, take_line(text)) ? ' ' : ',';
}

}  // namespace riserun::train

// A text as a field of a CSV file.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

namespace riserun {

/// In quotes where it needs them.
inline std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == text.npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

/// With an apostrophe in front where a spreadsheet would take the text for a formula (= + - @, tab,
/// carriage return); numbers stay as they are.
inline std::string without_formula(const std::string& text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text[0]) == std::string_view::npos)
    return text;
  const char* const begin = text.data() + (text[0] == '+' ? 1 : 0);
  const char* const end = text.data() + text.size();
  double number = 0.0;
  const auto [rest, error] = std::from_chars(begin, end, number);
  const bool is_number = rest == end && error != std::errc::invalid_argument;
  return is_number ? text : "'" + text;
}

}  // namespace riserun

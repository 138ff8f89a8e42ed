// A text as a field of a CSV file.
#pragma once

#include <string>

namespace riserun {

/// In quotes where it needs them.
inline std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == text.npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

}  // namespace riserun

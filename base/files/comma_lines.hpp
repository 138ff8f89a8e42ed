// Walks over the lines of comma-separated text, as the project's own small tables have it: no
// quotes, a newline ends a line.
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace riserun {

struct CommaField {
  std::string_view text;
  std::size_t column;  // from 1, in bytes
};

/// The whole of `text` as a number; false for anything else, and for a number out of range.
template <class Number>
[[nodiscard]] bool read_whole(std::string_view text, Number& number) {
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  return error == std::errc() && end == last;
}

class CommaLines {
 public:
  /// Both must outlive this; `source` is for messages.
  CommaLines(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  /// Goes to the next line; false at the end of the text. A carriage return before the newline is
  /// no part of the line.
  bool next();
  /// Whether the line ends with a newline: the last one of a file that was cut off does not.
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] std::size_t number() const { return number_; }  // of the line, from 1
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] bool blank() const { return line_.empty(); }
  [[nodiscard]] std::vector<CommaField> fields() const;

  /// Throws DataError "source:line:column: message".
  [[noreturn]] void fail(std::size_t column, const std::string& message) const;

 private:
  std::string_view text_;  // the lines to come
  std::string_view line_;
  std::size_t number_ = 0;
  bool complete_ = false;
  const std::string& source_;
};

}  // namespace riserun

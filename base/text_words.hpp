// Walks over the words of a text, line by line.
#pragma once

#include <cstddef>
#include <string_view>

namespace riserun {

/// Words end at spaces, tabs, line ends and #, which begins a remark.
class TextWords {
 public:
  explicit TextWords(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {
    if (text.starts_with("\xEF\xBB\xBF")) at_ += 3;
  }
  /// Goes to the next line that has a word; false at the end.
  bool start_line() {
    for (;;) {
      skip_spaces();
      if (at_ == end_) return false;
      if (*at_ != '\n') return true;
      ++at_;
    }
  }
  /// The line's next word; empty at its end.
  std::string_view word() {
    skip_spaces();
    const char* first = at_;
    while (at_ != end_ && !is_space(*at_) && *at_ != '\n' && *at_ != '#') ++at_;
    return {first, static_cast<std::size_t>(at_ - first)};
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
  // A remark is a space, too.
  void skip_spaces() {
    while (at_ != end_ && is_space(*at_)) ++at_;
    if (at_ != end_ && *at_ == '#') {
      while (at_ != end_ && *at_ != '\n') ++at_;
    }
  }
  const char* at_;
  const char* end_;
};

}  // namespace riserun

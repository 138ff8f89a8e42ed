// Options whose messages say what was expected and what was found.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/option_info.hpp>

namespace riserun::run {

/// A value that an option cannot have: "--lr: expected a number above 0, found "abc"".
class ArgumentError : public ConfigError {
 public:
  ArgumentError(std::string_view option, const std::string& text)
      : ConfigError(std::string(option) + ": " + text), option_(option) {}
  [[nodiscard]] const std::string& option() const { return option_; }

 private:
  std::string option_;
};

/// A field's name as options have it: "skip-lines" of "skip_lines".
[[nodiscard]] std::string option_name(std::string_view field);

/// A number, or a word in its place: "auto".
struct NumberOrWord {
  NumberOrWord(double x = 0.0) : number(x) {}                // NOLINT: implicit
  NumberOrWord(const char* text) : word(text) {}             // NOLINT: implicit
  NumberOrWord(std::string text) : word(std::move(text)) {}  // NOLINT: implicit

  [[nodiscard]] bool is(std::string_view text) const { return word == text; }

  std::string word{};   // empty: the number counts
  double number = 0.0;  // 0 beside a word
};

/// Every finite number.
inline constexpr OptionRange kAnyNumber{.low = -std::numeric_limits<double>::infinity()};

/// `text` as a decimal number in the range. Throws ArgumentError; `words` are what the option takes
/// instead of numbers, for the message.
[[nodiscard]] double parse_number(std::string_view option, std::string_view text,
                                  OptionRange range = kAnyNumber,
                                  const std::vector<std::string>& words = {});
/// The same for whole numbers, exact over the 64 bits.
[[nodiscard]] std::uint64_t parse_whole(std::string_view option, std::string_view text,
                                        std::uint64_t low = 0,
                                        std::uint64_t high = ~std::uint64_t{0},
                                        const std::vector<std::string>& words = {});

/// "500" or "30s": after so many updates, or seconds; "never" is neither.
struct Interval {
  std::uint64_t steps = 0;
  double seconds = 0.0;
};
[[nodiscard]] Interval parse_interval(std::string_view option, std::string_view text);

/// One of the words, as it is written in `words`.
[[nodiscard]] std::string parse_word(std::string_view option, std::string_view text,
                                     const std::vector<std::string>& words);

}  // namespace riserun::run

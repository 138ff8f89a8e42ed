// Options whose messages say what was expected and what was found.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/errors.hpp>

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

/// The numbers an option takes: low <= x <= high, or low < x where `above`.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above = false;
};

/// `text` as a decimal number in the range. Throws ArgumentError; `words` are what the option takes
/// instead of numbers, for the message.
[[nodiscard]] double parse_number(std::string_view option, std::string_view text, Range range = {},
                                  const std::vector<std::string>& words = {});
/// The same for whole numbers, exact over the 64 bits.
[[nodiscard]] std::uint64_t parse_whole(std::string_view option, std::string_view text,
                                        std::uint64_t low = 0,
                                        std::uint64_t high = ~std::uint64_t{0});

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

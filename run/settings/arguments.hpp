// Options whose messages say what was expected and what was found.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::run {

/// The numbers an option takes: low <= x <= high, or low < x where `above`.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above = false;
};

/// `text` as a decimal number in the range. Throws CLI::ValidationError "--lr: expected a number
/// above 0, found "abc""; `words` are what the option takes instead of numbers, for the message.
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

/// An option that takes a whole number into `target`, low <= x <= high.
template <class T>
CLI::Option* add_whole(CLI::App& app, const std::string& name, T& target, std::uint64_t low,
                       std::uint64_t high, const std::string& description) {
  return app
      .add_option_function<std::string>(
          name,
          [&target, name, low, high](const std::string& text) {
            target = static_cast<T>(parse_whole(name, text, low, high));
          },
          description)
      ->option_text("N");
}

}  // namespace riserun::run

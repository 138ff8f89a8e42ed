#include <riserun/run/settings/arguments.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <riserun/base/nearest_name.hpp>

namespace riserun::run {

namespace {

/// `words` may stand in the place of what is expected.
[[noreturn]] void refuse(std::string_view option, std::string_view expected, std::string_view found,
                         const std::vector<std::string>& words = {}) {
  throw ArgumentError(
      option, fmt::format("expected {}{}{}, found \"{}\"{}", expected, words.empty() ? "" : " or ",
                          fmt::join(words, " or "), found, did_you_mean(found, words)));
}

std::string expected_number(OptionRange range) {
  if (!std::isfinite(range.low)) return "a number";
  std::string text =
      fmt::format("a number {} {}", range.low_is_open ? "above" : "of at least", range.low);
  if (std::isfinite(range.high))
    text += fmt::format(" and {} {}", range.high_is_open ? "below" : "at most", range.high);
  return text;
}

}  // namespace

std::string option_name(std::string_view field) {
  std::string name(field);
  std::ranges::replace(name, '_', '-');
  return name;
}

double parse_number(std::string_view option, std::string_view text, OptionRange range,
                    const std::vector<std::string>& words) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  double x = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), x);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || !range.holds(x)) refuse(option, expected_number(range), text, words);
  return x;
}

std::uint64_t parse_whole(std::string_view option, std::string_view text, std::uint64_t low,
                          std::uint64_t high, const std::vector<std::string>& words) {
  std::uint64_t x = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc() || end != text.data() + text.size() || x < low || x > high)
    refuse(option,
           high == ~std::uint64_t{0} ? fmt::format("a whole number of at least {}", low)
                                     : fmt::format("a whole number from {} to {}", low, high),
           text, words);
  return x;
}

Interval parse_interval(std::string_view option, std::string_view text) {
  if (text == "never") return {};
  try {
    if (!text.ends_with('s')) return {.steps = parse_whole(option, text, 1)};
    return {.seconds = parse_number(option, text.substr(0, text.size() - 1), {.low = 0.0})};
  } catch (const ArgumentError&) {
    refuse(option, "updates (500), seconds (30s) or never", text);
  }
}

std::string parse_word(std::string_view option, std::string_view text,
                       const std::vector<std::string>& words) {
  for (const std::string& word : words)
    if (word == text) return word;
  throw ArgumentError(option, fmt::format("expected {}, found \"{}\"{}", fmt::join(words, " or "),
                                          text, did_you_mean(text, words)));
}

}  // namespace riserun::run

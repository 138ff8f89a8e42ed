// An option of a library's struct, described once: for its check, its messages, and the programs that
// offer it.
#pragma once

#include <limits>
#include <string>
#include <string_view>

namespace riserun {

/// The finite numbers from low to high; an open end is not among them.
struct OptionRange {
  double low = 0.0;
  double high = std::numeric_limits<double>::infinity();
  bool low_is_open = false;
  bool high_is_open = false;

  [[nodiscard]] bool holds(double x) const;
  /// "a finite number > 0", ">= 0 and < 1".
  [[nodiscard]] std::string text() const;
};
inline constexpr OptionRange kNotNegative{};
inline constexpr OptionRange kPositive{.low_is_open = true};
inline constexpr OptionRange kBelowOne{.high = 1.0, .high_is_open = true};
inline constexpr OptionRange kShare{.high = 1.0};
inline constexpr OptionRange kSharePastZero{.high = 1.0, .low_is_open = true};

struct OptionInfo {
  std::string_view name;       // the field's: "smoothing"
  OptionRange range{};         // of a number
  std::string_view meaning{};  // in a program's help
  std::string_view key{};      // a program's word, "label_smoothing"; empty: the name
  std::string_view words{};    // in messages, "the label smoothing"; empty: the name
  bool zero_is_none = false;   // 0 says that there is none of it: so it may be said in vain
  std::string_view
      automatic{};  // how a program chooses it where nobody does, for its help; empty: not

  [[nodiscard]] std::string_view program_key() const { return key.empty() ? name : key; }
  /// Throws ConfigError for a number outside the range.
  void require(double value) const;
};

}  // namespace riserun

// The range that most of some numbers are in: few that are far away must not flatten a picture.
#pragma once

#include <span>

namespace riserun::plots {

struct UsualRange {
  double low = 0.0, high = 0.0;
};

/// From the least to the largest number, but no farther beyond the middle 90 % of them than one and a
/// half times their width. What is not finite does not count; no numbers: 0 to 0.
[[nodiscard]] UsualRange usual_range(std::span<const double> numbers);

}  // namespace riserun::plots

// Numbers as people read them along an axis: 0.05, 97.5 %, 20k, 3×10⁻⁷.
#pragma once

#include <string>
#include <vector>

namespace riserun::plots {

/// Labels for equally spaced values whose last digit that counts is 10^exponent: all with the same
/// number of decimals, in the shortest notation that tells them apart.
[[nodiscard]] std::vector<std::string> number_labels(const std::vector<double>& values,
                                                     int exponent, bool percent);

/// digit * 10^decade, written out when `plain`, else as a power of ten.
[[nodiscard]] std::string power_label(int digit, int decade, bool plain);

}  // namespace riserun::plots

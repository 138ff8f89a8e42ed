// A curve through noise.
#pragma once

#include <vector>

namespace riserun::plots {

/// An exponential moving average over about `window` numbers, unbiased from the first on; 0: a
/// fiftieth of them. Numbers that are not finite are passed over and stay what they are.
[[nodiscard]] std::vector<double> smoothed(const std::vector<double>& values, double window = 0.0);

}  // namespace riserun::plots

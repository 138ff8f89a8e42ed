// A curve through noise.
#pragma once

#include <vector>

namespace riserun::plots {

/// An exponential moving average over about `window` numbers (0: a fiftieth of all), without a bias
/// towards 0 at the beginning. Numbers that are not finite are passed over and stay what they are.
[[nodiscard]] std::vector<double> smoothed(const std::vector<double>& values, double window = 0.0);

}  // namespace riserun::plots

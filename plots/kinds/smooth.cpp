#include <riserun/plots/kinds/smooth.hpp>

#include <algorithm>
#include <cmath>

namespace riserun::plots {

std::vector<double> smoothed(const std::vector<double>& values, double window) {
  if (!(window > 0.0)) window = static_cast<double>(values.size()) / 50.0;
  // Adam's correction: without it the first numbers would pull towards 0.
  const double keep = 1.0 - 1.0 / std::max(window, 1.0);
  double sum = 0.0, weight = 0.0;
  std::vector<double> out;
  out.reserve(values.size());
  for (const double value : values) {
    if (std::isfinite(value)) {
      sum = keep * sum + (1.0 - keep) * value;
      weight = keep * weight + (1.0 - keep);
    }
    out.push_back(std::isfinite(value) ? sum / weight : value);
  }
  return out;
}

}  // namespace riserun::plots

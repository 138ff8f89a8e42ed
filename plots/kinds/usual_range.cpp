#include <riserun/plots/kinds/usual_range.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace riserun::plots {

UsualRange usual_range(std::span<const double> numbers) {
  constexpr double kLeftOut = 0.05, kBeyond = 1.5;
  std::vector<double> sorted;
  for (const double x : numbers)
    if (std::isfinite(x)) sorted.push_back(x);
  if (sorted.empty()) return {};
  std::ranges::sort(sorted);
  const auto last = static_cast<double>(sorted.size() - 1);
  const double low = sorted[static_cast<std::size_t>(kLeftOut * last)];
  const double high = sorted[static_cast<std::size_t>(std::ceil((1 - kLeftOut) * last))];
  const double beyond = kBeyond * (high - low);
  if (!(beyond > 0)) return {sorted.front(), sorted.back()};
  return {std::max(sorted.front(), low - beyond), std::min(sorted.back(), high + beyond)};
}

}  // namespace riserun::plots

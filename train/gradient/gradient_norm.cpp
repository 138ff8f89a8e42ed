#include <riserun/train/gradient/gradient_norm.hpp>

#include <algorithm>
#include <cmath>

#include <riserun/train/gradient/elementwise.hpp>
#include <riserun/train/gradient/ranges.hpp>

namespace riserun::train {
namespace {

constexpr std::size_t kBlock = 1024;

}  // namespace

double gradient_norm(std::span<const double> gradient, Workers& workers,
                     std::vector<double>& block_sums) {
  const std::size_t blocks = (gradient.size() + kBlock - 1) / kBlock;
  block_sums.resize(blocks);
  const std::size_t parts = std::min(parameter_range_count(gradient.size(), workers.threads()),
                                     std::max<std::size_t>(blocks, 1));
  workers.run(parts, [&](std::size_t part) noexcept {
    const Range mine = slot_range(blocks, part, parts);
    for (std::size_t b = mine.begin; b < mine.end; ++b)
      block_sums[b] = elementwise::squares(gradient.data() + b * kBlock,
                                           std::min(kBlock, gradient.size() - b * kBlock));
  });
  double sum = 0.0;
  for (double block : block_sums) sum += block;
  // Squares that left the range of doubles say nothing: rare, so on this thread alone.
  if (std::isfinite(sum) && sum > 1e-280) return std::sqrt(sum);
  double largest = 0.0;
  for (double g : gradient) largest = std::max(largest, std::abs(g));
  if (largest == 0.0) return 0.0;
  double scaled = 0.0;
  for (double g : gradient) scaled += (g / largest) * (g / largest);
  return largest * std::sqrt(scaled);
}

}  // namespace riserun::train

// How points are cut into slots, and parameters into ranges.
#pragma once

#include <algorithm>
#include <cstddef>

#include <riserun/train/gradient/workers.hpp>

namespace riserun::train {

struct Range {
  std::size_t begin, end;
  [[nodiscard]] constexpr std::size_t size() const { return end - begin; }
};

/// Points of a slot where the model is an MLP on a Dataset. More slots feed more threads; each
/// costs a pass over the parameters. Measured on the digits MLP (6570 parameters, 1.2 us a point):
/// 16 points a slot keep the reduction at about 5 % of a step. A graph recorded node by node costs
/// tens of times more a parameter, so one point a slot is best there.
inline constexpr std::size_t kPointsPerSlot = 16;

/// Slots a batch is cut into: depends on the batch and a configured constant, never on the threads,
/// because the slots decide the order in which gradients are added, and with it the bits.
[[nodiscard]] constexpr std::size_t slot_count(std::size_t points, std::size_t points_per_slot) {
  return std::clamp<std::size_t>(points / std::max<std::size_t>(points_per_slot, 1), 1,
                                 Workers::kMostItems);
}

/// The points of one slot; sizes differ by one at most.
[[nodiscard]] constexpr Range slot_range(std::size_t points, std::size_t slot, std::size_t slots) {
  return {slot * points / slots, (slot + 1) * points / slots};
}

/// Ranges the parameters are cut into for elementwise passes: one a thread, each at least two pages
/// of doubles, since handing over a shorter one takes longer than doing it.
[[nodiscard]] constexpr std::size_t parameter_range_count(std::size_t parameters, int threads) {
  constexpr std::size_t kShortest = 1024;
  return std::clamp<std::size_t>(
      std::min(static_cast<std::size_t>(threads), parameters / kShortest), 1, Workers::kMostItems);
}

/// One of those ranges; they begin at multiples of a cache line's 8 doubles.
[[nodiscard]] constexpr Range parameter_range(std::size_t parameters, std::size_t part,
                                              std::size_t parts) {
  const auto cut = [&](std::size_t p) {
    return p == parts ? parameters : parameters * p / parts / 8 * 8;
  };
  return {cut(part), cut(part + 1)};
}

}  // namespace riserun::train

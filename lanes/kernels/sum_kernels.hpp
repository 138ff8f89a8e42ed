// The loops of sums (sums.hpp) on packs of eight data points.
#pragma once

#include <cstddef>
#include <cstdint>

#include <riserun/lanes/kernels/op_kernels.hpp>

namespace riserun::lanes {

/// Where a sum and its terms are, counted in doubles. The terms are listed among the memory's
/// operands: places of numbers, or of two factors each.
struct SumSite {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::uint32_t y;
  std::uint32_t start;  // kNone: the first term
  std::uint32_t terms, count;
};

/// A gradient and what the sums of a step contribute to it: listed among the operands are the sums,
/// or pairs of a sum and the other factor.
struct ShareSite {
  std::uint32_t to;
  std::uint32_t shares, count;
  bool sets = false;  // it is the first contribution: what is there does not count
};

/// The values have the bits of the additions one by one; an upstream gradient of 0 contributes
/// exactly 0.
struct SumKernels {
  void (*forward)(const Memory& memory, const SumSite* sites, std::size_t count);
  /// Backward what the terms get.
  void (*share)(const Memory& memory, const ShareSite* sites, std::size_t count);
};

}  // namespace riserun::lanes

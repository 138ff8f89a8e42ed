// The loops of sums (recognising/sums.hpp) on packs of eight data points.
#pragma once

#include <cstddef>
#include <cstdint>

#include <riserun/lanes/kernels/op_kernels.hpp>

namespace riserun::lanes {

/// Where a sum and its terms are, counted in doubles. Memory::operands lists the terms: the place
/// of a number each, or the places of two factors each.
struct SumSite {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::uint32_t y;
  std::uint32_t start;  // kNone: it starts with the first term
  std::uint32_t terms, count;
};

/// The gradient at place `to`, and what the sums of one step contribute to it. Memory::operands
/// lists the contributions: the place of a sum each, or the places of a sum and of the other factor
/// each.
struct ShareSite {
  std::uint32_t to;
  std::uint32_t shares, count;
  bool sets = false;  // the first contribution to this gradient: it replaces what is there
};

/// The values have the same bits as the additions done one by one. An upstream gradient of 0
/// contributes exactly 0.
struct SumKernels {
  void (*forward)(const Memory& memory, const SumSite* sites, std::size_t count);
  /// Backward: what the terms' gradients get.
  void (*share)(const Memory& memory, const ShareSite* sites, std::size_t count);
};

}  // namespace riserun::lanes

// The reverse sweep over a run: the products of one sum, which all receive the sum's gradient.
#pragma once

#include <cstdint>

#include <riserun/base/isa.hpp>
#include <riserun/core/tape_store.hpp>

namespace riserun {

/// A kernel takes so many nodes at once; it is right for runs of any length, and slow for shorter
/// ones.
inline constexpr std::uint32_t kShortRun = 8;

/// The arrays of a tape that the sweep reads, and the gradients.
struct RunArrays {
  const double* dy_dx0;
  const double* dy_dx1;
  const OperandNodes* operands;
  double* grads;
};

/// Adds `g` to the gradients of the nodes [first, end), then sweeps these from the last to the
/// first: x0's and x1's gradients receive. Leaves their own gradients to be read, or clears them.
using SweepRun = void (*)(const RunArrays& arrays, std::uint32_t first, std::uint32_t end,
                          double g);
struct RunKernels {
  SweepRun keep, clear;
};
[[nodiscard]] const RunKernels& run_kernels(Isa isa);

}  // namespace riserun

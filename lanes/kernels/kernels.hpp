// The loops that a plan is evaluated with, for the processor at hand.
#pragma once

#include <cstddef>
#include <span>

#include <riserun/base/isa.hpp>
#include <riserun/lanes/kernels/layer_kernels.hpp>
#include <riserun/lanes/kernels/op_kernels.hpp>
#include <riserun/lanes/kernels/sum_kernels.hpp>

namespace riserun::lanes {

struct Kernels {
  Isa isa;
  const OpKernels* ops;  // by number, of KnownOps
  LayerKernels layers;
  SumKernels sums, sums_of_products;
};

/// Those in use: of the instruction set that nn's kernels are chosen for (RISERUN_ISA).
[[nodiscard]] const Kernels& kernels();
/// Those of one of available_isas().
[[nodiscard]] const Kernels& kernels(Isa isa);
/// All that this processor runs, for tests.
[[nodiscard]] std::span<const Kernels* const> available_kernels();

}  // namespace riserun::lanes

// Eight directions, or eight roots, in one pass over a recorded graph: what a Jacobian is made of.
#pragma once

#include <cstddef>
#include <cstdint>

#include <riserun/base/isa.hpp>
#include <riserun/core/tape_store.hpp>

// A namespace of its own, since each set of kernels of a folder has one.
namespace riserun::eight {

inline constexpr std::size_t kAtOnce = 8;

/// The arrays of a tape, the nodes to visit in ascending order (no parameters, no blocks), and
/// eight numbers for each node, aligned to cache lines.
struct Arrays {
  const double* dy_dx0;
  const double* dy_dx1;
  const OperandNodes* operands;
  const std::uint16_t* ops;
  const std::uint32_t* term_operands;
  const double* term_partials;
  const std::uint32_t* nodes;
  std::size_t count;
  double* eights;
};

/// forward: from the parameters' derivatives along eight directions those of every node.
/// backward: from eight gradients at roots, all others of the visited nodes 0, those of the
/// parameters. A derivative of 0 contributes exactly 0, also beside an infinite slope.
struct Sweeps {
  void (*forward)(const Arrays& arrays);
  void (*backward)(const Arrays& arrays);
};
[[nodiscard]] const Sweeps& sweeps(Isa isa);

}  // namespace riserun::eight

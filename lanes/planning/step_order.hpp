// In which order a plan evaluates what a recording computes: things of a kind together, so that one
// call of a kernel does many.
//
// An example. The loss (p0 + x0 + x1) * (exp(p1) + x0 + x1) is recorded as six nodes and read as
// four units, each computed as a whole:
//
//   node  computes          read as                  needs
//    0    p0 + x0           (part of the next)
//    1    node 0 + x1       the sum s                no other node
//    2    exp(p1)           the op exp               no other node
//    3    node 2 + x0       (part of the next)
//    4    node 3 + x1       the sum t                exp
//    5    node 1 * node 4   the op *                 s, t
//
//   1. s and exp are ready. s comes first in the recording, but sums wait as long as an op is
//      ready, since other sums may become ready meanwhile. So exp is computed: {2}.
//   2. Now t is ready too. s and t are sums of one kind, so one step computes both: {1, 4}.
//   3. The product is ready: {5}.
//
// Three steps, where the order of the recording takes four. Layers wait for ops and for sums: so
// those with the same weights get ready to be computed together.
//
// The window limits the waiting. With a window of 1 nothing may be computed before an earlier unit
// that is ready, so the order is the recording's: {1}, {2}, {4}, {5}.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/lanes/recognising/reading.hpp>

namespace riserun::lanes {

/// Units of a kind, computed one after the other, each named by a node: a sum by its value, a layer
/// by its first neuron (its activations come with it), a row of a table by its first column.
struct StepGroup {
  enum class Kind {
    ops,      // the same op; may need each other, in this order
    lookups,  // rows of tables
    sums,     // of numbers or of products; none needs another
    layers,   // with the same weights and activation; none needs another
  } kind;
  std::vector<std::uint32_t> nodes;
};

/// All units that the loss needs, each after those that it needs. A unit overtakes only units less
/// than `window` before it in the recording, so that what is computed is read soon after.
[[nodiscard]] std::vector<StepGroup> order_steps(const Reading& reading, std::size_t window);

/// How many columns of a row of a table are looked up one after the other, from node `begin` on.
[[nodiscard]] std::uint32_t columns_of(const Reading& reading, std::uint32_t begin);

}  // namespace riserun::lanes

// The first reading of a recording: chains of `s + w * x`, with parameters w, are dot products.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// How often each node is an operand of a node that the loss depends on; 0: it does not.
[[nodiscard]] std::vector<std::uint32_t> count_uses(const Recording& recording);

/// weight * x, the weight being parameter number `weight`.
struct Term {
  std::uint32_t weight;
  Ref x;
};

/// bias + the sum of the terms, the value of node `node`. `inner` are the nodes that nothing else
/// uses: products and partial sums.
struct Dot {
  std::uint32_t node;
  std::optional<std::uint32_t> bias;  // the number of a parameter
  std::vector<Term> terms;            // at least one, in the order of addition
  std::vector<std::uint32_t> inner;
};

/// Every longest chain. A partial sum or product with another use ends a chain: it stays a node.
[[nodiscard]] std::vector<Dot> find_dots(const Recording& recording,
                                         const std::vector<std::uint32_t>& uses);

}  // namespace riserun::lanes

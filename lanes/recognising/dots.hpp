// First a recording is read for dot products: chains of `s + w * x` in which every w is a
// parameter.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// By node: how often it is an operand of nodes that the loss depends on. 0: the loss does not
/// depend on it.
[[nodiscard]] std::vector<std::uint32_t> count_uses(const Recording& recording);

/// weight * x, the weight being parameter number `weight`.
struct Term {
  std::uint32_t weight;
  Ref x;
};

/// A dot product: node `node` is the bias plus the sum of the terms. `inner` are the products and
/// partial sums that it is made of and that nothing else uses.
struct Dot {
  std::uint32_t node;
  std::optional<std::uint32_t> bias;  // the number of a parameter
  std::vector<Term> terms;            // at least one, in the order of addition
  std::vector<std::uint32_t> inner;
};

/// The dot products, each as long as possible. A partial sum or product that something else uses
/// ends a chain and stays a node.
[[nodiscard]] std::vector<Dot> find_dots(const Recording& recording,
                                         const std::vector<std::uint32_t>& uses);

}  // namespace riserun::lanes

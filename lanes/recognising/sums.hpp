// Last it is read for sums: chains of additions that are no neurons, evaluated at once.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// Node `node` is `start` plus the terms, added in this order. `inner` are the products and partial
/// sums that it is made of and that nothing else uses.
struct Sum {
  std::uint32_t node;
  std::optional<Ref> start;  // absent: it starts with the first term
  bool of_products;          // the terms are pairs of factors; else single numbers
  std::vector<Ref> terms;
  std::vector<std::uint32_t> inner;
};

/// The sums of products, and those of three numbers or more, each as long as possible. A partial
/// sum or product that something else uses ends a chain, and so does a node marked in `taken`.
[[nodiscard]] std::vector<Sum> find_sums(const Recording& recording,
                                         const std::vector<std::uint32_t>& uses,
                                         std::vector<bool> taken);

}  // namespace riserun::lanes

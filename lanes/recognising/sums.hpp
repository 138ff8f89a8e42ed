// The third reading: chains of additions that are no neurons are sums, evaluated in one go.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// start + the sum of the terms, in the order of addition, the value of node `node`. `inner` are
/// the nodes that nothing else uses: products and partial sums.
struct Sum {
  std::uint32_t node;
  std::optional<Ref> start;  // absent: the first term is
  bool of_products;          // terms are pairs of factors; else numbers
  std::vector<Ref> terms;
  std::vector<std::uint32_t> inner;
};

/// Every longest chain of products, and of three numbers and more. A partial sum or product with
/// another use ends a chain, and so does one in `taken`, of which no sum is made either.
[[nodiscard]] std::vector<Sum> find_sums(const Recording& recording,
                                         const std::vector<std::uint32_t>& uses,
                                         std::vector<bool> taken);

}  // namespace riserun::lanes

// Sums over all operands but one, for second derivatives: the sum of all minus that one's term
// would cancel.
#pragma once

#include <array>
#include <cstddef>

namespace riserun::ops {

/// Calls use(i, sums) twice for every i < count: with the two sums of term(k) over k < i, and with
/// those over k > i. term(k) gives two numbers, use adds up what follows from them.
template <class Term, class Use>
void sums_of_others(std::size_t count, Term term, Use use) {
  std::array<double, 2> sums{};
  const auto visit = [&](std::size_t i) {
    use(i, sums);
    const std::array<double, 2> own = term(i);
    sums[0] += own[0];
    sums[1] += own[1];
  };
  for (std::size_t i = 0; i < count; ++i) visit(i);
  sums = {};
  for (std::size_t i = count; i-- > 0;) visit(i);
}

}  // namespace riserun::ops

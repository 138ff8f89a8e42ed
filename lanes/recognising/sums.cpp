#include <riserun/lanes/recognising/sums.hpp>

#include <algorithm>
#include <utility>

#include <riserun/lanes/kernels/lane_op_table.hpp>

namespace riserun::lanes {
namespace {

// Walks a chain from its last addition to its first.
class Walk {
 public:
  Walk(const Recording& recording, const std::vector<std::uint32_t>& uses,
       const std::vector<bool>& taken, std::uint32_t last)
      : recording_(recording), uses_(uses), taken_(taken) {
    sum_.node = last;
    sum_.of_products = adds_product(recording.nodes()[last]);
    Ref rest(Source::node, last);
    do {
      const Node& addition = recording.nodes()[rest.index()];
      if (rest.index() != last) sum_.inner.push_back(rest.index());
      const int term = which_is_term(addition);
      push(addition.x[term]);
      rest = addition.x[1 - term];
    } while (goes_on(rest));
    if (sum_.of_products && is_inner(rest, kMultiply))
      push(rest);
    else
      sum_.start = rest;
  }

  /// The sum, or nothing where it is one addition of two numbers.
  [[nodiscard]] std::optional<Sum> result() && {
    if (!sum_.of_products && sum_.terms.size() < 2) return std::nullopt;
    std::ranges::reverse(sum_.terms);
    if (sum_.of_products)  // the reversal has swapped the factors of each pair, too
      for (std::size_t i = 0; i < sum_.terms.size(); i += 2)
        std::swap(sum_.terms[i], sum_.terms[i + 1]);
    return std::move(sum_);
  }

 private:
  // Whether the operand is a node of this op that nothing else uses.
  [[nodiscard]] bool is_inner(Ref ref, std::uint16_t op) const {
    return ref.is(Source::node) && recording_.nodes()[ref.index()].op == op &&
           uses_[ref.index()] == 1 && !taken_[ref.index()];
  }
  [[nodiscard]] bool adds_product(const Node& addition) const {
    return is_inner(addition.x[0], kMultiply) || is_inner(addition.x[1], kMultiply);
  }
  [[nodiscard]] bool goes_on(Ref ref) const {
    return is_inner(ref, kAdd) && adds_product(recording_.nodes()[ref.index()]) == sum_.of_products;
  }

  // Which operand of the addition is its term; the walk goes on with the other. The right one,
  // unless only the left one can be a term or only the right one is an addition of the chain.
  [[nodiscard]] int which_is_term(const Node& addition) const {
    if (sum_.of_products) return is_inner(addition.x[1], kMultiply) ? 1 : 0;
    return goes_on(addition.x[0]) || !goes_on(addition.x[1]) ? 1 : 0;
  }

  void push(Ref term) {
    if (!sum_.of_products) {
      sum_.terms.push_back(term);
      return;
    }
    const Node& product = recording_.nodes()[term.index()];
    sum_.inner.push_back(term.index());
    sum_.terms.insert(sum_.terms.end(), {product.x[0], product.x[1]});
  }

  const Recording& recording_;
  const std::vector<std::uint32_t>& uses_;
  const std::vector<bool>& taken_;
  Sum sum_{};
};

}  // namespace

std::vector<Sum> find_sums(const Recording& recording, const std::vector<std::uint32_t>& uses,
                           std::vector<bool> taken) {
  std::vector<Sum> found;
  for (std::size_t i = uses.size(); i-- > 0;) {
    if (uses[i] == 0 || taken[i] || recording.nodes()[i].op != kAdd) continue;
    auto sum = Walk(recording, uses, taken, static_cast<std::uint32_t>(i)).result();
    if (!sum) continue;
    taken[i] = true;
    for (const std::uint32_t inner : sum->inner) taken[inner] = true;
    found.push_back(std::move(*sum));
  }
  std::ranges::reverse(found);
  return found;
}

}  // namespace riserun::lanes

#include <riserun/lanes/recognising/dots.hpp>

#include <algorithm>
#include <span>

#include <riserun/lanes/kernels/lane_op_table.hpp>

namespace riserun::lanes {
namespace {

// Walks a chain from its last addition to its first.
class Chain {
 public:
  Chain(const Recording& recording, const std::vector<std::uint32_t>& uses,
        const std::vector<bool>& taken, std::uint32_t last)
      : recording_(recording), uses_(uses), taken_(taken), dot_{last, {}, {}, {}} {
    rest_ = Ref(Source::node, last);
    // A bias that is added at the end: s + b.
    const Node& node = recording.nodes()[last];
    if (node.op == kAdd && node.x[0].is(Source::parameter) != node.x[1].is(Source::parameter)) {
      const int at = node.x[0].is(Source::parameter) ? 0 : 1;
      if (term_of(node.x[1 - at]) || inner(node.x[1 - at], kAdd)) {
        dot_.bias = node.x[at].index();
        rest_ = node.x[1 - at];
        if (!term_of(rest_)) dot_.inner.push_back(rest_.index());
      }
    }
    walk();
  }

  /// The dot product, or nothing where the walk ended at what none begins with.
  [[nodiscard]] std::optional<Dot> result() && {
    if (dot_.terms.empty() || !complete_) return std::nullopt;
    std::ranges::reverse(dot_.terms);
    return std::move(dot_);
  }
  /// After a walk that found nothing: the additions on its way, from which a walk would end at the
  /// same place. To walk from each of them would take quadratic time.
  [[nodiscard]] std::span<const std::uint32_t> hopeless_parts() const {
    if (complete_ || rest_.is(Source::parameter)) return {};
    return passed_;
  }

 private:
  // Whether the operand is a node of this op that nothing else uses.
  [[nodiscard]] bool inner(Ref ref, std::uint16_t op) const {
    return ref.is(Source::node) && recording_.nodes()[ref.index()].op == op &&
           uses_[ref.index()] == 1 && !taken_[ref.index()];
  }

  [[nodiscard]] static std::optional<Term> term_of(Ref a, Ref b) {
    const auto varies = [](Ref ref) { return ref.is(Source::node) || ref.is(Source::input); };
    if (a.is(Source::parameter) && varies(b)) return Term{a.index(), b};
    if (b.is(Source::parameter) && varies(a)) return Term{b.index(), a};
    return std::nullopt;
  }
  [[nodiscard]] std::optional<Term> term_of(Ref ref) const {
    if (!inner(ref, kMultiply)) return std::nullopt;
    const Node& product = recording_.nodes()[ref.index()];
    return term_of(product.x[0], product.x[1]);
  }

  // Takes the terms from the last addition to the first, and then what the sum begins with.
  void walk() {
    bool is_value = !dot_.bias.has_value();  // rest_ is the dot's value: it may have more uses
    while (!term_of(rest_)) {
      if (!take_from_addition(is_value)) return begin_with_rest();
      is_value = false;
    }
    take(*term_of(rest_), rest_);
    complete_ = true;
  }

  // If rest_ adds a term to something, takes the term and leaves the something.
  [[nodiscard]] bool take_from_addition(bool is_value) {
    if (!rest_.is(Source::node)) return false;
    const std::uint32_t addition = rest_.index();
    if (!is_value && (uses_[addition] != 1 || taken_[addition])) return false;
    const Node& node = recording_.nodes()[addition];
    const auto pass = [&] {
      if (!is_value) push_inner(addition);
      passed_.push_back(addition);
    };
    if (node.op == kAdd) {
      const auto right = term_of(node.x[1]), left = term_of(node.x[0]);
      if (!right && !left) return false;
      pass();
      if (right)
        take(*right, node.x[1]);
      else
        take(*left, node.x[0]);
      rest_ = right ? node.x[0] : node.x[1];
      return true;
    }
    if (node.op != kFma) return false;
    const auto term = term_of(node.x[0], node.x[1]);
    if (!term) return false;
    pass();
    dot_.terms.push_back(*term);
    rest_ = node.x[2];
    return true;
  }

  // A sum may begin with 0 or with a bias.
  void begin_with_rest() {
    if (dot_.terms.empty()) return;
    if (rest_.is(Source::constant) && recording_.constant(rest_) == 0.0) {
      complete_ = true;
    } else if (rest_.is(Source::parameter) && !dot_.bias) {
      dot_.bias = rest_.index();
      complete_ = true;
    }
  }

  void take(const Term& term, Ref product) {
    dot_.terms.push_back(term);
    dot_.inner.push_back(product.index());
  }
  void push_inner(std::uint32_t node) {
    if (dot_.inner.empty() || dot_.inner.back() != node) dot_.inner.push_back(node);
  }

  const Recording& recording_;
  const std::vector<std::uint32_t>& uses_;
  const std::vector<bool>& taken_;
  Dot dot_;
  Ref rest_;                           // what is not taken apart yet
  std::vector<std::uint32_t> passed_;  // additions whose terms were taken
  bool complete_ = false;
};

}  // namespace

std::vector<std::uint32_t> count_uses(const Recording& recording) {
  std::vector<std::uint32_t> uses(recording.nodes().size());
  const auto count_root = [&](Ref root) {
    if (root.is(Source::node)) ++uses[root.index()];
  };
  count_root(recording.loss());
  if (recording.counts_correct()) count_root(recording.correct());
  for (std::size_t i = uses.size(); i-- > 0;) {
    if (uses[i] == 0) continue;
    for (const Ref x : recording.operands(recording.nodes()[i]))
      if (x.is(Source::node)) ++uses[x.index()];
  }
  return uses;
}

std::vector<Dot> find_dots(const Recording& recording, const std::vector<std::uint32_t>& uses) {
  std::vector<Dot> found;
  std::vector<bool> taken(uses.size()), hopeless(uses.size());
  for (std::size_t i = uses.size(); i-- > 0;) {
    const std::uint16_t op = recording.nodes()[i].op;
    if (uses[i] == 0 || taken[i] || (op != kAdd && op != kFma)) continue;
    if (hopeless[i]) continue;
    Chain chain(recording, uses, taken, static_cast<std::uint32_t>(i));
    for (const std::uint32_t part : chain.hopeless_parts()) hopeless[part] = true;
    auto dot = std::move(chain).result();
    if (!dot) continue;
    taken[i] = true;
    for (const std::uint32_t inner : dot->inner) taken[inner] = true;
    found.push_back(std::move(*dot));
  }
  std::ranges::reverse(found);
  return found;
}

}  // namespace riserun::lanes

#include <riserun/cli/expression/expression.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/readable_number.hpp>
#include <riserun/cli/expression/operations.hpp>

namespace riserun::cli {

using check::OpUnderTest;
using check::Quad;

namespace {

/// A number in quad with the place of its node, for the chain rule.
struct TwinNumber {
  static constexpr std::size_t kConstant = ~std::size_t{0};
  Quad x{};
  std::size_t node = kConstant;

  TwinNumber() = default;
  TwinNumber(double number) : x(number) {}  // NOLINT: implicit, as a Value's is
  TwinNumber(Quad number, std::size_t its_node) : x(number), node(its_node) {}
  friend bool operator==(const TwinNumber& a, const TwinNumber& b) { return a.x == b.x; }
  friend std::partial_ordering operator<=>(const TwinNumber& a, const TwinNumber& b) {
    return a.x <=> b.x;
  }
};

/// What every op was applied to, and its partials there.
class TwinTape {
 public:
  explicit TwinTape(std::size_t variables) : nodes_(variables) {}

  TwinNumber apply(const OpUnderTest& op, std::span<const TwinNumber> operands) {
    std::vector<Quad> x, partials(operands.size());
    for (const TwinNumber& operand : operands) x.push_back(operand.x);
    const Quad y = op.twin_forward(x);
    op.twin_partials(x, y, partials);
    Node node;
    for (std::size_t i = 0; i < operands.size(); ++i)
      if (operands[i].node != TwinNumber::kConstant)
        node.operands.emplace_back(operands[i].node, partials[i]);
    if (node.operands.empty()) return {y, TwinNumber::kConstant};
    nodes_.push_back(std::move(node));
    return {y, nodes_.size() - 1};
  }

  void sweep(const TwinNumber& root, std::span<Quad> gradient) const {
    std::vector<Quad> sums(nodes_.size());
    if (root.node != TwinNumber::kConstant) sums[root.node] = 1;
    for (std::size_t i = nodes_.size(); i-- > 0;)
      if (sums[i] != Quad(0))  // as the engine: nothing comes of 0, also beside an infinite slope
        for (const auto& [operand, partial] : nodes_[i].operands)
          sums[operand] += sums[i] * partial;
    std::copy_n(sums.begin(), gradient.size(), gradient.begin());
  }

 private:
  struct Node {
    std::vector<std::pair<std::size_t, Quad>> operands{};  // and the derivative by each
  };
  std::vector<Node> nodes_;
};

/// Why y is not finite though the operands are; empty otherwise.
std::string left_the_numbers(const OpUnderTest& op, std::span<const Value> operands, Value y) {
  const auto finite = [](Value x) { return std::isfinite(x.data()); };
  if (finite(y) || !std::ranges::all_of(operands, finite)) return {};
  std::string text;
  for (const Value& x : operands)
    text += fmt::format("{}{:.6g}", text.empty() ? "" : ", ", x.data());
  return fmt::format("{}({}) = {}", op.info.name, text, number_text(y.data()));
}

constexpr auto kUnnamed = [](const std::string&, const auto&) {};

}  // namespace

template <class T, class Apply, class Named>
T Expression::run(std::span<const T> values, const Apply& apply, const Named& named) const {
  std::vector<T> stack, stored(names_.size());
  const auto pop = [&] {
    const T top = stack.back();
    stack.pop_back();
    return top;
  };
  const auto holds = [](Comparison comparison, const T& a, const T& b) {
    switch (comparison) {
      case Comparison::less:
        return a < b;
      case Comparison::at_most:
        return a <= b;
      case Comparison::more:
        return a > b;
      case Comparison::at_least:
        return a >= b;
      case Comparison::equal:
        return a == b;
      case Comparison::unequal:
        return !(a == b);
    }
    return false;
  };
  for (std::size_t at = 0; at < steps_.size(); ++at) {
    const Step& step = steps_[at];
    switch (step.kind) {
      case Step::number:
        stack.push_back(T(step.x));
        break;
      case Step::variable:
        stack.push_back(values[step.index]);
        break;
      case Step::recall:
        stack.push_back(stored[step.index]);
        break;
      case Step::drop:
        stack.pop_back();
        break;
      case Step::store:
        stored[step.index] = stack.back();
        named(names_[step.index], stack.back());
        break;
      case Step::apply: {
        const T y = apply(*step.operation, std::span<const T>(stack).last(step.index));
        stack.resize(stack.size() - step.index);
        stack.push_back(y);
        break;
      }
      case Step::modulo: {
        const T b = pop(), a = pop();
        const T operands[] = {a, b};
        const T rest = apply(*step.operation, operands), zero(0.0);
        const T sum[] = {rest, b};
        const bool other_sign = !(rest == zero) && (rest < zero) != (b < zero);
        stack.push_back(other_sign ? apply(*find_operation("add"), sum) : rest);
        break;
      }
      case Step::compare: {
        const T b = pop(), a = pop();
        stack.push_back(T(holds(step.comparison, a, b) ? 1.0 : 0.0));
        break;
      }
      case Step::branch:
        if (pop() == T(0.0)) at = step.index - 1;
        break;
      case Step::jump:
        at = step.index - 1;
        break;
    }
  }
  return stack.back();
}

Value Expression::record(std::span<const Value> values, std::string* trouble,
                         std::vector<std::pair<std::string, Value>>* statements) const {
  const auto apply = [&](const OpUnderTest& op, std::span<const Value> operands) {
    const Value y = op.record(operands);
    if (trouble != nullptr && trouble->empty()) *trouble = left_the_numbers(op, operands, y);
    return y;
  };
  const auto named = [&](const std::string& name, Value x) {
    if (statements != nullptr) statements->emplace_back(name, x);
    // A second name for a node that has one, as in y = x, leaves it its first.
    if (!x.is_constant() && x.label().empty()) x.label(name);
  };
  return run(values, apply, named);
}

double Expression::evaluate(std::span<const double> values) const {
  return run(
      values,
      [](const OpUnderTest& op, std::span<const double> operands) { return op.forward(operands); },
      kUnnamed);
}

Quad Expression::evaluate(std::span<const Quad> values) const {
  return run(
      values,
      [](const OpUnderTest& op, std::span<const Quad> operands) {
        return op.twin_forward(operands);
      },
      kUnnamed);
}

void Expression::gradient(std::span<const Quad> values, std::span<Quad> gradient) const {
  std::vector<TwinNumber> numbers;
  for (const Quad& x : values) numbers.emplace_back(x, numbers.size());
  TwinTape tape(values.size());
  const TwinNumber root = run(
      std::span<const TwinNumber>(numbers),
      [&](const OpUnderTest& op, std::span<const TwinNumber> operands) {
        return tape.apply(op, operands);
      },
      kUnnamed);
  tape.sweep(root, gradient);
}

bool Expression::has_twin() const {
  return std::ranges::all_of(steps_, [](const Step& step) {
    return step.operation == nullptr || step.operation->has_twin();
  });
}

}  // namespace riserun::cli

// An op behind one type, so that the checker is compiled once and not once an op.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <riserun/check/slope/quad.hpp>
#include <riserun/core/op.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
template <>
inline constexpr bool kFoundByArgument<check::Quad> = true;
}  // namespace riserun

namespace riserun::check {

/// Everything the checker needs of an op. `twin_*` are empty for a DoubleOnlyOp, whose resolution
/// is coarser; `record` applies the op to Values of the current tape.
struct OpUnderTest {
  OpInfo info;
  std::function<double(std::span<const double> x)> forward;
  std::function<void(std::span<const double> x, double y, std::span<double> dy_dx)> partials;
  std::function<Quad(std::span<const Quad> x)> twin_forward;
  std::function<void(std::span<const Quad> x, Quad y, std::span<Quad> dy_dx)> twin_partials;
  std::function<Value(std::span<const Value> x)> record;
  /// What the op says of its own accuracy: `static constexpr double rtol = 1e-10;`, atol, budget.
  /// Bounds on forward's error, relative and absolute, and the ulps that partials may be off.
  double rtol = 0, atol = 0, budget = 0;
  bool builtin = false;  // one of ours: judged to the last digit, second derivatives too
  /// Made of several ops, such as an expression: where it has kinks, jumps and ends is nowhere
  /// declared. A kink's derivative must lie between both slopes, a jump's be the slope of one side.
  bool composed = false;
  std::vector<std::string> operand_names{};  // empty: x, or x0, x1, ..

  [[nodiscard]] bool has_twin() const { return static_cast<bool>(twin_forward); }
};

/// The op as the checker sees it.
template <class Op>
[[nodiscard]] OpUnderTest under_test() {
  static_assert(keeps_rules<Op>());
  static_assert(states_domain<Op>(),
                "an op's info must state the domain that the checker samples: {.domain = {-10, "
                "10}}");
  OpUnderTest op;
  op.info = Op::info;
  op.forward = [](std::span<const double> x) { return forward_of<Op, double>(x); };
  op.partials = [](std::span<const double> x, double y, std::span<double> dy_dx) {
    partials_of<Op, double>(x, y, dy_dx);
  };
  if constexpr (!DoubleOnlyOp<Op>) {
    op.twin_forward = [](std::span<const Quad> x) { return forward_of<Op, Quad>(x); };
    op.twin_partials = [](std::span<const Quad> x, Quad y, std::span<Quad> dy_dx) {
      partials_of<Op, Quad>(x, y, dy_dx);
    };
  }
  op.record = apply_to<Op>;
  op.builtin = is_builtin<Op>();
  if constexpr (requires { Op::rtol; }) op.rtol = Op::rtol;
  if constexpr (requires { Op::atol; }) op.atol = Op::atol;
  if constexpr (requires { Op::budget; }) op.budget = Op::budget;
  return op;
}

/// Every op of an OpList, in its order.
template <class List>
[[nodiscard]] std::vector<OpUnderTest> under_test_all() {
  std::vector<OpUnderTest> ops;
  List::for_each([&]<class Op>() { ops.push_back(under_test<Op>()); });
  return ops;
}

}  // namespace riserun::check

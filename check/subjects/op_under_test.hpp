// An op behind one type, so that the checker is compiled once and not once an op.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <riserun/check/slope/quad.hpp>
#include <riserun/core/op.hpp>
#include <riserun/core/record.hpp>

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

  [[nodiscard]] bool has_twin() const { return static_cast<bool>(twin_forward); }
};

namespace internal {

template <class Op, class T>
T forward_of(std::span<const T> x) {
  if constexpr (UnaryOp<Op>) {
    return Op::template forward<T>(x[0]);
  } else if constexpr (BinaryOp<Op>) {
    return Op::template forward<T>(x[0], x[1]);
  } else if constexpr (TernaryOp<Op>) {
    return Op::template forward<T>(x[0], x[1], x[2]);
  } else {
    return Op::template forward<T>(x);
  }
}

template <class Op, class T>
void partials_of(std::span<const T> x, T y, std::span<T> dy_dx) {
  if constexpr (VariadicOp<Op>) {
    Op::template partials<T>(x, y, dy_dx);
  } else {
    auto store = [&](const auto& partials) {
      for (std::size_t i = 0; i < partials.size(); ++i) dy_dx[i] = partials[i];
    };
    if constexpr (UnaryOp<Op>) store(Op::template partials<T>(x[0], y));
    if constexpr (BinaryOp<Op>) store(Op::template partials<T>(x[0], x[1], y));
    if constexpr (TernaryOp<Op>) store(Op::template partials<T>(x[0], x[1], x[2], y));
  }
}

}  // namespace internal

/// The op as the checker sees it.
template <AnyOp Op>
[[nodiscard]] OpUnderTest under_test() {
  OpUnderTest op;
  op.info = Op::info;
  op.forward = [](std::span<const double> x) { return internal::forward_of<Op, double>(x); };
  op.partials = [](std::span<const double> x, double y, std::span<double> dy_dx) {
    internal::partials_of<Op, double>(x, y, dy_dx);
  };
  if constexpr (!DoubleOnlyOp<Op>) {
    op.twin_forward = [](std::span<const Quad> x) { return internal::forward_of<Op, Quad>(x); };
    op.twin_partials = [](std::span<const Quad> x, Quad y, std::span<Quad> dy_dx) {
      internal::partials_of<Op, Quad>(x, y, dy_dx);
    };
  }
  op.record = apply_to<Op>;
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

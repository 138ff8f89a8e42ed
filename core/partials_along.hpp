// How an op's partials change along a direction: the derivative of its `partials`, or what the op
// says of its second derivatives itself.
#pragma once

#include <array>
#include <concepts>
#include <span>

#include <riserun/core/op.hpp>
#include <riserun/core/op_table.hpp>
#include <riserun/core/tangent.hpp>

namespace riserun {

/// An op of one operand may say `static std::array<double, 1> second_partials(double x, double y)`,
/// d2y/dx2, where the derivative of its `partials`, taken step by step, would lose digits or leave
/// the range on the way.
template <class Op>
concept SaysSecondPartial = UnaryOp<Op> && requires(double x) {
  Op::second_partials(x, x);
};
/// Of two: `static std::array<double, 3> second_partials(double a, double b, double y)`, d2y/da2,
/// d2y/da db, d2y/db2.
template <class Op>
concept SaysSecondPartials = BinaryOp<Op> && requires(double x) {
  Op::second_partials(x, x, x);
};

/// The partial at x and its derivative along x's; y is the op's result.
template <UnaryOp Op>
std::array<Tangent, 1> partials_along(Tangent x, Tangent y) {
  if constexpr (SaysSecondPartial<Op>) {
    const std::array<double, 1> second = Op::second_partials(x.value(), y.value());
    return {Tangent(Op::template partials<double>(x.value(), y.value())[0],
                    Tangent::along(x.derivative(), second[0]))};
  } else {
    return Op::template partials<Tangent>(x, y);
  }
}

template <BinaryOp Op>
std::array<Tangent, 2> partials_along(Tangent a, Tangent b, Tangent y) {
  if constexpr (SaysSecondPartials<Op>) {
    const auto [by_a, by_b] = Op::template partials<double>(a.value(), b.value(), y.value());
    const std::array<double, 3> second = Op::second_partials(a.value(), b.value(), y.value());
    return {Tangent(by_a, Tangent::along(a.derivative(), second[0]) +
                              Tangent::along(b.derivative(), second[1])),
            Tangent(by_b, Tangent::along(a.derivative(), second[1]) +
                              Tangent::along(b.derivative(), second[2]))};
  } else {
    return Op::template partials<Tangent>(a, b, y);
  }
}

/// The same for an op of any arity, behind one type; null for a DoubleOnlyOp.
template <AnyOp Op>
constexpr TangentPartials tangent_partials() {
  if constexpr (DoubleOnlyOp<Op>) {
    return nullptr;
  } else {
    return [](std::span<const Tangent> x, Tangent y, std::span<Tangent> dy_dx) {
      if constexpr (UnaryOp<Op>) {
        dy_dx[0] = partials_along<Op>(x[0], y)[0];
      } else if constexpr (BinaryOp<Op>) {
        const auto dy = partials_along<Op>(x[0], x[1], y);
        dy_dx[0] = dy[0], dy_dx[1] = dy[1];
      } else {
        partials_of<Op, Tangent>(x, y, dy_dx);
      }
    };
  }
}

}  // namespace riserun

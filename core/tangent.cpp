#include <riserun/core/tangent.hpp>

#include <riserun/base/errors.hpp>
#include <riserun/core/ops.hpp>

namespace riserun {

namespace {

/// The op's value, and its partials times the operands' derivatives.
template <class Op>
Tangent through(Tangent x) {
  const double y = Op::template forward<double>(x.value());
  if (x.derivative() == 0.0) return y;
  return {y, Op::template partials<double>(x.value(), y)[0] * x.derivative()};
}
template <class Op>
Tangent through(Tangent a, Tangent b) {
  const double y = Op::template forward<double>(a.value(), b.value());
  if (a.derivative() == 0.0 && b.derivative() == 0.0) return y;
  const auto [by_a, by_b] = Op::template partials<double>(a.value(), b.value(), y);
  return {y, Tangent::along(a.derivative(), by_a) + Tangent::along(b.derivative(), by_b)};
}

}  // namespace

void Tangent::throw_derivative_lost() {
  throw TapeError(
      "a number with a derivative is converted to a plain one and the derivative would be lost: "
      "keep T in the op's partials");
}

#define RISERUN_CMATH_1(name, Op, how) \
  Tangent name(Tangent x) { return through<ops::Op>(x); }
#define RISERUN_CMATH_2(name, Op, how) \
  Tangent name(Tangent x, Tangent y) { return through<ops::Op>(x, y); }
#include <riserun/core/ops/functions.inc>

Tangent fma(Tangent x, Tangent y, Tangent z) {
  return {std::fma(x.value(), y.value(), z.value()), Tangent::along(x.derivative(), y.value()) +
                                                         Tangent::along(y.derivative(), x.value()) +
                                                         z.derivative()};
}

Tangent ldexp(Tangent x, int exponent) {
  return {std::ldexp(x.value(), exponent), std::ldexp(x.derivative(), exponent)};
}

Tangent frexp(Tangent x, int* exponent) {
  const double fraction = std::frexp(x.value(), exponent);
  return {fraction, std::ldexp(x.derivative(), -*exponent)};
}

}  // namespace riserun

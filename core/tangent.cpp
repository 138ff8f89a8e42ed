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

Tangent sqrt(Tangent x) { return through<ops::Sqrt>(x); }
Tangent cbrt(Tangent x) { return through<ops::Cbrt>(x); }
Tangent exp(Tangent x) { return through<ops::Exp>(x); }
Tangent exp2(Tangent x) { return through<ops::Exp2>(x); }
Tangent expm1(Tangent x) { return through<ops::Expm1>(x); }
Tangent log(Tangent x) { return through<ops::Log>(x); }
Tangent log2(Tangent x) { return through<ops::Log2>(x); }
Tangent log10(Tangent x) { return through<ops::Log10>(x); }
Tangent log1p(Tangent x) { return through<ops::Log1p>(x); }
Tangent sin(Tangent x) { return through<ops::Sin>(x); }
Tangent cos(Tangent x) { return through<ops::Cos>(x); }
Tangent tan(Tangent x) { return through<ops::Tan>(x); }
Tangent asin(Tangent x) { return through<ops::Asin>(x); }
Tangent acos(Tangent x) { return through<ops::Acos>(x); }
Tangent atan(Tangent x) { return through<ops::Atan>(x); }
Tangent sinh(Tangent x) { return through<ops::Sinh>(x); }
Tangent cosh(Tangent x) { return through<ops::Cosh>(x); }
Tangent tanh(Tangent x) { return through<ops::Tanh>(x); }
Tangent asinh(Tangent x) { return through<ops::Asinh>(x); }
Tangent acosh(Tangent x) { return through<ops::Acosh>(x); }
Tangent atanh(Tangent x) { return through<ops::Atanh>(x); }
Tangent erf(Tangent x) { return through<ops::Erf>(x); }
Tangent erfc(Tangent x) { return through<ops::Erfc>(x); }
Tangent lgamma(Tangent x) { return through<ops::Lgamma>(x); }
Tangent pow(Tangent x, Tangent y) { return through<ops::Power>(x, y); }
Tangent atan2(Tangent y, Tangent x) { return through<ops::Atan2>(y, x); }
Tangent hypot(Tangent x, Tangent y) { return through<ops::Hypot>(x, y); }
Tangent fmod(Tangent x, Tangent y) { return through<ops::Fmod>(x, y); }

Tangent tgamma(Tangent x) {
  const double y = std::tgamma(x.value());
  return {y, x.derivative() == 0.0 ? 0.0 : y * ops::digamma(x.value()) * x.derivative()};
}

// y = x - n y', n the nearest integer to the quotient.
Tangent remainder(Tangent x, Tangent y) {
  const double rest = std::remainder(x.value(), y.value());
  const double n = std::round((x.value() - rest) / y.value());
  return {rest, x.derivative() - Tangent::along(y.derivative(), n)};
}

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

// erf and erfc, and the Gaussian they are integrals of.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

/// e^(-s x^2) for s = 1 or 1/2. x * x alone would do, but for its rounding: half an ulp of it is
/// |s x^2| / 2 ulps of the result, hundreds in the tails; fma gives what was rounded away.
template <class T>
T gaussian(T x, T s) {
  using std::exp;
  using std::fma;
  const T square = x * x;
  const T e = exp(-s * square);
  if (!(e > T(0))) return e;  // NaN, or beyond the range, where the square may be infinite
  return e - e * (s * fma(x, x, -square));
}

// d/dx = 2 / sqrt(pi) e^(-x^2)
struct Erf {
  static constexpr auto info =
      unary_op("erf", "2 / sqrt(pi) * integral of e^(-t^2) from 0 to x",
               {.domain = {-26, 26}, .beyond = {"the slope leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::erf;
    return erf(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(2) * one_over_sqrt_pi<T>() * gaussian(x, T(1))};
  }
  static std::array<double, 1> second_partials(double x, double y) {
    return {-2 * (x * partials<double>(x, y)[0])};
  }
};

struct Erfc {
  static constexpr auto info = unary_op(
      "erfc", "1 - erf x", {.domain = {-26, 26}, .beyond = {"the slope leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::erfc;
    return erfc(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(-2) * one_over_sqrt_pi<T>() * gaussian(x, T(1))};
  }
  static std::array<double, 1> second_partials(double x, double y) {
    return {-2 * (x * partials<double>(x, y)[0])};
  }
};

using ErrorFunctions = OpList<Erf, Erfc>;

}  // namespace ops

inline Value erf(Value x) { return apply<ops::Erf>(x); }
inline Value erfc(Value x) { return apply<ops::Erfc>(x); }

}  // namespace riserun

// lgamma, and its derivative, the digamma function.
#pragma once

#include <array>
#include <cmath>
#include <type_traits>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

// psi(x) for 1 <= x <= 2 in double: (x - x0) R(x - 3/2) with x0 the zero of psi, in two parts, and
// R a rational fit of psi(x) / (x - x0), good to 1.4e-18.
template <class T>
T digamma_near_its_zero(T x) {
  constexpr double kZeroHigh = 0x1.762d86356be3fp+0, kZeroLow = 0x1.b86a722197829p-54;
  const T t = x - 1.5;
  T p = -0x1.da85f1a41eb7ap-23;
  for (double c : {0x1.498e1c852c598p-16, 0x1.d5433e0d4297fp-9, 0x1.0e47bc9e5975dp-4,
                   0x1.ae57a02f210eap-2, 0x1.148b96d68fd85p+0, 0x1.e6f0cbb873616p-1})
    p = p * t + c;
  T q = 0x1.c7dda6e1bd835p-11;
  for (double c : {0x1.8c8271d8a89ebp-6, 0x1.c980f6065acc2p-3, 0x1.c95fa8eb335b8p-1,
                   0x1.94ce8abf9f61bp+0, 1.0})
    q = q * t + c;
  return (x - kZeroHigh - kZeroLow) * (p / q);
}

// psi(x) for large x: ln x - 1/(2x) - sum of B_2k / (2k x^2k), a series to be left at its smallest
// term. 8 terms from x = 10 on are right in double, 13 from x = 40 on in quad.
template <class T>
T digamma_of_large(T x) {
  using std::log;
  constexpr int kTerms = kIsDouble<T> ? 8 : 13;
  constexpr double kBernoulli[13][2] = {
      {1, 6},      {-1, 30},     {1, 42},      {-1, 30},       {5, 66},       {-691, 2730},
      {7, 6},      {-3617, 510}, {43867, 798}, {-174611, 330}, {854513, 138}, {-236364091, 2730},
      {8553103, 6}};
  const T r = T(1) / (x * x);
  T sum(0);
  for (int k = kTerms; k > 0; --k)
    sum = (sum + T(kBernoulli[k - 1][0]) / T(kBernoulli[k - 1][1] * 2 * k)) * r;
  return log(x) - T(0.5) / x - sum;
}

/// psi(x), the derivative of lgamma: within a few ulp in double; to 33 digits, of the larger term
/// near a zero, in the quad twin and any finer type. psi(0) = -inf; NaN at the other poles -1, -2,
/// ...
template <class T>
T digamma(T x) {
  using std::abs;
  using std::round;
  using std::tan;
  if (x < T(0)) {  // psi(1 - x) - pi / tan(pi x), with pi x reduced before it is rounded
    const T r = x - round(x);
    if (r == T(0)) return T(kNaN);
    const T tan_or_cot = tan(pi<T>() * (abs(r) <= T(0.25) ? r : T(0.5) - abs(r)));
    const T cot = abs(r) <= T(0.25) ? T(1) / tan_or_cot : (r < T(0) ? -tan_or_cot : tan_or_cot);
    return digamma(T(1) - x) - pi<T>() * cot;
  }
  T shifted(0);
  if constexpr (kIsDouble<T>) {
    if (x < 1) return digamma_near_its_zero(1 + x) - 1 / x;
    if (x < 10) {
      for (; x > 2; x -= 1) shifted += 1 / (x - 1);
      return digamma_near_its_zero(x) + shifted;
    }
  } else {
    for (; x < T(40); x = x + T(1)) shifted = shifted - T(1) / x;
  }
  return shifted + digamma_of_large(x);
}

/// psi'(x), the second derivative of lgamma; +inf at the poles 0, -1, -2, ...
/// A sum of 1/x^2 up to x = 16, then 1/x + 1/(2 x^2) + sum of B_2k / x^(2k+1).
inline double trigamma(double x) {
  if (x <= 0) {  // (pi / sin(pi x))^2 - psi'(1 - x), with pi x reduced before it is rounded
    const double r = x - std::round(x);
    if (r == 0) return kInfinity;
    const double sine_over_pi = std::sin(pi<double>() * r) / pi<double>();
    return 1 / (sine_over_pi * sine_over_pi) - trigamma(1 - x);
  }
  double sum = 0;
  for (; x < 16; x += 1) sum += 1 / (x * x);
  const double r = 1 / x, square = r * r;
  double series = 0;
  for (double bernoulli :
       {7.0 / 6, -691.0 / 2730, 5.0 / 66, -1.0 / 30, 1.0 / 42, -1.0 / 30, 1.0 / 6})
    series = (series + bernoulli) * square;
  return sum + r * (1 + 0.5 * r + series);
}

/// ln |gamma(x)| of a double. std::lgamma writes the sign to a global as well: a data race.
inline double log_gamma(double x) {
  int sign;
  return ::lgamma_r(x, &sign);
}

// d/dx = psi(x). Sampled where x > 0; y is +inf at the poles 0, -1, -2, ...
struct Lgamma {
  static constexpr auto info =
      unary_op("lgamma", "ln |(x - 1)!|",
               {.domain = {1e-10, 1e300},
                .edges = {boundary(0, kInfinity, -kInfinity), boundary(-1, kInfinity, kNaN),
                          boundary(-2, kInfinity, kNaN)},
                .beyond = {"there are poles at 0, -1, -2, ..."}});
  template <class T>
  static T forward(T x) {
    if constexpr (std::is_same_v<T, double>) {
      return log_gamma(x);
    } else {
      using std::lgamma;
      return lgamma(x);
    }
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {digamma(x)};
  }
  static std::array<double, 1> second_partials(double x, double) { return {trigamma(x)}; }
};

using GammaFunctions = OpList<Lgamma>;

}  // namespace ops

/// No op: for the partials of an op that is written with it.
inline Tangent tgamma(Tangent x) {
  const double y = std::tgamma(x.value());
  return {y, x.derivative() == 0.0 ? 0.0 : y * ops::digamma(x.value()) * x.derivative()};
}

inline Value lgamma(Value x) { return apply<ops::Lgamma>(x); }

}  // namespace riserun

// Smooth activation functions: sigmoid and what is made of it, gelu.
//
// All are written with e = exp(-|x|), which cannot overflow and loses nothing in either tail;
// forward and partials call it with the same argument, so that a compiler may call it once.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/ops/error.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/select.hpp>

namespace riserun {
namespace ops {

// y = 1 / (1 + e^-x), d/dx = e / (1 + e)^2 with e = exp(-|x|): no overflow, no cancellation.
struct Sigmoid {
  static constexpr auto info = unary_op(
      "sigmoid", "1 / (1 + e^-x)", {.domain = {-700, 700}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x));
    return select(x < T(0), e, T(1)) / (T(1) + e);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x));
    return {e / ((T(1) + e) * (T(1) + e))};
  }
  // d/dx s (1 - s) = s (1 - s) (1 - 2 s), where 1 - 2 s = -tanh(x / 2) does not cancel near 0.
  static std::array<double, 1> second_partials(double x, double y) {
    return {-partials<double>(x, y)[0] * std::tanh(0.5 * x)};
  }
};

// ln(1 + e^x), a smooth relu, written so that neither end overflows; d/dx = sigmoid(x).
struct Softplus {
  static constexpr auto info = unary_op(
      "softplus", "ln(1 + e^x)", {.domain = {-700, 1e6}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    using std::exp;
    using std::log1p;
    return select(x > T(0), x, T(0)) + log1p(exp(-abs(x)));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {Sigmoid::forward(x)};
  }
};

// ln sigmoid(x) = -softplus(-x), d/dx = sigmoid(-x)
struct LogSigmoid {
  static constexpr auto info = unary_op(
      "log_sigmoid", "-ln(1 + e^-x)", {.domain = {-1e6, 700}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    return -Softplus::forward(T(-x));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {Sigmoid::forward(T(-x))};
  }
};

// x s with s = sigmoid(x), d/dx = s + x s (1 - s), over the common denominator (1 + e)^2.
struct Silu {
  static constexpr auto info = unary_op(
      "silu", "x / (1 + e^-x)", {.domain = {-700, 1e6}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x));
    return x * select(x < T(0), e, T(1)) / (T(1) + e);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x)), d = T(1) + e;
    return {select(x < T(0), T(e * (d + x)), T(d + x * e)) / (d * d)};
  }
};

// x t with t = tanh(ln(1 + e^x)) = ((1 + e^x)^2 - 1) / ((1 + e^x)^2 + 1) = n / d, where n and d are
// multiplied by e^-2x on the right. d/dx = t + x t', t' = 4 e^x (1 + e^x) / d^2.
struct Mish {
  static constexpr auto info = unary_op(
      "mish", "x tanh(ln(1 + e^x))", {.domain = {-700, 1e6}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x));
    const T n = select(x < T(0), T(e * (e + T(2))), T(T(1) + T(2) * e));
    return x * n / (n + select(x < T(0), T(2), T(T(2) * e * e)));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x));
    const T n = select(x < T(0), T(e * (e + T(2))), T(T(1) + T(2) * e));
    const T d = n + select(x < T(0), T(2), T(T(2) * e * e));
    const T slope = T(4) * (T(1) + e) * select(x < T(0), e, T(e * e));  // t' d^2
    return {(n + x * slope / d) / d};
  }
  // 2 t' + x t'' = t' (2 + x q) with q = 1 - s - 2 t s, s = sigmoid(x): over a common denominator,
  // since beyond 20 the digits of t' are below those of t.
  static std::array<double, 1> second_partials(double x, double) {
    const double e = std::exp(-std::abs(x));
    const bool left = x < 0;
    const double n = left ? e * (e + 2) : 1 + 2 * e, d = n + (left ? 2 : 2 * e * e);
    if (e == 0) return {0};
    const double q = (left ? d - 2 * e * n : e * d - 2 * n) / ((1 + e) * d);
    return {4 * (1 + e) / (d * d) * (2 + x * q) * (left ? 1 : e) * e};
  }
};

// x P(x), P the normal distribution, P(x) = erfc(-x / sqrt 2) / 2; d/dx = P(x) + x p(x), p its
// density. In the left tail one rounding of x / sqrt 2 is x^2 / 2 ulps of P: its derivative
// corrects it.
struct Gelu {
  static constexpr auto info =
      unary_op("gelu", "x (1 + erf(x / sqrt 2)) / 2",
               {.domain = {-37, 1e6}, .beyond = {"the slope leaves the range"}});
  template <class T>
  static T probability(T x) {
    using std::erfc;
    using std::fma;
    const Split<T> c = one_over_sqrt_two<T>();
    const T z = -x * c.high;
    const T p = T(0.5) * erfc(z);
    if (!(x < T(-1))) return p;
    const T rounded_away = fma(-x, c.high, -z) - x * c.low;
    return p - rounded_away * one_over_sqrt_pi<T>() * gaussian(x, T(0.5));
  }
  template <class T>
  static T forward(T x) {
    return x * probability(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::abs;
    T p;
    if constexpr (kIsDouble<T>)
      p = abs(x) < T(1e-300) ? T(0.5) : y / x;  // costs no second erfc
    else
      p = probability(x);
    return {p + x * (one_over_sqrt_two_pi<T>() * gaussian(x, T(0.5)))};
  }
  static std::array<double, 1> second_partials(double x, double) {
    const double density = one_over_sqrt_two_pi<double>() * gaussian(x, 0.5);
    return {density == 0 ? 0 : density * std::fma(-x, x, 2)};
  }
};

// The approximation x (1 + tanh u) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3), which is
// x sigmoid(2u). d/dx = s + x (2u)' s (1 - s).
struct GeluTanh {
  static constexpr auto info =
      unary_op("gelu_tanh", "x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2",
               {.domain = {-20, 1e6}, .beyond = {"the slope leaves the range"}});

  // 2u = x (a + b x^2)
  template <class T>
  static Split<T> a() {
    using std::sqrt;
    if constexpr (kHasDoubleDigits<T>) return {0x1.9884533d43651p+0, -0x1.cbc0d30ebfd15p-54};
    return {T(2) * sqrt(T(2) / pi<T>()), T(0)};
  }
  template <class T>
  static Split<T> b() {
    if constexpr (kHasDoubleDigits<T>) return {0x1.2444f2a4d8b4bp-4, -0x1.6c843a29d1c70p-61};
    return {a<T>().high * (T(44715) / T(1000000)), T(0)};
  }
  // exp(-|2u|). One rounding of 2u would be |u| ulps of it, so 2u is taken in two parts.
  template <class T>
  static T decay(T x) {
    using std::abs;
    using std::exp;
    using std::fma;
    const Split<T> c = a<T>(), k = b<T>();
    const T square = x * x, cubic = k.high * square, sum = c.high + cubic, z = abs(x) * sum;
    const T e = exp(-z);
    if (!(e > T(0))) return e;  // NaN, or beyond the range, where z may be infinite
    const T back = sum - c.high;
    const T low = (c.high - (sum - back)) + (cubic - back) + fma(k.high, square, -cubic) +
                  (k.high * fma(x, x, -square) + k.low * square) + c.low;
    return e - e * (fma(abs(x), sum, -z) + abs(x) * low);
  }

  template <class T>
  static T forward(T x) {
    const T e = decay(x);
    return x * select(x < T(0), e, T(1)) / (T(1) + e);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    const T e = decay(x), d = T(1) + e;
    if (e == T(0)) return {x < T(0) ? T(0) : T(1)};  // x^3 may be infinite
    const T slope = x * (a<T>().high + T(3) * b<T>().high * (x * x));
    return {select(x < T(0), T(e * (d + slope)), T(d + slope * e)) / (d * d)};
  }
};

using SmoothActivations = OpList<Sigmoid, Softplus, LogSigmoid, Silu, Mish, Gelu, GeluTanh>;

}  // namespace ops

inline Value sigmoid(Value x) { return apply<ops::Sigmoid>(x); }
inline Value softplus(Value x) { return apply<ops::Softplus>(x); }
inline Value log_sigmoid(Value x) { return apply<ops::LogSigmoid>(x); }
inline Value silu(Value x) { return apply<ops::Silu>(x); }
inline Value mish(Value x) { return apply<ops::Mish>(x); }
inline Value gelu(Value x) { return apply<ops::Gelu>(x); }
inline Value gelu_tanh(Value x) { return apply<ops::GeluTanh>(x); }
inline double sigmoid(double x) { return ops::Sigmoid::forward(x); }
inline double softplus(double x) { return ops::Softplus::forward(x); }
inline double log_sigmoid(double x) { return ops::LogSigmoid::forward(x); }
inline double silu(double x) { return ops::Silu::forward(x); }
inline double mish(double x) { return ops::Mish::forward(x); }
inline double gelu(double x) { return ops::Gelu::forward(x); }
inline double gelu_tanh(double x) { return ops::GeluTanh::forward(x); }

}  // namespace riserun

// Activation functions with a corner, or made of pieces: relu and its kin.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/select.hpp>

namespace riserun {
namespace ops {

// Convention at the kink: slope 0, as in the lecture. NaN stays NaN.
struct Relu {
  static constexpr auto info = unary_op(
      "relu", "max(0, x)",
      {.domain = {-1e8, 1e8}, .edges = {kink(0, 0)}, .beyond = {"the same straight lines go on"}});
  template <class T>
  static T forward(T x) {
    return select(x < T(0), T(0), x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {select(x > T(0), T(1), T(0))};
  }
};

// Convention at the kink: the left slope, as relu's. The slope is an operand, so that it can be
// learned; a number costs no node.
struct LeakyRelu {
  static constexpr auto info =
      binary_op("leaky_relu", "x where x > 0, else slope * x",
                {.domain = {{{-1e8, 1e8}, {1e-3, 0.75}}},
                 .edges = {kink({0, 0.01}, {0.01, 0}), kink({0, 0.5}, {0.5, 0})},
                 .beyond = {"the same straight lines go on"}});
  template <class T>
  static T forward(T x, T slope) {
    return select(x > T(0), x, T(slope * x));
  }
  template <class T>
  static std::array<T, 2> partials(T x, T slope, T) {
    return {select(x > T(0), T(1), slope), select(x > T(0), T(0), x)};
  }
};

// d/dx = alpha e^x on the left, where e^x = expm1(x) + 1 cancels below -1. Convention at the kink
// (none for alpha = 1): the left slope.
struct Elu {
  static constexpr auto info = binary_op("elu", "x where x > 0, else alpha (e^x - 1)",
                                         {.domain = {{{-700, 1e6}, {0.1, 10}}},
                                          .edges = {kink({0, 2}, {2, 0}), kink({0, 0.5}, {0.5, 0})},
                                          .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x, T alpha) {
    using std::expm1;
    return x > T(0) ? x : alpha * expm1(x);
  }
  template <class T>
  static std::array<T, 2> partials(T x, T alpha, T) {
    using std::exp;
    using std::expm1;
    if (x > T(0)) return {T(1), T(0)};
    const T m = expm1(x);
    if (x > T(-1)) return {alpha * (m + T(1)), m};
    const T root = exp(T(0.5) * x);  // e^x may be too small for its digits where alpha is large
    return {alpha * root * root, m};
  }
};

// elu with the alpha and the scale that keep mean 0 and variance 1 (Klambauer et al. 2017,
// appendix), from the closed forms. Convention at the kink: the left slope.
struct Selu {
  static constexpr double kScale = 0x1.0cfabd6a91132p+0;
  static constexpr double kScaleAlpha = 0x1.c212cc640f031p+0;
  static constexpr auto info = unary_op(
      "selu", "1.0507 x where x > 0, else 1.7581 (e^x - 1)",
      {.domain = {-700, 1e6}, .edges = {kink(0, kScaleAlpha)}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T scale() {
    using std::erfc;
    using std::exp;
    using std::sqrt;
    if constexpr (kHasDoubleDigits<T>) return kScale;
    const T a = erfc(sqrt(T(0.5))) * exp(T(0.5)), b = erfc(sqrt(T(2))) * exp(T(2)), p = pi<T>();
    return (T(1) - a) * sqrt(T(2) * p) /
           sqrt(T(2) * b + p * a * a - T(2) * (T(2) + p) * a + p + T(2));
  }
  template <class T>
  static T scale_alpha() {
    using std::erfc;
    using std::exp;
    using std::sqrt;
    if constexpr (kHasDoubleDigits<T>) return kScaleAlpha;
    return scale<T>() * sqrt(T(2) / pi<T>()) / (T(1) - erfc(sqrt(T(0.5))) * exp(T(0.5)));
  }
  template <class T>
  static T forward(T x) {
    using std::expm1;
    return x > T(0) ? scale<T>() * x : scale_alpha<T>() * expm1(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::exp;
    if (x > T(0)) return {scale<T>()};
    return {x > T(-1) ? y + scale_alpha<T>() : scale_alpha<T>() * exp(x)};
  }
};

// d/dx = 1 / (1 + |x|)^2, continuous at 0; d2/dx2 is not: at 0 it is the right one.
struct Softsign {
  static constexpr auto info = unary_op(
      "softsign", "x / (1 + |x|)", {.domain = {-1e8, 1e8}, .beyond = {"y is 1 to the last digit"}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    return x / (T(1) + abs(x));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    const T r = T(1) / (T(1) + abs(x));
    return {r * r};
  }
  static std::array<double, 1> second_partials(double x, double) {
    const double r = 1 / (1 + std::abs(x));
    return {(x < 0 ? 2 : -2) * r * r * r};
  }
};

using Activations = OpList<Relu, LeakyRelu, Elu, Selu, Softsign>;

}  // namespace ops

inline Value relu(Value x) { return apply<ops::Relu>(x); }
inline Value leaky_relu(Value x, Value slope = 0.01) { return apply<ops::LeakyRelu>(x, slope); }
inline Value elu(Value x, Value alpha = 1.0) { return apply<ops::Elu>(x, alpha); }
inline Value selu(Value x) { return apply<ops::Selu>(x); }
inline Value softsign(Value x) { return apply<ops::Softsign>(x); }
inline double relu(double x) { return ops::Relu::forward(x); }
inline double leaky_relu(double x, double slope = 0.01) {
  return ops::LeakyRelu::forward(x, slope);
}
inline double elu(double x, double alpha = 1.0) { return ops::Elu::forward(x, alpha); }
inline double selu(double x) { return ops::Selu::forward(x); }
inline double softsign(double x) { return ops::Softsign::forward(x); }

}  // namespace riserun

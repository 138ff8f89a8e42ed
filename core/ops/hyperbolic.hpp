// sinh, cosh, tanh and their inverses.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

// d/dx sinh = cosh = sqrt(1 + y^2), cheaper than cosh(x); from |y| = 1e150 on it is |y|.
struct Sinh {
  static constexpr auto info = unary_op(
      "sinh", "(e^x - e^-x) / 2", {.domain = {-700, 700}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::sinh;
    return sinh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    using std::abs;
    using std::sqrt;
    return {abs(y) < T(1e150) ? sqrt(T(1) + y * y) : abs(y)};
  }
  static std::array<double, 1> second_partials(double, double y) { return {y}; }
};

// d/dx cosh = sinh = ±sqrt(y^2 - 1), which cancels as y nears 1.
struct Cosh {
  static constexpr auto info = unary_op(
      "cosh", "(e^x + e^-x) / 2", {.domain = {-700, 700}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::cosh;
    return cosh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::sinh;
    using std::sqrt;
    if (y < T(2)) return {sinh(x)};
    const T slope = sqrt(y - T(1)) * sqrt(y + T(1));
    return {x < T(0) ? -slope : slope};
  }
  static std::array<double, 1> second_partials(double, double y) { return {y}; }
};

// d/dx tanh = 1 - y^2. From |y| = 3/4 on, 1 - y^2 cancels: one rounding of y is 2^-53 / (1 - y) of
// the result, everything at |x| = 19. There 4 e / (1 + e)^2 with e = exp(-2|x|) keeps all digits.
struct Tanh {
  static constexpr auto info =
      unary_op("tanh", "(e^x - e^-x) / (e^x + e^-x)",
               {.domain = {-350, 350}, .beyond = {"the slope leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::tanh;
    return tanh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::abs;
    using std::exp;
    if (abs(y) < T(0.75)) return {(T(1) - y) * (T(1) + y)};
    const T e = exp(T(-2) * abs(x));
    return {T(4) * e / ((T(1) + e) * (T(1) + e))};
  }
  // The derivative of (1 - y) (1 + y), factor by factor, has lost what is below 1 near 0.
  static std::array<double, 1> second_partials(double x, double y) {
    return {-2 * y * partials<double>(x, y)[0]};
  }
};

// d/dx = 1 / sqrt(1 + x^2); from |x| = 1e150 on, where x^2 would overflow, it is 1 / |x|.
struct Asinh {
  static constexpr auto info =
      unary_op("asinh", "the number whose sinh is x",
               {.domain = {-1e300, 1e300}, .beyond = {"steps beside x leave the range"}});
  template <class T>
  static T forward(T x) {
    using std::asinh;
    return asinh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    using std::sqrt;
    return {T(1) / (abs(x) < T(1e150) ? sqrt(T(1) + x * x) : abs(x))};
  }
};

// d/dx = 1 / sqrt(x^2 - 1), factor by factor: no cancellation near 1, no overflow.
struct Acosh {
  static constexpr auto info =
      unary_op("acosh", "the number >= 0 whose cosh is x",
               {.domain = {1, 1e300},
                .edges = {boundary(1, 0, kInfinity), boundary(0.5, kNaN, kNaN)},
                .beyond = {"steps beside x leave the range"}});
  template <class T>
  static T forward(T x) {
    using std::acosh;
    return acosh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::sqrt;
    return {T(1) / (sqrt(x - T(1)) * sqrt(x + T(1)))};
  }
  static std::array<double, 1> second_partials(double x, double y) {
    const double slope = partials<double>(x, y)[0];
    return {-(x * slope) * slope * slope};
  }
};

// d/dx = 1 / (1 - x^2), factor by factor for the same reason.
struct Atanh {
  static constexpr auto info =
      unary_op("atanh", "the number whose tanh is x",
               {.domain = {-1, 1},
                .edges = {boundary(1, kInfinity, kInfinity), boundary(-1, -kInfinity, kInfinity)}});
  template <class T>
  static T forward(T x) {
    using std::atanh;
    return atanh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(1) / ((T(1) - x) * (T(1) + x))};
  }
  static std::array<double, 1> second_partials(double x, double y) {
    const double slope = partials<double>(x, y)[0];
    return {2 * (x * slope) * slope};
  }
};

using Hyperbolic = OpList<Sinh, Cosh, Tanh, Asinh, Acosh, Atanh>;

}  // namespace ops

inline Value sinh(Value x) { return apply<ops::Sinh>(x); }
inline Value cosh(Value x) { return apply<ops::Cosh>(x); }
inline Value tanh(Value x) { return apply<ops::Tanh>(x); }
inline Value asinh(Value x) { return apply<ops::Asinh>(x); }
inline Value acosh(Value x) { return apply<ops::Acosh>(x); }
inline Value atanh(Value x) { return apply<ops::Atanh>(x); }

}  // namespace riserun

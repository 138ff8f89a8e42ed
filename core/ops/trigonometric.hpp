// sin, cos, tan and their inverses.
#pragma once

#include <array>
#include <cmath>
#include <numbers>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/select.hpp>

namespace riserun {
namespace ops {

struct Sin {
  static constexpr auto info = unary_op(
      "sin", "sin x",
      {.domain = {-1e4, 1e4}, .beyond = {"the slope turns within the rounding of x", false}});
  template <class T>
  static T forward(T x) {
    using std::sin;
    return sin(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::cos;
    return {cos(x)};
  }
};

struct Cos {
  static constexpr auto info = unary_op(
      "cos", "cos x",
      {.domain = {-1e4, 1e4}, .beyond = {"the slope turns within the rounding of x", false}});
  template <class T>
  static T forward(T x) {
    using std::cos;
    return cos(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::sin;
    return {-sin(x)};
  }
};

// d/dx tan = 1 + y^2
struct Tan {
  static constexpr auto info = unary_op(
      "tan", "sin x / cos x", {.domain = {-1.57, 1.57}, .beyond = {"the poles repeat", false}});
  template <class T>
  static T forward(T x) {
    using std::tan;
    return tan(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {T(1) + y * y};
  }
};

// d/dx = 1 / sqrt(1 - x^2) with 1 - x^2 = (1 - x) (1 + x), which does not cancel near |x| = 1.
struct Asin {
  static constexpr double kHalfPi = std::numbers::pi / 2;
  static constexpr auto info =
      unary_op("asin", "the angle whose sin is x",
               {.domain = {-1, 1},
                .edges = {boundary(1, kHalfPi, kInfinity), boundary(-1, -kHalfPi, kInfinity),
                          boundary(2, kNaN, kNaN)}});
  template <class T>
  static T forward(T x) {
    using std::asin;
    return asin(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::sqrt;
    return {T(1) / sqrt((T(1) - x) * (T(1) + x))};
  }
  static std::array<double, 1> second_partials(double x, double y) {
    const double slope = partials<double>(x, y)[0];
    return {x * slope * slope * slope};
  }
};

struct Acos {
  static constexpr auto info =
      unary_op("acos", "the angle whose cos is x",
               {.domain = {-1, 1},
                .edges = {boundary(1, 0, -kInfinity), boundary(-1, std::numbers::pi, -kInfinity),
                          boundary(2, kNaN, kNaN)}});
  template <class T>
  static T forward(T x) {
    using std::acos;
    return acos(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::sqrt;
    return {T(-1) / sqrt((T(1) - x) * (T(1) + x))};
  }
  static std::array<double, 1> second_partials(double x, double y) {
    const double slope = partials<double>(x, y)[0];
    return {x * slope * slope * slope};
  }
};

// d/dx = 1 / (1 + x^2); where x^2 overflows, 1 / x^2 by two divisions.
struct Atan {
  static constexpr auto info =
      unary_op("atan", "the angle whose tan is x",
               {.domain = {-1e300, 1e300}, .beyond = {"steps beside x leave the range"}});
  template <class T>
  static T forward(T x) {
    using std::atan;
    return atan(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    const T d = T(1) + x * x;
    return {select(d < T(kInfinity), T(T(1) / d), T(T(1) / x / x))};
  }
  static std::array<double, 1> second_partials(double x, double y) {
    const double slope = partials<double>(x, y)[0];
    return {-2 * (x * slope) * slope};
  }
};

// d/da = b / (a^2 + b^2), d/db = -a / (a^2 + b^2), with the larger operand taken out of the sum,
// and halves of what remains, so that nothing overflows. On the cut (a = 0, b < 0) the slopes are those of the side a belongs to;
// at the origin there are none.
struct Atan2 {
  static constexpr auto info = binary_op(
      "atan2", "the angle of the point (b, a)",
      {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
       .edges = {boundary({0, 0}, 0, {kNaN, kNaN}), boundary({0, -1}, std::numbers::pi, {-1, 0}),
                 boundary({0, -4}, std::numbers::pi, {-0.25, 0})},
       .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(T a, T b) {
    using std::atan2;
    return atan2(a, b);
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T) {
    using std::abs;
    if (abs(b) >= abs(a)) {
      const T r = a / b, half = T(0.5) + T(0.5) * r * r;
      return {T(0.5) / (b * half), T(-0.5) * (r / b) / half};
    }
    const T r = b / a, half = T(0.5) + T(0.5) * r * r;
    return {T(0.5) * (r / a) / half, T(-0.5) / (a * half)};
  }
  // d2/da2 = -d2/db2 = -2ab / (a^2 + b^2)^2, d2/da db = (a^2 - b^2) / (a^2 + b^2)^2. a^2 - b^2 is
  // taken by factors 1 - r and 1 + r, with what the division that gave r has rounded away.
  static std::array<double, 3> second_partials(double a, double b, double y) {
    const auto [by_a, by_b] = partials<double>(a, b, y);
    const bool flat = std::abs(b) >= std::abs(a);
    const double small = flat ? a : b, large = flat ? b : a, slope = flat ? by_a : by_b;
    const double r = small / large, rest = std::fma(-r, large, small) / large;
    const double mixed = zero_or_product(zero_or_product((1 - r) - rest, slope),
                                         zero_or_product((1 + r) + rest, slope));
    const double straight = 2 * zero_or_product(by_a, by_b);
    return {straight, flat ? -mixed : mixed, -straight};
  }
};

using Trigonometric = OpList<Sin, Cos, Tan, Asin, Acos, Atan, Atan2>;

}  // namespace ops

inline Value sin(Value x) { return apply<ops::Sin>(x); }
inline Value cos(Value x) { return apply<ops::Cos>(x); }
inline Value tan(Value x) { return apply<ops::Tan>(x); }
inline Value asin(Value x) { return apply<ops::Asin>(x); }
inline Value acos(Value x) { return apply<ops::Acos>(x); }
inline Value atan(Value x) { return apply<ops::Atan>(x); }
inline Value atan2(Value a, Value b) { return apply<ops::Atan2>(a, b); }

}  // namespace riserun

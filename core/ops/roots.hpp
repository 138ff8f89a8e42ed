// sqrt, cbrt, 1 / sqrt, and hypot.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

// d/dx sqrt x = 1 / (2 y); +inf at 0, as the curve is.
struct Sqrt {
  static constexpr auto info = unary_op("sqrt", "x ^ (1/2)",
                                        {.domain = {1e-300, 1e300},
                                         .edges = {boundary(0, 0, kInfinity)},
                                         .beyond = {"subnormal numbers have few digits"}});
  template <class T>
  static T forward(T x) {
    using std::sqrt;
    return sqrt(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {T(0.5) / y};
  }
};

// d/dx = 1 / (3 y^2); +inf at 0, from both sides.
struct Cbrt {
  static constexpr auto info = unary_op("cbrt", "x ^ (1/3)",
                                        {.domain = {-1e300, 1e300},
                                         .edges = {boundary(0, 0, kInfinity)},
                                         .beyond = {"steps beside x leave the range"}});
  template <class T>
  static T forward(T x) {
    using std::cbrt;
    return cbrt(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {T(1) / (T(3) * y * y)};
  }
};

// d/dx = -y / (2 x)
struct Rsqrt {
  static constexpr auto info = unary_op("rsqrt", "1 / sqrt x",
                                        {.domain = {1e-200, 1e200},
                                         .edges = {boundary(0, kInfinity, -kInfinity)},
                                         .beyond = {"the slope leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::sqrt;
    return T(1) / sqrt(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    return {T(-0.5) * y / x};
  }
};

// d/da = a / y, d/db = b / y; of a multiple of both where y has left the range or its digits, since
// the slopes depend on the direction alone. Convention at the tip of the cone: 0, the middle of the
// slopes there.
struct Hypot {
  static constexpr auto info =
      binary_op("hypot", "sqrt(a^2 + b^2)",
                {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
                 .edges = {kink({0, 0}, {0, 0})},
                 .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(T a, T b) {
    using std::hypot;
    return hypot(a, b);
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    if (y == T(0)) return {T(0), T(0)};
    if (y < T(1e-290) || y > T(1e300)) return scaled(a, b, y);
    return {a / y, b / y};
  }
  // d2/da2 = (b/y)^2 / y, d2/da db = -(a/y) (b/y) / y, d2/db2 = (a/y)^2 / y; 0 at the tip, too.
  static std::array<double, 3> second_partials(double a, double b, double y) {
    const auto [by_a, by_b] = partials<double>(a, b, y);
    if (y == 0) return {0, 0, 0};
    const double part = y < kInfinity ? 1 : 0.25;  // of both, whose length does not overflow
    const double length = y < kInfinity ? y : std::hypot(part * a, part * b);
    return {by_b * (part * by_b / length), zero_or_product(-by_a, part * by_b / length),
            by_a * (part * by_a / length)};
  }

 private:
  template <class T>
  [[gnu::cold]] static std::array<T, 2> scaled(T a, T b, T y) {
    using std::hypot;
    const T factor = y < T(1) ? T(0x1p100) : T(0x1p-100);
    const T length = hypot(a * factor, b * factor);
    return {a * factor / length, b * factor / length};
  }
};

using Roots = OpList<Sqrt, Cbrt, Rsqrt, Hypot>;

}  // namespace ops

inline Value sqrt(Value x) { return apply<ops::Sqrt>(x); }
inline Value cbrt(Value x) { return apply<ops::Cbrt>(x); }
inline Value rsqrt(Value x) { return apply<ops::Rsqrt>(x); }
inline Value hypot(Value a, Value b) { return apply<ops::Hypot>(a, b); }
inline Value hypot(Value a, Value b, Value c) { return hypot(hypot(a, b), c); }
inline double rsqrt(double x) { return ops::Rsqrt::forward(x); }

}  // namespace riserun

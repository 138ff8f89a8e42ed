// sqrt, cbrt, 1 / sqrt, and hypot.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

// d/dx sqrt x = 1 / (2 y); +inf at 0, as the curve is.
struct Sqrt {
  static constexpr auto info = unary_op(
      "sqrt", "x ^ (1/2)", {.domain = {1e-300, 1e300}, .edges = {boundary(0, 0, kInfinity)}});
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
  static constexpr auto info = unary_op(
      "cbrt", "x ^ (1/3)", {.domain = {-1e300, 1e300}, .edges = {boundary(0, 0, kInfinity)}});
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
  static constexpr auto info =
      unary_op("rsqrt", "1 / sqrt x",
               {.domain = {1e-200, 1e200}, .edges = {boundary(0, kInfinity, -kInfinity)}});
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

// d/da = a / y, d/db = b / y. Convention at the tip of the cone: 0, the middle of the slopes there.
struct Hypot {
  static constexpr auto info =
      binary_op("hypot", "sqrt(a^2 + b^2)",
                {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}}, .edges = {kink({0, 0}, {0, 0})}});
  template <class T>
  static T forward(T a, T b) {
    using std::hypot;
    return hypot(a, b);
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    if (y == T(0)) return {T(0), T(0)};
    return {a / y, b / y};
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

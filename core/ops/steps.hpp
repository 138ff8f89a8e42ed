// floor and its kin, which are flat between jumps, and fmod, which jumps between slopes.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

// Slope 0 between the jumps at the integers; the same is declared at the jumps.
struct Floor {
  static constexpr auto info = unary_op(
      "floor", "the largest integer <= x",
      {.domain = {-1e6 - 0.5, 1e6 + 0.5},
       .edges = {jump(0, 0, 0), jump(1, 1, 0), jump(-1, -1, 0), jump(2, 2, 0), jump(-2, -2, 0),
                 jump(4, 4, 0), jump(-4, -4, 0), jump(10, 10, 0), jump(-10, -10, 0)},
       .beyond = {"jumps follow each other closer than steps", false}});
  template <class T>
  static T forward(T x) {
    using std::floor;
    return floor(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T) {
    return {T(0)};
  }
};

// y = a - n b with the integer n that leaves |y| < |b| and y the sign of a: d/da = 1, d/db = -n.
// The same is declared at the jumps, where b divides a. n = (a - y) / b, since a / b alone may
// round up.
struct Fmod {
  static constexpr auto info = binary_op(
      "fmod", "the remainder of a / b, with the sign of a",
      {.domain = {{{100.3, 9999.7}, {11.3, 97.1}}},
       .edges = {jump({3, 1}, 0, {1, -3}), jump({-4, 2}, 0, {1, 2}), jump({100, 4}, 0, {1, -25}),
                 jump({100, 10}, 0, {1, -10}), boundary({1, 0}, kNaN, {1, kNaN})},
       .beyond = {"jumps follow each other closer than steps", false}});
  template <class T>
  static T forward(T a, T b) {
    using std::fmod;
    return fmod(a, b);
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    return {T(1), (y - a) / b};
  }
};

// The largest integer <= a / b of the exact quotient: 1 and 0.1 give 9, because 0.1 is a little
// more than a tenth; floor(1 / 0.1) is 10. Flat between the jumps.
struct FloorDiv {
  static constexpr auto info = binary_op(
      "floor_div", "the largest integer <= a / b",
      {.domain = {{{100.3, 9999.7}, {11.3, 97.1}}},
       .edges = {jump({3, 1}, 3, {0, 0}), jump({-5, 2}, -3, {0, 0}), jump({100, 4}, 25, {0, 0}),
                 jump({100, 10}, 10, {0, 0}), boundary({1, 0}, kNaN, {0, 0})},
       .beyond = {"jumps follow each other closer than steps", false}});
  template <class T>
  static T forward(T a, T b) {
    using std::fmod;
    using std::round;
    const T rest = fmod(a, b);
    const T quotient = round((a - rest) / b);  // an integer, but for the division's rounding
    return rest != T(0) && (rest < T(0)) != (b < T(0)) ? quotient - T(1) : quotient;
  }
  template <class T>
  static std::array<T, 2> partials(T, T, T) {
    return {T(0), T(0)};
  }
};

using Steps = OpList<Floor, Fmod, FloorDiv>;

}  // namespace ops

/// y = a - n b, n the nearest integer to the quotient. No op: for the partials of one that is written
/// with it.
inline Tangent remainder(Tangent a, Tangent b) {
  const double y = std::remainder(a.value(), b.value());
  const double n = std::round((a.value() - y) / b.value());
  return {y, a.derivative() - Tangent::along(b.derivative(), n)};
}

inline Value fmod(Value a, Value b) { return apply<ops::Fmod>(a, b); }
inline double floor_div(double a, double b) { return ops::FloorDiv::forward(a, b); }

// A slope that is 0 everywhere needs no node: these give constants, and no 0 * inf can arise.
// apply<ops::Floor>(x) records one, for a picture that shows it.
inline Value floor_div(Value a, Value b) { return floor_div(a.data(), b.data()); }
inline Value floor(Value x) { return std::floor(x.data()); }
inline Value ceil(Value x) { return std::ceil(x.data()); }
inline Value trunc(Value x) { return std::trunc(x.data()); }
inline Value round(Value x) { return std::round(x.data()); }
inline Value rint(Value x) { return std::rint(x.data()); }
inline Value nearbyint(Value x) { return std::nearbyint(x.data()); }

}  // namespace riserun

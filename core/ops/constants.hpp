// Irrational constants of the ops, right to the last digit of any scalar type: the nearest double
// for double, computed in the type for every other (the quad twin, Boost.Multiprecision).
#pragma once

#include <cmath>
#include <limits>
#include <numbers>
#include <type_traits>

#include <riserun/core/tangent.hpp>

namespace riserun::ops {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

template <class T>
inline constexpr bool kIsDouble = std::is_same_v<T, double>;

/// Whether T computes with the digits of a double, so that the nearest double is what it needs.
template <class T>
inline constexpr bool kHasDoubleDigits = kIsDouble<T> || std::is_same_v<T, Tangent>;

/// A constant as a sum of two numbers; `low` is what the nearest double leaves out, 0 for other
/// types.
template <class T>
struct Split {
  T high, low;
};

/// a b, and 0 where one of them is 0 though the other is infinite: in second derivatives the larger
/// factor may have overflowed before the smaller one is met.
constexpr double zero_or_product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

template <class T>
T pi() {
  using std::acos;
  if constexpr (kHasDoubleDigits<T>) return std::numbers::pi;
  return acos(T(-1));
}

template <class T>
T ln2() {
  using std::log;
  if constexpr (kHasDoubleDigits<T>) return std::numbers::ln2;
  return log(T(2));
}

template <class T>
T log2_of_e() {
  if constexpr (kHasDoubleDigits<T>) return std::numbers::log2e;
  return T(1) / ln2<T>();
}

template <class T>
T log10_of_e() {
  using std::log;
  if constexpr (kHasDoubleDigits<T>) return std::numbers::log10e;
  return T(1) / log(T(10));
}

template <class T>
T one_over_sqrt_pi() {
  using std::sqrt;
  if constexpr (kHasDoubleDigits<T>) return std::numbers::inv_sqrtpi;
  return T(1) / sqrt(pi<T>());
}

template <class T>
T one_over_sqrt_two_pi() {
  using std::sqrt;
  if constexpr (kHasDoubleDigits<T>) return 0x1.9884533d43651p-2;
  return T(1) / sqrt(T(2) * pi<T>());
}

template <class T>
Split<T> one_over_sqrt_two() {
  using std::sqrt;
  if constexpr (kHasDoubleDigits<T>) return {0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55};
  return {sqrt(T(0.5)), T(0)};
}

}  // namespace riserun::ops

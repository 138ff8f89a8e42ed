// Ops whose second derivatives are wrong although their partials are right: the derivative of
// `partials`, taken step by step, of ops that say better ones; and first derivatives that were wrong
// at an extreme.
#pragma once

#include <array>
#include <cmath>
#include <span>

#include <riserun/core/ops.hpp>

namespace riserun::check::test {

/// Base, without what it says of its second derivatives.
template <class Base>
struct StepByStep {
  static constexpr auto info = Base::info;
  template <class T>
  static T forward(T x) {
    return Base::forward(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    return Base::template partials<T>(x, y);
  }
};
template <class Base>
struct StepByStepOfTwo {
  static constexpr auto info = Base::info;
  template <class T>
  static T forward(T a, T b) {
    return Base::forward(a, b);
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    return Base::template partials<T>(a, b, y);
  }
};

// x^2 overflows, and with it the slope becomes 0.
struct AtanPlain : StepByStep<ops::Atan> {
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(1) / (T(1) + x * x)};
  }
};

struct SoftsignPlain : StepByStep<ops::Softsign> {
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    const T d = T(1) + abs(x);
    return {T(1) / (d * d)};
  }
};

// The length of (5e-324, 5e-324) is rounded to 5e-324.
struct HypotPlain : StepByStepOfTwo<ops::Hypot> {
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    if (y == T(0)) return {T(0), T(0)};
    return {a / y, b / y};
  }
};

// Infinite where the largest operand is, whatever comes after it.
struct LogSumExpLosesNan {
  static constexpr auto info = ops::LogSumExp::info;
  template <class T>
  static T forward(std::span<const T> x) {
    if (x.empty()) return T(-kInfinity);
    const T m = ops::LogSumExp::largest(x);
    if (m == T(-kInfinity) || m == T(kInfinity)) return m;
    return ops::LogSumExp::forward(x);
  }
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    ops::LogSumExp::partials(x, y, dy_dx);
  }
};

// A quarter of the slope where low = x = high, and nothing can move y.
struct ClampOfTwoTies {
  static constexpr auto info = ternary_op(
      "clamp of two ties", "x, but no less than low and no more than high",
      {.domain = {{{-100, 100}, {-10, 10}, {-10, 10}}}, .edges = {kink({0, 0, 1}, {0.5, 0.5, 0})}});
  template <class T>
  static T forward(T x, T low, T high) {
    return ops::Clamp::forward(x, low, high);
  }
  template <class T>
  static std::array<T, 3> partials(T x, T low, T high, T y) {
    const T raised = ops::Max::forward(x, low);
    const auto [by_x, by_low] = ops::Max::partials(x, low, raised);
    const auto [by_raised, by_high] = ops::Min::partials(raised, high, y);
    return {by_raised * by_x, by_raised * by_low, by_high};
  }
};

}  // namespace riserun::check::test

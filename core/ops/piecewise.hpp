// abs, max, min, clamp: piecewise linear, with their conventions at the kinks.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/select.hpp>

namespace riserun {
namespace ops {

// Convention at the kink: slope 0, the middle of -1 and 1.
struct Abs {
  static constexpr auto info = unary_op(
      "abs", "|x|",
      {.domain = {-1e8, 1e8}, .edges = {kink(0, 0)}, .beyond = {"the same straight lines go on"}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    return abs(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {select(x > T(0), T(1), select(x < T(0), T(-1), T(0)))};
  }
};

// Convention at a tie: each operand gets one half, so that max(a, a) has slope 1. NaN in, NaN out.
struct Max {
  static constexpr auto info = binary_op(
      "max", "the larger of a, b",
      {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
       .edges = {kink({0, 0}, {0.5, 0.5}), kink({1, 1}, {0.5, 0.5}), kink({-3, -3}, {0.5, 0.5})},
       .beyond = {"the same straight lines go on"}});
  template <class T>
  static T forward(T a, T b) {
    return select(a > b, a, select(a != a, a, b));
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T) {
    const T tie = select(a == b, T(0.5), T(0));
    return {select(a > b, T(1), tie), select(b > a, T(1), tie)};
  }
};

struct Min {
  static constexpr auto info = binary_op(
      "min", "the smaller of a, b",
      {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
       .edges = {kink({0, 0}, {0.5, 0.5}), kink({1, 1}, {0.5, 0.5}), kink({-3, -3}, {0.5, 0.5})},
       .beyond = {"the same straight lines go on"}});
  template <class T>
  static T forward(T a, T b) {
    return select(a < b, a, select(a != a, a, b));
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T) {
    const T tie = select(a == b, T(0.5), T(0));
    return {select(a < b, T(1), tie), select(b < a, T(1), tie)};
  }
};

// min(max(x, low), high), and its ties are theirs: at x = low each of both gets one half. But where
// x = low = high, neither x nor low can move y, and all of the slope is high's. Where low > high,
// y = high. NaN in, NaN out.
struct Clamp {
  static constexpr auto info =
      ternary_op("clamp", "x, but no less than low and no more than high",
                 {.domain = {{{-100, 100}, {-10, 10}, {-10, 10}}},
                  .edges = {kink({0, 0, 1}, {0.5, 0.5, 0}), kink({1, 0, 1}, {0.5, 0, 0.5}),
                            kink({-3, -3, 2}, {0.5, 0.5, 0}), kink({2, -3, 2}, {0.5, 0, 0.5}),
                            kink({0, 0, 0}, {0, 0, 1}), kink({2, 2, 2}, {0, 0, 1})},
                  .beyond = {"the same straight lines go on"}});
  template <class T>
  static T forward(T x, T low, T high) {
    return Min::forward(Max::forward(x, low), high);
  }
  template <class T>
  static std::array<T, 3> partials(T x, T low, T high, T y) {
    const T raised = Max::forward(x, low);
    const auto [by_x, by_low] = Max::partials(x, low, raised);
    const auto [by_raised, by_high] = Min::partials(raised, high, y);
    const T shut = select(low == high, select(x == low, T(1), T(0)), T(0));
    const T open = T(1) - shut;
    return {open * by_raised * by_x, open * by_raised * by_low, select(shut > T(0), T(1), by_high)};
  }
};

using Piecewise = OpList<Abs, Max, Min, Clamp>;

}  // namespace ops

inline Value abs(Value x) { return apply<ops::Abs>(x); }
inline Value fabs(Value x) { return apply<ops::Abs>(x); }
inline Value max(Value a, Value b) { return apply<ops::Max>(a, b); }
inline Value min(Value a, Value b) { return apply<ops::Min>(a, b); }
inline Value clamp(Value x, Value low, Value high) { return apply<ops::Clamp>(x, low, high); }
inline double clamp(double x, double low, double high) { return ops::Clamp::forward(x, low, high); }

}  // namespace riserun

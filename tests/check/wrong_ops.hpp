// Ops that the checker must reject: wrong partials, wrong or missing declarations.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include <riserun/core/op.hpp>
#include "tests/check/right_ops.hpp"

namespace riserun::check::test {

// The forward and facts of one op with other partials.
#define RISERUN_TEST_OP(Name, Base, ...)                                                     \
  struct Name : Base {                                                                       \
    template <class T>                                                                       \
    static std::array<T, 1> partials([[maybe_unused]] T x, [[maybe_unused]] T y) __VA_ARGS__ \
  }

RISERUN_TEST_OP(SoftsignWrongSign, Softsign, { return {-Softsign::partials(x, y)[0]}; });

RISERUN_TEST_OP(SoftsignOffByPartInABillion, Softsign,
                { return {Softsign::partials(x, y)[0] * T(1 + 1e-9)}; });

RISERUN_TEST_OP(SoftsignWithoutSquare, Softsign, { return {T(1) / (T(1) + (x < T(0) ? -x : x))}; });

RISERUN_TEST_OP(SoftsignOnlyRightForPositive, Softsign, {
  return {x < T(0) ? T(0.5) * Softsign::partials(x, y)[0] : Softsign::partials(x, y)[0]};
});

RISERUN_TEST_OP(SoftsignNaN, Softsign, { return {T(0) / T(0)}; });

RISERUN_TEST_OP(SoftsignOutput, Softsign, { return {y}; });

// Right, but the 1 swallows the digits of small results.
RISERUN_TEST_OP(ExponentialByExpm1, Exponential, {
  using std::expm1;
  return {expm1(x) + T(1)};
});

RISERUN_TEST_OP(RectifierOtherConvention, Rectifier, { return {x >= T(0) ? T(1) : T(0)}; });

// A shipped bug: the upstream gradient is multiplied by the output, right at x = 1.
RISERUN_TEST_OP(RectifierTimesOutput, Rectifier, { return {y}; });

struct UndeclaredKink : Rectifier {
  static constexpr auto info = unary_op("undeclared_kink", "max(0, x)", {.domain = {-1e6, 1e6}});
};

struct KinkOutsideSlopes : Rectifier {
  static constexpr auto info =
      unary_op("kink_outside", "max(0, x)", {.domain = {-1e6, 1e6}, .edges = {kink(0, 2)}});
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x > T(0) ? T(1) : (x < T(0) ? T(0) : T(2))};
  }
};

struct LogarithmWithoutEdges : Logarithm {
  static constexpr auto info = unary_op("log_without_edges", "ln x", {.domain = {1e-300, 1e300}});
};

struct LogarithmWithoutDomain : Logarithm {
  static constexpr auto info = unary_op("log_without_domain", "ln x", {.domain = {-1e6, 1e6}});
};

struct LogarithmWrongEdge : Logarithm {
  static constexpr auto info = unary_op(
      "log_wrong_edge", "ln x", {.domain = {1e-300, 1e300}, .edges = {boundary(0, -kInfinity, 0)}});
};

// Declares an ordinary point an edge, and a wrong slope with it.
struct LogarithmHidingPoint : Logarithm {
  static constexpr auto info =
      unary_op("log_hiding", "ln x",
               {.domain = {1e-300, 1e300},
                .edges = {boundary(0, -kInfinity, kInfinity), boundary(1, 0, 5)}});
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x == T(1) ? T(5) : T(1) / x};
  }
};

struct EmptyDomain : Softsign {
  static constexpr auto info = unary_op("empty_domain", "", {.domain = {2, 2}});
};

struct Nameless : Softsign {
  static constexpr auto info = unary_op("", "", {.domain = {-1, 1}});
};

struct FloorWithoutEdges : Floor {
  static constexpr auto info = unary_op("floor_without_edges", "floor x", {.domain = {-100, 100}});
};

RISERUN_TEST_OP(FloorStraightThrough, Floor, { return {T(1)}; });

RISERUN_TEST_OP(BlackBoxSineWrong, BlackBoxSine, { return {std::cos(x) * (1 + 1e-7)}; });

struct QuotientSwapped : Quotient {
  template <class T>
  static std::array<T, 2> partials(T, T b, T y) {
    return {-y / b, T(1) / b};
  }
};

// Keeps the convention at the declared ties and nowhere else.
struct LargerOtherTies : Larger {
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    if (a == b && a != T(1) && a != T(0)) return {T(1), T(0)};
    return Larger::partials(a, b, y);
  }
};

struct MultiplyAddOneDropped : MultiplyAdd {
  template <class T>
  static std::array<T, 3> partials(T a, T b, T, T) {
    return {b, a, T(0)};
  }
};

struct SumOfSquaresLastSkipped : SumOfSquares {
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    SumOfSquares::partials(x, y, dy_dx);
    if (!x.empty()) dy_dx[x.size() - 1] = T(0);
  }
};

struct SumOfSquaresOffByOne : SumOfSquares {
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = T(2) * x[(i + 1) % x.size()];
  }
};

struct SumOfSquaresReversed : SumOfSquares {
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = T(2) * x[x.size() - 1 - i];
  }
};

using WrongOps =
    OpList<SoftsignWrongSign, SoftsignOffByPartInABillion, SoftsignWithoutSquare,
           SoftsignOnlyRightForPositive, SoftsignNaN, SoftsignOutput, RectifierOtherConvention,
           RectifierTimesOutput, UndeclaredKink, KinkOutsideSlopes, LogarithmWithoutDomain,
           LogarithmWrongEdge, LogarithmHidingPoint, FloorStraightThrough, FloorWithoutEdges,
           BlackBoxSineWrong, QuotientSwapped, LargerOtherTies, MultiplyAddOneDropped,
           SumOfSquaresLastSkipped, SumOfSquaresOffByOne, SumOfSquaresReversed>;

}  // namespace riserun::check::test

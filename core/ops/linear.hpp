// Ops of two lists of the same length: dot, affine, squared distance. The operands are
// a0 .. an-1 followed by b0 .. bn-1; one too many is left over and has slope 0.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

struct Dot {
  static constexpr auto info =
      variadic_op("dot", "a0 b0 + a1 b1 + ...",
                  {.domain = {-1e4, 1e4},
                   .symbol = "dot",
                   .edges = {list_boundary({}, 0, {}), list_boundary({2}, 0, {0}),
                             list_boundary({2, 3}, 6, {3, 2}), list_boundary({0, 0}, 0, {0, 0}),
                             list_boundary({kInfinity, 0}, kNaN, {0, kInfinity})},
                   .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(std::span<const T> x) {
    return from(T(0), x);
  }
  // start + a0 b0 + a1 b1 + ..., in this order, as std::inner_product adds.
  template <class T>
  static T from(T start, std::span<const T> x) {
    const std::size_t n = x.size() / 2;
    for (std::size_t i = 0; i < n; ++i) start = start + x[i] * x[n + i];
    return start;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    const std::size_t n = x.size() / 2;
    for (std::size_t i = 0; i < n; ++i) {
      dy_dx[i] = x[n + i];
      dy_dx[n + i] = x[i];
    }
    if (x.size() % 2 != 0) dy_dx[x.size() - 1] = T(0);
  }
};

// A neuron before its activation. The last operand is the bias, and the first to be added, as nn
// adds it.
struct Affine {
  static constexpr auto info = variadic_op(
      "affine", "a0 b0 + a1 b1 + ... + c",
      {.domain = {-1e4, 1e4},
       .edges = {list_boundary({}, 0, {}), list_boundary({2}, 2, {1}),
                 list_boundary({2, 3, 1}, 7, {3, 2, 1}), list_boundary({0, 0, 0}, 0, {0, 0, 1}),
                 list_boundary({0, kInfinity, 1}, kNaN, {kInfinity, 0, 1})},
       .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(std::span<const T> x) {
    if (x.empty()) return T(0);
    return Dot::from(x.back(), x.first(x.size() - 1));
  }
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    if (x.empty()) return;
    Dot::partials(x.first(x.size() - 1), y, dy_dx.first(x.size() - 1));
    dy_dx[x.size() - 1] = T(1);
  }
};

struct SquaredDistance {
  static constexpr auto info =
      variadic_op("squared_distance", "(a0 - b0)^2 + (a1 - b1)^2 + ...",
                  {.domain = {-1e4, 1e4},
                   .edges = {list_boundary({}, 0, {}), list_boundary({2}, 0, {0}),
                             list_boundary({2, 2}, 0, {0, 0}), list_boundary({1, 3}, 4, {-4, 4}),
                             list_boundary({kInfinity, 0}, kInfinity, {kInfinity, -kInfinity})},
                   .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(std::span<const T> x) {
    const std::size_t n = x.size() / 2;
    T sum(0);
    for (std::size_t i = 0; i < n; ++i) {
      const T difference = x[i] - x[n + i];
      sum = sum + difference * difference;
    }
    return sum;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    const std::size_t n = x.size() / 2;
    for (std::size_t i = 0; i < n; ++i) {
      dy_dx[i] = T(2) * (x[i] - x[n + i]);
      dy_dx[n + i] = -dy_dx[i];
    }
    if (x.size() % 2 != 0) dy_dx[x.size() - 1] = T(0);
  }
};

using Linear = OpList<Dot, Affine, SquaredDistance>;

/// a's elements, then b's, in memory of this thread that stays until the next call. Throws
/// ShapeError, naming the op, unless both have the same size.
std::span<const Value> side_by_side(std::string_view op, std::span<const Value> a,
                                    std::span<const Value> b);
std::span<const double> side_by_side(std::string_view op, std::span<const double> a,
                                     std::span<const double> b);
/// The same with c after b's.
std::span<const Value> side_by_side(std::string_view op, std::span<const Value> a,
                                    std::span<const Value> b, Value c);
std::span<const double> side_by_side(std::string_view op, std::span<const double> a,
                                     std::span<const double> b, double c);

}  // namespace ops

/// a0 b0 + a1 b1 + ... Throws ShapeError unless both have the same size, as do the others here.
inline Value dot(std::span<const Value> a, std::span<const Value> b) {
  return apply<ops::Dot>(ops::side_by_side("dot", a, b));
}
inline double dot(std::span<const double> a, std::span<const double> b) {
  return ops::Dot::forward(ops::side_by_side("dot", a, b));
}
/// bias + w0 x0 + w1 x1 + ...
inline Value affine(std::span<const Value> weights, std::span<const Value> x, Value bias) {
  return apply<ops::Affine>(ops::side_by_side("affine", weights, x, bias));
}
inline double affine(std::span<const double> weights, std::span<const double> x, double bias) {
  return ops::Affine::forward(ops::side_by_side("affine", weights, x, bias));
}
/// (a0 - b0)^2 + (a1 - b1)^2 + ...
inline Value squared_distance(std::span<const Value> a, std::span<const Value> b) {
  return apply<ops::SquaredDistance>(ops::side_by_side("squared_distance", a, b));
}
inline double squared_distance(std::span<const double> a, std::span<const double> b) {
  return ops::SquaredDistance::forward(ops::side_by_side("squared_distance", a, b));
}

}  // namespace riserun

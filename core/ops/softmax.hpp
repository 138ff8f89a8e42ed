// logsumexp and softmax cross-entropy.
#pragma once

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <numbers>
#include <span>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/ops/sums_of_others.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/select.hpp>

namespace riserun {
namespace ops {

// m + ln(sum e^(x - m)) with m the largest x, so that nothing overflows; d/dxi = e^(xi - y), the
// softmax.
struct LogSumExp {
  static constexpr auto info = variadic_op(
      "logsumexp", "ln(e^x0 + e^x1 + ...)",
      {.domain = {-1e3, 1e3},
       .edges = {list_boundary({}, -kInfinity, {}), list_boundary({7}, 7, {1}),
                 list_boundary({0, 0}, std::numbers::ln2, {0.5, 0.5}),
                 list_boundary({1000, 0}, 1000, {1, 0}), list_boundary({-kInfinity, 0}, 0, {0, 1}),
                 list_boundary({kInfinity, 0}, kInfinity, {1, 0}),
                 list_boundary({kInfinity, kInfinity}, kInfinity, {0.5, 0.5}),
                 list_boundary({-kInfinity, -kInfinity}, -kInfinity, {0.5, 0.5}),
                 list_boundary({kInfinity, kNaN}, kNaN, {kNaN, kNaN}),
                 list_boundary({kNaN, 0}, kNaN, {kNaN, kNaN})},
       .beyond = {"the operands' rounding decides"}});
  template <class T>
  static T largest(std::span<const T> x) {
    T m = x[0];
    for (const T& v : x)
      if (v > m) m = v;
    return m;
  }
  // e^(x - m), where x - m rounds: the digits it loses are put back, or scores hundreds apart would
  // cost a hundred ulp. 1 at the largest, also where that is infinite.
  template <class T>
  static T share(T x, T m) {
    using std::exp;
    const T difference = x - m, from_m = difference - x;
    const T lost = (x - (difference - from_m)) - (m + from_m);  // exact (Moller, Knuth)
    const T rounded = exp(difference);
    const T whole = select(rounded == T(0), rounded, rounded + rounded * lost);
    return at_largest(x, m, whole);
  }
  // `otherwise`, but 1 where x and m are the same infinity, whose difference is NaN. Finite equals
  // keep theirs: it is 1 too, and knows how it changes when one of two largest does.
  template <class T>
  static T at_largest(T x, T m, T otherwise) {
    const T difference = x - m;
    return select(x == m, select(difference == difference, otherwise, T(1)), otherwise);
  }
  template <class T>
  static T forward(std::span<const T> x) {
    using std::exp;
    using std::log;
    if (x.empty()) return T(-kInfinity);
    const T m = largest(x);
    if (m == T(-kInfinity) || m == T(kInfinity)) {
      for (const T& v : x)
        if (v != v) return v;
      return m;
    }
    T sum(0);
    for (const T& v : x) sum = sum + exp(v - m);
    return m + log(sum);
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    if (x.empty()) return;
    // e^(x - m) / sum rather than e^(x - y): y has lost the digits of a small sum beside a large m.
    const T m = largest(x);
    T sum(0);
    for (std::size_t i = 0; i < x.size(); ++i) sum = sum + (dy_dx[i] = share(x[i], m));
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = dy_dx[i] / sum;
  }
  // Along t, pi changes by pi times the sum over the others of pk (ti - tk): in (1 - pi) ti nothing
  // is left of the others when pi is near 1.
  template <std::same_as<Tangent> T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    if (x.empty()) return;
    const double m = largest(x).value();
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      dy_dx[i] = share(x[i].value(), m);
      sum += dy_dx[i].value();
    }
    const auto p = [&](std::size_t i) { return dy_dx[i].value() / sum; };
    sums_of_others(
        x.size(),
        [&](std::size_t k) {
          return std::array{p(k), Tangent::along(x[k].derivative(), p(k))};
        },
        [&](std::size_t i, const std::array<double, 2>& others) {
          const double rise = Tangent::along(x[i].derivative(), others[0]) - others[1];
          dy_dx[i] += Tangent(0.0, p(i) * rise);
        });
    for (T& d : dy_dx) d = {d.value() / sum, d.derivative()};
  }
};

// -ln of the softmax of x0, the true class's score first: y = ln(sum e^(x - x0)), d/dx0 = p0 - 1,
// d/dxi = pi. p0 - 1 is written -(the others' sum) / (the whole sum), which keeps its digits when
// p0 is near 1; and so is y, by log1p of the others, when x0 is the largest.
struct SoftmaxCrossEntropy {
  static constexpr auto info = variadic_op(
      "softmax_cross_entropy", "ln(e^x0 + e^x1 + ...) - x0",
      {.domain = {-300, 300},
       .symbol = "cross entropy",
       .edges = {list_boundary({}, 0, {}), list_boundary({5}, 0, {0}),
                 list_boundary({0, 0}, std::numbers::ln2, {-0.5, 0.5}),
                 list_boundary({800, 0}, 0, {0, 0}), list_boundary({0, 800}, 800, {-1, 1}),
                 list_boundary({kInfinity, 0}, 0, {0, 0}),
                 list_boundary({-kInfinity, 0}, kInfinity, {-1, 1}),
                 list_boundary({0, kInfinity}, kInfinity, {-1, 1}),
                 list_boundary({kNaN, 0}, kNaN, {kNaN, kNaN})},
       .beyond = {"the operands' rounding decides"}});
  template <class T>
  static T forward(std::span<const T> x) {
    using std::exp;
    using std::log;
    using std::log1p;
    if (x.empty()) return T(0);
    const T m = LogSumExp::largest(x);
    T others(0);
    for (std::size_t i = 1; i < x.size(); ++i)
      others = others + LogSumExp::at_largest(x[i], m, exp(x[i] - m));
    if (x[0] == m) return log1p(others);
    return (m - x[0]) + log(exp(x[0] - m) + others);
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    if (x.empty()) return;
    const T m = LogSumExp::largest(x);
    T others(0);
    for (std::size_t i = 1; i < x.size(); ++i)
      others = others + (dy_dx[i] = LogSumExp::share(x[i], m));
    const T sum = LogSumExp::share(x[0], m) + others;
    dy_dx[0] = -others / sum;
    for (std::size_t i = 1; i < x.size(); ++i) dy_dx[i] = dy_dx[i] / sum;
  }
  // The partials are those of logsumexp, the first less 1.
  template <std::same_as<Tangent> T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    if (x.empty()) return;
    LogSumExp::partials(x, y, dy_dx);
    double others = 0;
    for (std::size_t i = 1; i < x.size(); ++i) others += dy_dx[i].value();
    dy_dx[0] = {-others, dy_dx[0].derivative()};
  }
};

using Softmax = OpList<LogSumExp, SoftmaxCrossEntropy>;

}  // namespace ops

/// ln of the sum of exponentials; -inf of none.
inline Value logsumexp(std::span<const Value> x) { return apply<ops::LogSumExp>(x); }
inline double logsumexp(std::span<const double> x) { return ops::LogSumExp::forward(x); }
/// -ln of the softmax probability of scores[label]. Throws ShapeError unless label < scores.size().
Value softmax_cross_entropy(std::span<const Value> scores, std::size_t label);
double softmax_cross_entropy(std::span<const double> scores, std::size_t label);

}  // namespace riserun

// Ops of any number of operands: sum, dot, logsumexp.
#pragma once

#include <cmath>
#include <span>

#include "core/errors.hpp"
#include "core/op.hpp"
#include "core/record.hpp"

namespace riserun {
namespace ops {

struct Sum {
  static constexpr auto info =
      variadic_op("sum", "x0 + x1 + ...", {.domain = {-1e4, 1e4}, .symbol = "sum"});
  template <class T>
  static T forward(std::span<const T> x) {
    T sum(0);
    for (const T& v : x) sum = sum + v;
    return sum;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = T(1);
  }
};

// The operands are a0 .. an-1 followed by b0 .. bn-1.
struct Dot {
  static constexpr auto info =
      variadic_op("dot", "a0 b0 + a1 b1 + ...", {.domain = {-1e4, 1e4}, .symbol = "dot"});
  template <class T>
  static T forward(std::span<const T> x) {
    const std::size_t n = x.size() / 2;
    T sum(0);
    for (std::size_t i = 0; i < n; ++i) sum = sum + x[i] * x[n + i];
    return sum;
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

// m + ln(sum e^(x - m)) with m the largest x, so that nothing overflows; d/dxi = e^(xi - y), the
// softmax.
struct LogSumExp {
  static constexpr auto info =
      variadic_op("logsumexp", "ln(e^x0 + e^x1 + ...)", {.domain = {-1e3, 1e3}});
  template <class T>
  static T largest(std::span<const T> x) {
    T m = x[0];
    for (const T& v : x)
      if (v > m) m = v;
    return m;
  }
  template <class T>
  static T forward(std::span<const T> x) {
    using std::exp;
    using std::log;
    if (x.empty()) return T(-kInfinity);
    const T m = largest(x);
    if (m == T(-kInfinity) || m == T(kInfinity)) return m;
    T sum(0);
    for (const T& v : x) sum = sum + exp(v - m);
    return m + log(sum);
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    using std::exp;
    if (x.empty()) return;
    // e^(x - m) / sum rather than e^(x - y): y has lost the digits of a small sum beside a large m.
    const T m = largest(x);
    T sum(0);
    for (std::size_t i = 0; i < x.size(); ++i) sum = sum + (dy_dx[i] = exp(x[i] - m));
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = dy_dx[i] / sum;
  }
};

// -ln of the softmax of x0, the true class's score first: y = ln(sum e^(x - x0)), d/dx0 = p0 - 1,
// d/dxi = pi. p0 - 1 is written -(the others' sum) / (the whole sum), which keeps its digits when
// p0 is near 1; and so is y, by log1p of the others, when x0 is the largest.
struct SoftmaxCrossEntropy {
  static constexpr auto info = variadic_op("softmax_cross_entropy", "ln(e^x0 + e^x1 + ...) - x0",
                                           {.domain = {-300, 300}, .symbol = "cross entropy"});
  template <class T>
  static T forward(std::span<const T> x) {
    using std::exp;
    using std::log;
    using std::log1p;
    if (x.empty()) return T(0);
    const T m = LogSumExp::largest(x);
    T others(0);
    for (std::size_t i = 1; i < x.size(); ++i) others = others + exp(x[i] - m);
    if (x[0] == m) return log1p(others);
    return (m - x[0]) + log(exp(x[0] - m) + others);
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    using std::exp;
    if (x.empty()) return;
    const T m = LogSumExp::largest(x);
    T others(0);
    for (std::size_t i = 1; i < x.size(); ++i) others = others + (dy_dx[i] = exp(x[i] - m));
    const T sum = exp(x[0] - m) + others;
    dy_dx[0] = -others / sum;
    for (std::size_t i = 1; i < x.size(); ++i) dy_dx[i] = dy_dx[i] / sum;
  }
};

using Reductions = OpList<Sum, Dot, LogSumExp, SoftmaxCrossEntropy>;

}  // namespace ops

/// The sum of all; 0 of none.
inline Value sum(std::span<const Value> x) { return apply<ops::Sum>(x); }
/// ln of the sum of exponentials; -inf of none.
inline Value logsumexp(std::span<const Value> x) { return apply<ops::LogSumExp>(x); }
/// -ln of the softmax probability of scores[label]. Throws ShapeError unless label < scores.size().
Value softmax_cross_entropy(std::span<const Value> scores, std::size_t label);
double softmax_cross_entropy(std::span<const double> scores, std::size_t label);
/// a0 b0 + a1 b1 + ... Throws ShapeError unless both have the same size.
Value dot(std::span<const Value> a, std::span<const Value> b);

}  // namespace riserun

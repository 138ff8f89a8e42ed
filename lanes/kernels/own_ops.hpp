// Ops that only a recording needs: comparisons, the choice between two numbers, an element of an
// array. The scalar engine needs none of them, because its losses use C++'s own.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include <riserun/core/op.hpp>
#include <riserun/core/select.hpp>

namespace riserun::lanes::own {

using riserun::select;

// 1 where the comparison holds, 0 elsewhere. Every slope is 0.
#define RISERUN_LANES_COMPARISON_OP(Name, name, symbol_text, comparison)            \
  struct Name {                                                                     \
    static constexpr auto info =                                                    \
        binary_op(name, "a " symbol_text " b",                                      \
                  {.domain = {{{-1e6, 1e6}, {-1e6, 1e6}}}, .symbol = symbol_text}); \
    template <class T>                                                              \
    static T forward(T a, T b) {                                                    \
      return select(a comparison b, T(1), T(0));                                    \
    }                                                                               \
    template <class T>                                                              \
    static std::array<T, 2> partials(T, T, T) {                                     \
      return {T(0), T(0)};                                                          \
    }                                                                               \
  };
RISERUN_LANES_COMPARISON_OP(Less, "less", "<", <)
RISERUN_LANES_COMPARISON_OP(LessEqual, "less_equal", "<=", <=)
RISERUN_LANES_COMPARISON_OP(Equal, "equal", "==", ==)
RISERUN_LANES_COMPARISON_OP(NotEqual, "not_equal", "!=", !=)
#undef RISERUN_LANES_COMPARISON_OP

// a where the mask is 1, b where it is 0. The one that is not chosen gets the gradient 0, even
// where its own slope is infinite: a backward sweep skips contributions of a zero gradient.
struct Select {
  static constexpr auto info = ternary_op("select", "a where mask, else b",
                                          {.domain = {{{0, 1}, {-1e6, 1e6}, {-1e6, 1e6}}}});
  template <class T>
  static T forward(T mask, T a, T b) {
    return select(mask != T(0), a, b);
  }
  template <class T>
  static std::array<T, 3> partials(T mask, T, T, T) {
    return {T(0), select(mask != T(0), T(1), T(0)), select(mask != T(0), T(0), T(1))};
  }
};

// Dropout: x times a factor that has no slope, and 0 where the factor is 0, whatever x is.
struct Drop {
  static constexpr auto info = binary_op("drop", "factor x; 0 where the factor is 0",
                                         {.domain = {{{-1e6, 1e6}, {-1e6, 1e6}}}});
  template <class T>
  static T forward(T x, T factor) {
    return select(factor == T(0), T(0), factor * x);
  }
  template <class T>
  static std::array<T, 2> partials(T, T factor, T) {
    return {factor, T(0)};
  }
};

// The number itself, without its slope.
struct ValueOf {
  static constexpr auto info =
      unary_op("value_of", "x, taken as a constant", {.domain = {-1e6, 1e6}});
  template <class T>
  static T forward(T x) {
    return x;
  }
  template <class T>
  static std::array<T, 1> partials(T, T) {
    return {T(0)};
  }
};

/// The operand that the label names; the label is the last operand.
template <class T>
T chosen(std::span<const T> x) {
  const T label = x[x.size() - 1];
  T y = x[0];
  for (std::size_t i = 1; i + 1 < x.size(); ++i)
    y = select(label == T(static_cast<double>(i)), x[i], y);
  return y;
}

// The element that the label, the last operand, names.
struct Pick {
  static constexpr auto info = variadic_op("pick", "x[label]", {.domain = {-1e6, 1e6}});
  template <class T>
  static T forward(std::span<const T> x) {
    return chosen(x);
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    const T label = x[x.size() - 1];
    for (std::size_t i = 0; i + 1 < x.size(); ++i)
      dy_dx[i] = select(label == T(static_cast<double>(i)), T(1), T(0));
    dy_dx[x.size() - 1] = T(0);
  }
};

// 1 where the labelled element is the largest, and the first one of several largest. Every slope is
// 0.
struct IsLargest {
  static constexpr auto info =
      variadic_op("is_largest", "x[label] is the first largest", {.domain = {-1e6, 1e6}});
  template <class T>
  static T forward(std::span<const T> x) {
    const T label = x[x.size() - 1], right = chosen(x);
    T y(1);
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
      const T number(static_cast<double>(i));
      y = select(number < label, select(x[i] < right, y, T(0)), select(x[i] <= right, y, T(0)));
    }
    return y;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = T(0);
  }
};

// ops::SoftmaxCrossEntropy with the class given by the last operand, written without branches.
struct LabelledCrossEntropy {
  static constexpr auto info = variadic_op(
      "softmax_cross_entropy", "ln(e^x0 + e^x1 + ...) - x[label]", {.domain = {-1e6, 1e6}});
  template <class T>
  static T largest(std::span<const T> x) {
    T m = x[0];
    for (std::size_t i = 1; i + 1 < x.size(); ++i) m = select(x[i] > m, x[i], m);
    return m;
  }
  template <class T>
  static T forward(std::span<const T> x) {
    using std::exp;
    using std::log;
    using std::log1p;
    const T m = largest(x), right = chosen(x), label = x[x.size() - 1];
    T others(0);
    for (std::size_t i = 0; i + 1 < x.size(); ++i)
      others = others + select(label == T(static_cast<double>(i)), T(0), exp(x[i] - m));
    return select(right == m, log1p(others), (m - right) + log(exp(right - m) + others));
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    const T m = largest(x), label = x[x.size() - 1];
    const std::size_t n = x.size() - 1;
    T others(0), right(0);
    for (std::size_t i = 0; i < n; ++i) {
      dy_dx[i] = ops::LogSumExp::share(x[i], m);
      const auto mine = label == T(static_cast<double>(i));
      right = select(mine, dy_dx[i], right);
      others = others + select(mine, T(0), dy_dx[i]);
    }
    const T one_over_sum = T(1) / (right + others);
    for (std::size_t i = 0; i < n; ++i)
      dy_dx[i] = select(label == T(static_cast<double>(i)), -others, dy_dx[i]) * one_over_sum;
    dy_dx[n] = T(0);
  }
};

using Ops = OpList<Less, LessEqual, Equal, NotEqual, Select, Drop, ValueOf, Pick, IsLargest,
                   LabelledCrossEntropy>;

}  // namespace riserun::lanes::own

// Right ops for the checker's own tests, and two that lose digits as textbooks write them.
#pragma once

#include <array>
#include <cmath>
#include <span>

#include <riserun/core/op.hpp>

namespace riserun::check::test {

// y = x / (1 + |x|), dy/dx = 1 / (1 + |x|)^2
struct Softsign {
  static constexpr auto info = unary_op("softsign", "x / (1 + |x|)", {.domain = {-1e8, 1e8}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    return x / (T(1) + abs(x));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    const T d = T(1) + abs(x);
    return {T(1) / (d * d)};
  }
};

struct Exponential {
  static constexpr auto info = unary_op("exponential", "e^x", {.domain = {-60, 700}});
  template <class T>
  static T forward(T x) {
    using std::exp;
    return exp(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {y};
  }
};

// tanh with the textbook's derivative, which has no digits left in saturation.
struct TextbookTanh {
  static constexpr auto info = unary_op("textbook_tanh", "tanh x", {.domain = {-50, 50}});
  template <class T>
  static T forward(T x) {
    using std::tanh;
    return tanh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {T(1) - y * y};
  }
};

struct TextbookSigmoid {
  static constexpr auto info =
      unary_op("textbook_sigmoid", "1 / (1 + e^-x)", {.domain = {-50, 50}});
  template <class T>
  static T forward(T x) {
    using std::exp;
    return T(1) / (T(1) + exp(-x));
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {y * (T(1) - y)};
  }
};

struct Rectifier {
  static constexpr auto info =
      unary_op("rectifier", "max(0, x)", {.domain = {-1e6, 1e6}, .edges = {kink(0, 0)}});
  template <class T>
  static T forward(T x) {
    return x > T(0) ? x : T(0);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x > T(0) ? T(1) : T(0)};
  }
};

struct Logarithm {
  static constexpr auto info =
      unary_op("logarithm", "ln x",
               {.domain = {1e-300, 1e300}, .edges = {boundary(0, -kInfinity, kInfinity)}});
  template <class T>
  static T forward(T x) {
    using std::log;
    return log(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(1) / x};
  }
};

// Steps: the derivative is exactly 0 between them.
struct Floor {
  static constexpr auto info =
      unary_op("floor", "floor x",
               {.domain = {-100, 100},
                .edges = {jump(0, 0, 0), jump(1, 1, 0), jump(-1, -1, 0), jump(2, 2, 0),
                          jump(-2, -2, 0), jump(4, 4, 0), jump(-4, -4, 0), jump(10, 10, 0),
                          jump(-10, -10, 0), jump(100, 100, 0), jump(-100, -100, 0)}});
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

// A float hidden in a double: no twin either, since the cast would be in it too.
struct HiddenFloat {
  static constexpr bool has_twin = false;
  static constexpr auto info = unary_op("hidden_float", "sin x", {.domain = {-3, 3}});
  template <class T>
  static T forward(T x) {
    return static_cast<T>(std::sin(static_cast<float>(x)));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {std::cos(x)};
  }
};

struct BlackBoxSine {
  static constexpr bool has_twin = false;
  static constexpr auto info = unary_op("black_box_sine", "sin x", {.domain = {-3, 3}});
  template <class T>
  static T forward(T x) {
    return std::sin(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {std::cos(x)};
  }
};

struct Quotient {
  static constexpr auto info =
      binary_op("quotient", "a / b",
                {.domain = {{{-1e6, 1e6}, {-1e6, 1e6}}},
                 .edges = {boundary({1, 0}, kInfinity, {kInfinity, -kInfinity})}});
  template <class T>
  static T forward(T a, T b) {
    return a / b;
  }
  template <class T>
  static std::array<T, 2> partials(T, T b, T y) {
    return {T(1) / b, -y / b};
  }
};

// The larger of both; a tie gives each one half.
struct Larger {
  static constexpr auto info =
      binary_op("larger", "max(a, b)",
                {.domain = {{{-1e6, 1e6}, {-1e6, 1e6}}},
                 .edges = {kink({1, 1}, {0.5, 0.5}), kink({0, 0}, {0.5, 0.5})}});
  template <class T>
  static T forward(T a, T b) {
    return a > b ? a : b;
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T) {
    return {a > b ? T(1) : (a == b ? T(0.5) : T(0)), b > a ? T(1) : (a == b ? T(0.5) : T(0))};
  }
};

// y = a b + c
struct MultiplyAdd {
  static constexpr auto info =
      ternary_op("multiply_add", "a b + c", {.domain = {{{-1e4, 1e4}, {-1e4, 1e4}, {-1e4, 1e4}}}});
  template <class T>
  static T forward(T a, T b, T c) {
    return a * b + c;
  }
  template <class T>
  static std::array<T, 3> partials(T a, T b, T, T) {
    return {b, a, T(1)};
  }
};

struct SumOfSquares {
  static constexpr auto info =
      variadic_op("sum_of_squares", "x0^2 + x1^2 + ...", {.domain = {-1e4, 1e4}});
  template <class T>
  static T forward(std::span<const T> x) {
    T sum(0);
    for (const T& v : x) sum = sum + v * v;
    return sum;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = T(2) * x[i];
  }
};

using RightOps = OpList<Softsign, Exponential, Rectifier, Logarithm, Floor, BlackBoxSine, Quotient,
                        Larger, MultiplyAdd, SumOfSquares>;

}  // namespace riserun::check::test

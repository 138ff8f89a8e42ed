// + - * / negation, powers and fma, with the operators that record them.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

struct Add {
  static constexpr auto info =
      binary_op("add", "a + b",
                {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
                 .symbol = "+",
                 .beyond = {"the larger operand's rounding hides the smaller"}});
  static constexpr bool kSums = true;
  static constexpr bool kZeroIsNothing = true;
  static constexpr bool kSummand = true;  // so that the node of b + w0 x0 begins a run
  static constexpr std::uint16_t kNumber = 1;
  template <class T>
  static T forward(T a, T b) {
    return a + b;
  }
  template <class T>
  static std::array<T, 2> partials(T, T, T) {
    return {T(1), T(1)};
  }
};

struct Subtract {
  static constexpr auto info =
      binary_op("subtract", "a - b",
                {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
                 .symbol = "-",
                 .beyond = {"the larger operand's rounding hides the smaller"}});
  static constexpr bool kZeroIsNothing = true;
  static constexpr std::uint16_t kNumber = 2;
  template <class T>
  static T forward(T a, T b) {
    return a - b;
  }
  template <class T>
  static std::array<T, 2> partials(T, T, T) {
    return {T(1), T(-1)};
  }
};

// d/da ab = b, d/db ab = a
struct Multiply {
  static constexpr auto info = binary_op("multiply", "a * b",
                                         {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
                                          .symbol = "*",
                                          .beyond = {"products leave the range"}});
  static constexpr bool kSummand = true;
  static constexpr bool kZeroStays = true;
  static constexpr std::uint16_t kNumber = 3;
  template <class T>
  static T forward(T a, T b) {
    return a * b;
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T) {
    return {b, a};
  }
};

// d/da a/b = 1/b, d/db a/b = -y/b; written with divisions, since 1/b * a rounds twice.
struct Divide {
  static constexpr auto info =
      binary_op("divide", "a / b",
                {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}}},
                 .symbol = "/",
                 .edges = {boundary({1, 0}, kInfinity, {kInfinity, -kInfinity}),
                           boundary({-2, 0}, -kInfinity, {kInfinity, kInfinity})},
                 .beyond = {"products leave the range"}});
  static constexpr bool kZeroStays = true;  // 0 / x; x / 0 is no 0
  static constexpr std::uint16_t kNumber = 4;
  template <class T>
  static T forward(T a, T b) {
    return a / b;
  }
  template <class T>
  static std::array<T, 2> partials(T, T b, T y) {
    return {T(1) / b, -y / b};
  }
};

struct Negate {
  static constexpr auto info =
      unary_op("negate", "-x",
               {.domain = {-1e8, 1e8}, .symbol = "-", .beyond = {"the same straight lines go on"}});
  static constexpr std::uint16_t kNumber = 5;
  template <class T>
  static T forward(T x) {
    return -x;
  }
  template <class T>
  static std::array<T, 1> partials(T, T) {
    return {T(-1)};
  }
};

// d/da a^b = b a^(b-1), d/db a^b = y ln a. Sampled where a > 0; a negative base has integer
// exponents only, where the derivative by the exponent does not exist and is declared NaN. At a = 0
// the limit y ln a = 0 is taken for b > 0. a^2 and a^3 are products, in a tenth of pow's time: a^2 is
// rounded once, a^3 twice, which is at most 1.5 units in the last place off.
struct Power {
  static constexpr auto info = binary_op(
      "pow", "a ^ b",
      {.domain = {{{1e-8, 1e4}, {-16, 16}}},
       .symbol = "pow",
       .edges = {boundary({0, 2}, 0, {0, 0}), boundary({0, 1}, 0, {1, 0}),
                 boundary({0, 0}, 1, {0, -kInfinity}), boundary({-2, 2}, 4, {-4, kNaN}),
                 boundary({-2, 3}, -8, {12, kNaN}), boundary({-2, 0.5}, kNaN, {kNaN, kNaN})},
       .beyond = {"powers leave the range"}});
  template <class T>
  static T forward(T a, T b) {
    using std::pow;
    if (stays(b, 2)) return a * a;
    if (stays(b, 3)) return a * a * a;
    return pow(a, b);
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    using std::log;
    const T by_exponent = a == T(0) && b > T(0) ? T(0) : y * log(a);
    return {by_base(a, b, y), by_exponent};
  }
  /// Of a constant exponent: no logarithm.
  static double first_partial(double a, double b, double y) { return by_base(a, b, y); }
  // b (b - 1) a^(b-2), a^(b-1) (1 + b ln a), y (ln a)^2, at a = 0 their limits from the right.
  static std::array<double, 3> second_partials(double a, double b, double y) {
    const double coefficient = b * (b - 1), ln_a = std::log(a);
    if (in_range(y) && a != 0) {
      const double by_base_twice =
          std::abs(coefficient) < 1e-100 ? coefficient / a / a * y : coefficient * (y / a) / a;
      return {by_base_twice, y / a * std::fma(b, ln_a, 1), y * ln_a * ln_a};
    }
    const double growth = a == 0 && b == 0 ? 1 : std::fma(b, ln_a, 1);
    const double power = std::pow(a, b - 1);
    const double lower = std::pow(a, b - 2);
    return {a == 0 || (lower != 0 && std::isfinite(lower))
                ? zero_or_product(coefficient, lower)
                : zero_or_product(coefficient, power) / a,
            a < 0 ? kNaN : zero_or_product(growth, power),
            a < 0 ? kNaN : zero_or_product(y, ln_a * ln_a)};
  }

 private:
  // b y / a costs no second pow, but says 0/0 at a = 0 and nothing where y has left the range.
  template <class T>
  static bool in_range(T y) {
    using std::abs;
    return abs(y) > T(1e-280) && abs(y) < T(1e290);
  }
  template <class T>
  static T by_base(T a, T b, T y) {
    using std::pow;
    if (stays(b, 2)) return T(2) * a;
    if (stays(b, 3)) return T(3) * (a * a);
    if (a != T(0) && in_range(y)) return b * y / a;
    return b == T(0) ? T(0) : b * pow(a, b - T(1));
  }
};

// a b + c with one rounding.
struct Fma {
  static constexpr auto info =
      ternary_op("fma", "a b + c",
                 {.domain = {{{-1e8, 1e8}, {-1e8, 1e8}, {-1e8, 1e8}}},
                  .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(T a, T b, T c) {
    using std::fma;
    return fma(a, b, c);
  }
  template <class T>
  static std::array<T, 3> partials(T a, T b, T, T) {
    return {b, a, T(1)};
  }
};

using Arithmetic = OpList<Add, Subtract, Multiply, Divide, Negate, Power, Fma>;

}  // namespace ops

// With `Value` taking numbers implicitly, each of these mixes with numbers on both sides.
inline Value operator+(Value a, Value b) { return apply<ops::Add>(a, b); }
inline Value operator-(Value a, Value b) { return apply<ops::Subtract>(a, b); }
inline Value operator*(Value a, Value b) { return apply<ops::Multiply>(a, b); }
inline Value operator/(Value a, Value b) { return apply<ops::Divide>(a, b); }
inline Value operator-(Value x) { return apply<ops::Negate>(x); }
inline Value operator+(Value x) { return x; }
inline Value pow(Value base, Value exponent) { return apply<ops::Power>(base, exponent); }
inline Value fma(Value a, Value b, Value c) { return apply<ops::Fma>(a, b, c); }

inline Value& Value::operator+=(Value other) { return *this = *this + other; }
inline Value& Value::operator-=(Value other) { return *this = *this - other; }
inline Value& Value::operator*=(Value other) { return *this = *this * other; }
inline Value& Value::operator/=(Value other) { return *this = *this / other; }

}  // namespace riserun

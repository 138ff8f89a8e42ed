// `Quad`: a 113-bit number, the twin in which an op's forward and partials are computed once more
// where 53 bits cannot tell. It behaves like a built-in number, so that an op written as a template
// on its scalar type takes it unchanged, and hides which library does the arithmetic.
#pragma once

#include <bit>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <numbers>
#include <type_traits>

namespace riserun::check {

/// IEEE 754 binary128, round to nearest. Integers and doubles convert to it exactly and implicitly;
/// back to double is explicit and rounds once.
class Quad {
 public:
  constexpr Quad() = default;
  template <class Number>
  requires std::is_arithmetic_v<Number>
  constexpr Quad(Number number)  // NOLINT: implicit, so that 2 * x works
  {
    if constexpr (std::is_same_v<Number, long double>) {
      const auto head = static_cast<double>(number);
      *this = Quad(head) + Quad(static_cast<double>(number - head));
    } else if constexpr (std::floating_point<Number>) {
      from_double(number);
    } else if constexpr (std::signed_integral<Number>) {
      const auto bits = static_cast<std::uint64_t>(number);
      from_integer(number < 0 ? 0 - bits : bits, number < 0);
    } else {
      from_integer(number, false);
    }
  }

  /// The number with these halves of its bit pattern.
  static constexpr Quad from_bits(std::uint64_t high, std::uint64_t low) {
    Quad result;
    result.high_ = high;
    result.low_ = low;
    return result;
  }
  [[nodiscard]] constexpr std::uint64_t high_bits() const { return high_; }
  [[nodiscard]] constexpr std::uint64_t low_bits() const { return low_; }

  template <class Number>
  requires std::is_arithmetic_v<Number>
  explicit operator Number() const { return static_cast<Number>(to_double()); }

  friend Quad operator+(Quad a, Quad b);
  friend Quad operator-(Quad a, Quad b);
  friend Quad operator*(Quad a, Quad b);
  friend Quad operator/(Quad a, Quad b);
  friend constexpr Quad operator-(Quad a) { return from_bits(a.high_ ^ kSign, a.low_); }
  friend constexpr Quad operator+(Quad a) { return a; }
  Quad& operator+=(Quad other) { return *this = *this + other; }
  Quad& operator-=(Quad other) { return *this = *this - other; }
  Quad& operator*=(Quad other) { return *this = *this * other; }
  Quad& operator/=(Quad other) { return *this = *this / other; }
  friend bool operator==(Quad a, Quad b);
  friend std::partial_ordering operator<=>(Quad a, Quad b);

  static constexpr std::uint64_t kSign = 0x8000000000000000u;
  static constexpr std::uint64_t kInfinityBits = 0x7FFF000000000000u;

 private:
  [[nodiscard]] double to_double() const;

  constexpr void from_double(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    std::uint64_t exponent = bits >> 52 & 0x7FF;
    std::uint64_t fraction = bits & 0xFFFFFFFFFFFFFu;
    if (exponent == 0x7FF) {
      exponent = 0x7FFF;
    } else if (exponent != 0) {
      exponent += 16383 - 1023;
    } else if (fraction != 0) {  // a denormal double is a normal quad
      const int shift = std::countl_zero(fraction) - 11;
      fraction = fraction << shift & 0xFFFFFFFFFFFFFu;
      exponent = static_cast<std::uint64_t>(16383 - 1022 - shift);
    }
    high_ = (bits & kSign) | exponent << 48 | fraction >> 4;
    low_ = fraction << 60;
  }

  constexpr void from_integer(std::uint64_t magnitude, bool negative) {
    if (magnitude == 0) return;
    const int top = 63 - std::countl_zero(magnitude);
    const std::uint64_t fraction = magnitude ^ (std::uint64_t{1} << top);
    const int shift = 112 - top;  // 49 .. 112
    const std::uint64_t high = shift >= 64 ? fraction << (shift - 64) : fraction >> (64 - shift);
    low_ = shift >= 64 ? 0 : fraction << shift;
    high_ = (negative ? kSign : 0) | static_cast<std::uint64_t>(16383 + top) << 48 | high;
  }

  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
};

// <cmath> for quads, found by argument-dependent lookup: write `using std::exp; exp(x)` in an op.
#define RISERUN_PLAIN_1(name) Quad name(Quad x);
#define RISERUN_PLAIN_2(name) Quad name(Quad x, Quad y);
#define RISERUN_CMATH_1(name, Op, how) RISERUN_PLAIN_1(name)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_PLAIN_2(name)
#define RISERUN_DOUBLE_1(name, Op, how)
#define RISERUN_DOUBLE_2(name, Op, how)
#include <riserun/core/ops/functions.inc>
Quad fma(Quad x, Quad y, Quad z);
Quad ldexp(Quad x, int exponent);
/// x = result * 2^exponent, 0.5 <= |result| < 1.
Quad frexp(Quad x, int* exponent);

constexpr bool signbit(Quad x) { return (x.high_bits() & Quad::kSign) != 0; }
constexpr Quad abs(Quad x) { return Quad::from_bits(x.high_bits() & ~Quad::kSign, x.low_bits()); }
constexpr Quad fabs(Quad x) { return abs(x); }
constexpr Quad copysign(Quad x, Quad sign) { return signbit(x) == signbit(sign) ? x : -x; }
constexpr bool isfinite(Quad x) { return abs(x).high_bits() < Quad::kInfinityBits; }
constexpr bool isinf(Quad x) {
  return abs(x).high_bits() == Quad::kInfinityBits && x.low_bits() == 0;
}
constexpr bool isnan(Quad x) { return !isfinite(x) && !isinf(x); }
inline Quad fmax(Quad x, Quad y) { return isnan(x) || x < y ? y : x; }
inline Quad fmin(Quad x, Quad y) { return isnan(x) || y < x ? y : x; }
inline Quad fdim(Quad x, Quad y) { return x > y ? x - y : Quad(0); }

/// Name of the arithmetic behind Quad in this build ("libquadmath", "Boost.Multiprecision").
[[nodiscard]] const char* quad_arithmetic();

}  // namespace riserun::check

template <>
class std::numeric_limits<riserun::check::Quad> {
  using Quad = riserun::check::Quad;

 public:
  static constexpr bool is_specialized = true, is_signed = true, is_integer = false;
  static constexpr bool is_exact = false, is_bounded = true, is_modulo = false, is_iec559 = true;
  static constexpr bool has_infinity = true, has_quiet_NaN = true, has_signaling_NaN = false;
  static constexpr bool traps = false, tinyness_before = false;
  static constexpr std::float_round_style round_style = std::round_to_nearest;
  static constexpr int radix = 2, digits = 113, digits10 = 33, max_digits10 = 36;
  static constexpr int min_exponent = -16381, max_exponent = 16384;
  static constexpr int min_exponent10 = -4931, max_exponent10 = 4932;
  static constexpr Quad infinity() { return Quad::from_bits(Quad::kInfinityBits, 0); }
  static constexpr Quad quiet_NaN() { return Quad::from_bits(0x7FFF800000000000u, 0); }
  static constexpr Quad epsilon() { return Quad::from_bits(0x3F8F000000000000u, 0); }
  static constexpr Quad round_error() { return 0.5; }
  static constexpr Quad min() { return Quad::from_bits(0x0001000000000000u, 0); }
  static constexpr Quad denorm_min() { return Quad::from_bits(0, 1); }
  static constexpr Quad max() { return Quad::from_bits(0x7FFEFFFFFFFFFFFFu, ~std::uint64_t{0}); }
  static constexpr Quad lowest() { return -max(); }
};

// The constants an op may ask for by std::numbers::pi_v<T>.
template <>
inline constexpr auto std::numbers::pi_v<riserun::check::Quad> =
    riserun::check::Quad::from_bits(0x4000921FB54442D1u, 0x8469898CC51701B8u);

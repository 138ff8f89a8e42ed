// `Tangent`: a number with its derivative along one direction. An op's `partials` run on it once
// more, and what comes out beside the local derivatives is how these change along the direction:
// the second derivative, from the op's one place.
#pragma once

#include <cmath>
#include <compare>
#include <concepts>
#include <limits>
#include <numbers>
#include <type_traits>

namespace riserun {

/// value + derivative * h for an h whose square is 0. Numbers convert to it with derivative 0.
/// Comparisons look at the value alone, so that branches go the way they go for double.
///
/// A derivative of 0 contributes exactly 0, also beside an infinite slope, as in the reverse sweep.
class Tangent {
 public:
  constexpr Tangent() = default;
  template <class Number>
  requires std::is_arithmetic_v<Number>
  constexpr Tangent(Number number)  // NOLINT: implicit, so that 2 * x works
      : value_(static_cast<double>(number)) {}
  constexpr Tangent(double value, double derivative) : value_(value), derivative_(derivative) {}

  [[nodiscard]] constexpr double value() const { return value_; }
  [[nodiscard]] constexpr double derivative() const { return derivative_; }

  /// An integer is flat between its jumps.
  template <std::integral Number>
  constexpr explicit operator Number() const {
    return static_cast<Number>(value_);
  }
  /// Throws TapeError unless the derivative is 0: it would be lost, and the second derivative
  /// wrong.
  template <std::floating_point Number>
  explicit operator Number() const {
    if (derivative_ != 0.0) throw_derivative_lost();
    return static_cast<Number>(value_);
  }

  friend constexpr Tangent operator+(Tangent a, Tangent b) {
    return {a.value_ + b.value_, a.derivative_ + b.derivative_};
  }
  friend constexpr Tangent operator-(Tangent a, Tangent b) {
    return {a.value_ - b.value_, a.derivative_ - b.derivative_};
  }
  friend constexpr Tangent operator*(Tangent a, Tangent b) {
    return {a.value_ * b.value_, along(a.derivative_, b.value_) + along(b.derivative_, a.value_)};
  }
  // (a' - (a / b) b') / b: nothing here overflows that a / b and the result do not.
  friend constexpr Tangent operator/(Tangent a, Tangent b) {
    const double y = a.value_ / b.value_;
    const double rise = a.derivative_ - along(b.derivative_, y);
    return {y, rise == 0.0 ? 0.0 : rise / b.value_};
  }
  friend constexpr Tangent operator-(Tangent x) { return {-x.value_, -x.derivative_}; }
  friend constexpr Tangent operator+(Tangent x) { return x; }
  constexpr Tangent& operator+=(Tangent other) { return *this = *this + other; }
  constexpr Tangent& operator-=(Tangent other) { return *this = *this - other; }
  constexpr Tangent& operator*=(Tangent other) { return *this = *this * other; }
  constexpr Tangent& operator/=(Tangent other) { return *this = *this / other; }

  friend constexpr bool operator==(Tangent a, Tangent b) { return a.value_ == b.value_; }
  friend constexpr std::partial_ordering operator<=>(Tangent a, Tangent b) {
    return a.value_ <=> b.value_;
  }

  /// derivative * slope, 0 where the derivative is 0.
  static constexpr double along(double derivative, double slope) {
    return derivative == 0.0 ? 0.0 : derivative * slope;
  }

 private:
  [[noreturn]] static void throw_derivative_lost();

  double value_ = 0.0;
  double derivative_ = 0.0;
};

/// Whether x is this number and stays so: for a short cut that is right at one point only, such as
/// a^2 = a a, whose derivative by the exponent is not that of a^b.
constexpr bool stays(double x, double number) { return x == number; }
constexpr bool stays(Tangent x, double number) {
  return x.value() == number && x.derivative() == 0.0;
}
template <class T>
constexpr auto stays(const T& x, double number) {
  return x == T(number);
}

// <cmath>, found by argument-dependent lookup: `using std::exp; exp(x)` in an op. The derivatives
// are those of the built-in ops; what has none (floor and its kin) is flat.
#define RISERUN_CMATH_1(name, Op, how) Tangent name(Tangent x);
#define RISERUN_CMATH_2(name, Op, how) Tangent name(Tangent x, Tangent y);
#include <riserun/core/ops/functions.inc>
Tangent fma(Tangent x, Tangent y, Tangent z);
Tangent ldexp(Tangent x, int exponent);
/// x = result * 2^exponent, 0.5 <= |result| < 1.
Tangent frexp(Tangent x, int* exponent);

inline Tangent floor(Tangent x) { return std::floor(x.value()); }
inline Tangent ceil(Tangent x) { return std::ceil(x.value()); }
inline Tangent trunc(Tangent x) { return std::trunc(x.value()); }
inline Tangent round(Tangent x) { return std::round(x.value()); }
inline Tangent rint(Tangent x) { return std::rint(x.value()); }
inline Tangent nearbyint(Tangent x) { return std::nearbyint(x.value()); }

inline bool signbit(Tangent x) { return std::signbit(x.value()); }
inline bool isfinite(Tangent x) { return std::isfinite(x.value()); }
inline bool isinf(Tangent x) { return std::isinf(x.value()); }
inline bool isnan(Tangent x) { return std::isnan(x.value()); }
/// At 0 the slope is 1, not the op's 0: ops use |x| to fold two formulas of one smooth curve into
/// one, `x < 0 ? .. : ..`, and 0 belongs to the right.
inline Tangent abs(Tangent x) { return x.value() < 0.0 ? -x : x; }
inline Tangent fabs(Tangent x) { return abs(x); }
inline Tangent copysign(Tangent x, Tangent sign) { return signbit(x) == signbit(sign) ? x : -x; }
inline Tangent fmax(Tangent x, Tangent y) { return isnan(x) || x < y ? y : x; }
inline Tangent fmin(Tangent x, Tangent y) { return isnan(x) || y < x ? y : x; }
inline Tangent fdim(Tangent x, Tangent y) { return x > y ? x - y : Tangent(0); }

}  // namespace riserun

template <>
class std::numeric_limits<riserun::Tangent> : public std::numeric_limits<double> {};

// The constants an op may ask for by std::numbers::pi_v<T>.
template <>
inline constexpr riserun::Tangent std::numbers::e_v<riserun::Tangent> = std::numbers::e;
template <>
inline constexpr riserun::Tangent std::numbers::log2e_v<riserun::Tangent> = std::numbers::log2e;
template <>
inline constexpr riserun::Tangent std::numbers::log10e_v<riserun::Tangent> = std::numbers::log10e;
template <>
inline constexpr riserun::Tangent std::numbers::pi_v<riserun::Tangent> = std::numbers::pi;
template <>
inline constexpr riserun::Tangent std::numbers::inv_pi_v<riserun::Tangent> = std::numbers::inv_pi;
template <>
inline constexpr riserun::Tangent std::numbers::inv_sqrtpi_v<riserun::Tangent> =
    std::numbers::inv_sqrtpi;
template <>
inline constexpr riserun::Tangent std::numbers::ln2_v<riserun::Tangent> = std::numbers::ln2;
template <>
inline constexpr riserun::Tangent std::numbers::ln10_v<riserun::Tangent> = std::numbers::ln10;
template <>
inline constexpr riserun::Tangent std::numbers::sqrt2_v<riserun::Tangent> = std::numbers::sqrt2;

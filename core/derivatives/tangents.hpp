// `Tangents<N>`: a number with its derivatives along N directions, carried forward. No tape: what
// it costs is N multiply-adds an op and no memory, which is the way to few inputs' derivatives.
//
//   std::array<Tangents<2>, 2> x{Tangents<2>::variable(0.5, 0), Tangents<2>::variable(1.0, 1)};
//   const Tangents<2> y = exp(x[0]) * sin(x[1]);     // y.derivative(0), y.derivative(1)
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <cstddef>
#include <limits>
#include <ostream>
#include <span>
#include <type_traits>
#include <vector>

#include <riserun/core/derivatives/matrix.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/core/tangent.hpp>

namespace riserun {

/// Numbers convert to it, all derivatives 0. Comparisons look at the value alone. The derivatives
/// are those of the ops, kinks included; a derivative of 0 contributes exactly 0, also beside an
/// infinite slope, as in the reverse sweep.
template <std::size_t N = 8>
class Tangents {
 public:
  static constexpr std::size_t kDirections = N;

  constexpr Tangents() = default;
  template <class Number>
  requires std::is_arithmetic_v<Number>
  constexpr Tangents(Number number)  // NOLINT: implicit, so that 2 * x works
      : value_(static_cast<double>(number)) {}
  constexpr Tangents(double value, const std::array<double, N>& derivatives)
      : value_(value), derivatives_(derivatives) {}
  /// One of the inputs: its derivative along direction k < N is 1.
  [[nodiscard]] static constexpr Tangents variable(double value, std::size_t k) {
    Tangents x(value);
    x.derivatives_[k] = 1.0;
    return x;
  }

  [[nodiscard]] constexpr double value() const { return value_; }
  [[nodiscard]] constexpr double data() const { return value_; }
  [[nodiscard]] constexpr double derivative(std::size_t k) const { return derivatives_[k]; }
  [[nodiscard]] constexpr const std::array<double, N>& derivatives() const { return derivatives_; }

  /// A function's result from its operand: its value and its slope there.
  [[nodiscard]] static constexpr Tangents along(double y, double slope, const Tangents& x) {
    Tangents result(y);
    for (std::size_t k = 0; k < N; ++k)
      result.derivatives_[k] = Tangent::along(x.derivatives_[k], slope);
    return result;
  }
  [[nodiscard]] static constexpr Tangents along(double y, double by_a, const Tangents& a,
                                                double by_b, const Tangents& b) {
    Tangents result(y);
    for (std::size_t k = 0; k < N; ++k)
      result.derivatives_[k] =
          Tangent::along(a.derivatives_[k], by_a) + Tangent::along(b.derivatives_[k], by_b);
    return result;
  }

  friend constexpr Tangents operator+(const Tangents& a, const Tangents& b) {
    Tangents y(a.value_ + b.value_);
    for (std::size_t k = 0; k < N; ++k) y.derivatives_[k] = a.derivatives_[k] + b.derivatives_[k];
    return y;
  }
  friend constexpr Tangents operator-(const Tangents& a, const Tangents& b) {
    Tangents y(a.value_ - b.value_);
    for (std::size_t k = 0; k < N; ++k) y.derivatives_[k] = a.derivatives_[k] - b.derivatives_[k];
    return y;
  }
  friend constexpr Tangents operator*(const Tangents& a, const Tangents& b) {
    return along(a.value_ * b.value_, b.value_, a, a.value_, b);
  }
  friend constexpr Tangents operator/(const Tangents& a, const Tangents& b) {
    const double y = a.value_ / b.value_;
    return along(y, 1.0 / b.value_, a, -y / b.value_, b);
  }
  friend constexpr Tangents operator-(const Tangents& x) { return along(-x.value_, -1.0, x); }
  friend constexpr Tangents operator+(const Tangents& x) { return x; }
  constexpr Tangents& operator+=(const Tangents& other) { return *this = *this + other; }
  constexpr Tangents& operator-=(const Tangents& other) { return *this = *this - other; }
  constexpr Tangents& operator*=(const Tangents& other) { return *this = *this * other; }
  constexpr Tangents& operator/=(const Tangents& other) { return *this = *this / other; }

  friend constexpr bool operator==(const Tangents& a, const Tangents& b) {
    return a.value_ == b.value_;
  }
  friend constexpr std::partial_ordering operator<=>(const Tangents& a, const Tangents& b) {
    return a.value_ <=> b.value_;
  }
  friend std::ostream& operator<<(std::ostream& out, const Tangents& x) { return out << x.value_; }

  // Friends, so that `pow(x, 2)` and `max(0, x)` convert the number; found by argument-dependent
  // lookup as every number type's.
#define RISERUN_TANGENTS_1(name, Op)                                        \
  friend Tangents name(const Tangents& x) {                                 \
    const double y = ops::Op::template forward<double>(x.value_);           \
    return along(y, ops::Op::template partials<double>(x.value_, y)[0], x); \
  }
#define RISERUN_TANGENTS_2(name, Op)                                                     \
  friend Tangents name(const Tangents& a, const Tangents& b) {                           \
    const double y = ops::Op::template forward<double>(a.value_, b.value_);              \
    const auto [by_a, by_b] = ops::Op::template partials<double>(a.value_, b.value_, y); \
    return along(y, by_a, a, by_b, b);                                                   \
  }
#define RISERUN_CMATH_1(name, Op, how) RISERUN_TANGENTS_1(name, Op)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_TANGENTS_2(name, Op)
#define RISERUN_FUNCTION_1(name, Op) RISERUN_TANGENTS_1(name, Op)
#define RISERUN_FUNCTION_2(name, Op) RISERUN_TANGENTS_2(name, Op)
#include <riserun/core/ops/functions.inc>
#undef RISERUN_TANGENTS_1
#undef RISERUN_TANGENTS_2
  friend Tangents tgamma(const Tangents& x) {
    const Tangent y = riserun::tgamma(Tangent(x.value_, 1.0));
    return along(y.value(), y.derivative(), x);
  }
  friend Tangents remainder(const Tangents& a, const Tangents& b) {
    const double by_b = riserun::remainder(Tangent(a.value_), Tangent(b.value_, 1.0)).derivative();
    return along(std::remainder(a.value_, b.value_), 1.0, a, by_b, b);
  }
  friend Tangents fma(const Tangents& a, const Tangents& b, const Tangents& c) {
    Tangents y = along(std::fma(a.value_, b.value_, c.value_), b.value_, a, a.value_, b);
    for (std::size_t k = 0; k < N; ++k) y.derivatives_[k] += c.derivatives_[k];
    return y;
  }
  friend Tangents clamp(const Tangents& x, const Tangents& low, const Tangents& high) {
    const double y = ops::Clamp::forward<double>(x.value_, low.value_, high.value_);
    const auto by = ops::Clamp::partials<double>(x.value_, low.value_, high.value_, y);
    Tangents result = along(y, by[0], x, by[1], low);
    for (std::size_t k = 0; k < N; ++k)
      result.derivatives_[k] += Tangent::along(high.derivatives_[k], by[2]);
    return result;
  }
  // Flat between their jumps.
  friend Tangents ceil(const Tangents& x) { return std::ceil(x.value_); }
  friend Tangents trunc(const Tangents& x) { return std::trunc(x.value_); }
  friend Tangents round(const Tangents& x) { return std::round(x.value_); }
  friend Tangents rint(const Tangents& x) { return std::rint(x.value_); }
  friend Tangents nearbyint(const Tangents& x) { return std::nearbyint(x.value_); }
  friend bool isfinite(const Tangents& x) { return std::isfinite(x.value_); }
  friend bool isinf(const Tangents& x) { return std::isinf(x.value_); }
  friend bool isnan(const Tangents& x) { return std::isnan(x.value_); }
  friend bool signbit(const Tangents& x) { return std::signbit(x.value_); }
  friend Tangents copysign(const Tangents& x, const Tangents& sign) {
    return std::signbit(x.value_) == std::signbit(sign.value_) ? x : -x;
  }
  friend Tangents fmax(const Tangents& a, const Tangents& b) {
    return isnan(a) ? b : (isnan(b) ? a : max(a, b));
  }
  friend Tangents fmin(const Tangents& a, const Tangents& b) {
    return isnan(a) ? b : (isnan(b) ? a : min(a, b));
  }
  friend Tangents fdim(const Tangents& a, const Tangents& b) { return a <= b ? Tangents() : a - b; }
  friend double value_of(const Tangents& x) { return x.value_; }
  friend Tangents detach(const Tangents& x) { return x.value_; }

 private:
  double value_ = 0.0;
  std::array<double, N> derivatives_{};
};

/// The Jacobian of f at x, m x n, by ceil(n / N) calls of f on Tangents<N>, without a tape: for a
/// function of few numbers that is called often. f is generic, `const auto& x`, and returns a
/// range of what it is given, or one (a single row).
template <std::size_t N = 8, class F>
[[nodiscard]] Matrix forward_jacobian(F&& f, std::span<const double> x) {
  std::vector<Tangents<N>> at(x.begin(), x.end());
  Matrix all;
  const auto take = [&](std::size_t row, std::size_t first, const Tangents<N>& y) {
    for (std::size_t k = 0; k < N && first + k < x.size(); ++k)
      all(row, first + k) = y.derivative(k);
  };
  for (std::size_t first = 0; first < x.size(); first += N) {
    for (std::size_t i = 0; i < x.size(); ++i)
      at[i] = i >= first && i < first + N ? Tangents<N>::variable(x[i], i - first) : x[i];
    const auto& given = at;
    const auto y = f(given);
    if constexpr (std::is_convertible_v<decltype(y), Tangents<N>>) {
      if (first == 0) all = Matrix(1, x.size());
      take(0, first, y);
    } else {
      if (first == 0) all = Matrix(static_cast<std::size_t>(std::size(y)), x.size());
      std::size_t row = 0;
      for (const auto& each : y) take(row++, first, each);
    }
  }
  return all;
}

}  // namespace riserun

template <std::size_t N>
class std::numeric_limits<riserun::Tangents<N>> : public std::numeric_limits<double> {};

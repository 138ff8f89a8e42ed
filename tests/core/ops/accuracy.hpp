// How many ulps an op's value and partials are off, against closed forms in 100 digits. Tests only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/core/op.hpp>

namespace riserun::accuracy {

using Big = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>,
                                          boost::multiprecision::et_off>;

inline const Big kPi = boost::math::constants::pi<Big>();

inline Big logistic(const Big& x) { return 1 / (1 + exp(-x)); }

/// |computed - exact| in ulps of the exact result rounded to double; of `term` where that is
/// larger, the larger term of a difference. Infinite where one is finite and the other is not.
inline double ulps(double computed, const Big& exact, const Big& term = 0) {
  const double rounded = exact.convert_to<double>();
  if (!std::isfinite(computed) || !std::isfinite(rounded))
    return computed == rounded ? 0 : std::numeric_limits<double>::infinity();
  const double size = std::max(std::abs(rounded), std::abs(term.convert_to<double>()));
  const double unit = std::nextafter(size, kInfinity) - size;
  return (abs(Big(computed) - exact) / Big(unit)).convert_to<double>();
}

/// `count` points of [low, high]: three of four log-uniform in their magnitude, down to `least`,
/// the others uniform within 3 of 0, or of the end that is closer to it.
inline std::vector<double> points(double low, double high, int count = 2000, double least = 1e-12) {
  Random random(7);
  std::vector<double> all;
  while (static_cast<int>(all.size()) < count) {
    double x = 0;
    if (all.size() % 4 == 3) {
      x = low > 0 ? low + random.uniform(0, std::min(3.0, high - low))
                  : random.uniform(std::max(low, -3.0), std::min(high, 3.0));
    } else {
      const bool negative = low < 0 && (high <= 0 || random.below(2) == 0);
      const double most = negative ? -low : high;
      const double from = negative ? std::max(least, -high) : std::max(least, low);
      x = std::exp(random.uniform(std::log(from), std::log(most)));
      if (negative) x = -x;
    }
    if (x >= low && x <= high) all.push_back(x);
  }
  return all;
}

/// What a unary op is to be, in closed form. `terms` says what the derivative is a difference of,
/// where it has a zero: near that, an ulp is one of the larger term.
struct Truth {
  std::function<Big(const Big&)> value;
  std::function<Big(const Big&)> slope;
  std::function<Big(const Big&)> terms{};
};

/// The largest errors, and where they are.
struct Worst {
  double value = 0, slope = 0;
  double value_at = 0, slope_at = 0;
};

/// Measures two functions of double, x -> y and (x, y) -> dy/dx.
template <class Forward, class Slope>
Worst worst(const Truth& truth, const std::vector<double>& at, Forward forward, Slope slope) {
  Worst result;
  for (double x : at) {
    const double y = forward(x);
    const Big big(x);
    const double value = truth.value ? ulps(y, truth.value(big)) : 0;
    const double by_x =
        ulps(slope(x, y), truth.slope(big), truth.terms ? truth.terms(big) : Big(0));
    // Written so that a NaN is the worst of all.
    if (!(value <= result.value)) result.value = value, result.value_at = x;
    if (!(by_x <= result.slope)) result.slope = by_x, result.slope_at = x;
  }
  return result;
}

template <UnaryOp Op>
Worst worst(const Truth& truth, const std::vector<double>& at) {
  return worst(
      truth, at, [](double x) { return Op::template forward<double>(x); },
      [](double x, double y) { return Op::template partials<double>(x, y)[0]; });
}

/// Fails where the value is off by more than `value` ulps or the slope by more than `slope` ulps.
template <UnaryOp Op>
void expect_accurate(const Truth& truth, const std::vector<double>& at, double value,
                     double slope) {
  const Worst w = worst<Op>(truth, at);
  EXPECT_LE(w.value, value) << Op::info.name << " at " << w.value_at;
  EXPECT_LE(w.slope, slope) << Op::info.name << "' at " << w.slope_at;
}

/// The same for both slopes of a binary op, at pairs of points.
struct BinaryTruth {
  std::function<Big(const Big&, const Big&)> value, by_a, by_b;
};

template <BinaryOp Op>
void expect_accurate(const BinaryTruth& truth, const std::vector<std::array<double, 2>>& at,
                     double value, double slope) {
  for (const auto& [a, b] : at) {
    const double y = Op::template forward<double>(a, b);
    const auto partials = Op::template partials<double>(a, b, y);
    const Big big_a(a), big_b(b);
    ASSERT_LE(ulps(y, truth.value(big_a, big_b)), value) << Op::info.name << ' ' << a << ' ' << b;
    ASSERT_LE(ulps(partials[0], truth.by_a(big_a, big_b)), slope)
        << Op::info.name << "/0 " << a << ' ' << b;
    ASSERT_LE(ulps(partials[1], truth.by_b(big_a, big_b)), slope)
        << Op::info.name << "/1 " << a << ' ' << b;
  }
}

/// Pairs of two lists of points, the second shuffled.
inline std::vector<std::array<double, 2>> pairs(const std::vector<double>& a,
                                                std::vector<double> b) {
  Random random(11);
  for (std::size_t i = b.size(); i > 1; --i) std::swap(b[i - 1], b[random.below(i)]);
  std::vector<std::array<double, 2>> all;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) all.push_back({a[i], b[i]});
  return all;
}

}  // namespace riserun::accuracy

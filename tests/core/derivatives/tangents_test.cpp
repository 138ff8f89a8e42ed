// Forward mode without a tape, against what the tape says.
#include <riserun/core/derivatives/tangents.hpp>

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

// Every function that code written for double may call, at points where none has a kink.
constexpr auto kAll = [](const auto& x) {
  using std::abs, std::acos, std::acosh, std::asin, std::asinh, std::atan, std::atan2, std::atanh,
      std::cbrt, std::ceil, std::copysign, std::cos, std::cosh, std::erf, std::erfc, std::exp,
      std::exp2, std::expm1, std::fabs, std::fdim, std::floor, std::fma, std::fmax, std::fmin,
      std::fmod, std::hypot, std::lgamma, std::log, std::log10, std::log1p, std::log2, std::max,
      std::min, std::nearbyint, std::pow, std::rint, std::round, std::sin, std::sinh, std::sqrt,
      std::tan, std::tanh, std::trunc;
  using T = std::decay_t<decltype(x[0])>;
  const T a = x[0], b = x[1], c = x[2];
  std::vector<T> y{a + b,          a - 2 * b,      a * b / c,    -a,          +b,
                   exp(a),         exp2(a),        expm1(a),     log(a),      log2(b),
                   log10(c),       log1p(a),       sqrt(a),      cbrt(b),     sin(a),
                   cos(b),         tan(c),         asin(a),      acos(b),     atan(c),
                   sinh(a),        cosh(b),        tanh(c),      asinh(a),    acosh(1 + b),
                   atanh(c),       erf(a),         erfc(b),      lgamma(c),   pow(a, b),
                   pow(a, 2),      pow(b, 3),      pow(2, c),    atan2(a, b), hypot(b, c),
                   fmod(c, a),     abs(a - b),     fabs(b - c),  max(a, b),   min(b, c),
                   fmax(a, 0.3),   fmin(0.1, c),   fdim(a, b),   fdim(b, a),  copysign(a, -1.0),
                   fma(a, b, c),   clamp(a, 0, b), floor(a * 9), ceil(b * 9), trunc(c * 9),
                   round(a * 9),   rint(b * 9),    nearbyint(c), relu(a - b), sigmoid(b),
                   softplus(c),    silu(a),        gelu(b),      mish(c),     softsign(a),
                   log_sigmoid(b), selu(c - 1),    gelu_tanh(a), rsqrt(b),    floor_div(c, a)};
  T s = a;
  s += b;
  s *= c;
  s -= 1;
  s /= b;
  y.push_back(s > 0 ? s : s * b);
  return y;
};

TEST(Tangents, EveryFunctionAgreesWithTheTape) {
  const std::vector<double> at{0.4, 0.7, 0.9};
  const auto on_values = [](std::span<const Value> x) { return kAll(x); };
  const Matrix wanted = jacobian(on_values, at);
  for (const Matrix& found :
       {forward_jacobian(kAll, at), forward_jacobian<1>(kAll, at), forward_jacobian<2>(kAll, at)}) {
    ASSERT_EQ(found.rows, wanted.rows);
    ASSERT_EQ(found.columns, 3u);
    for (std::size_t i = 0; i < wanted.elements.size(); ++i)
      EXPECT_NEAR(found.elements[i], wanted.elements[i], 1e-14 * (1 + std::abs(wanted.elements[i])))
          << "result " << i / 3 << " by " << i % 3;
  }
}

TEST(Tangents, OneResultIsOneRow) {
  const auto f = [](const auto& x) { return x[0] * x[1]; };
  const Matrix row = forward_jacobian(f, std::array{3.0, 5.0});
  EXPECT_EQ(row.rows, 1u);
  EXPECT_EQ(row.elements, (std::vector{5.0, 3.0}));
}

TEST(Tangents, ManyInputs) {
  std::vector<double> at(19);
  for (std::size_t i = 0; i < at.size(); ++i) at[i] = 0.1 * static_cast<double>(i + 1);
  const auto f = [](const auto& x) {
    std::vector<std::decay_t<decltype(x[0])>> y;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) y.push_back(sin(x[i]) * x[i + 1]);
    return y;
  };
  const auto on_values = [&](std::span<const Value> x) { return f(x); };
  const Matrix found = forward_jacobian(f, at), wanted = jacobian(on_values, at);
  ASSERT_EQ(found.elements.size(), wanted.elements.size());
  for (std::size_t i = 0; i < found.elements.size(); ++i)
    EXPECT_NEAR(found.elements[i], wanted.elements[i], 1e-15);
}

TEST(Tangents, ADerivativeOfZeroContributesNothingBesideAnInfiniteSlope) {
  const Tangents<2> x = Tangents<2>::variable(0.0, 0);
  EXPECT_EQ(sqrt(x).derivative(0), kInfinity);
  EXPECT_EQ(sqrt(x).derivative(1), 0.0);
  EXPECT_EQ((1.0 / (x * 0.0)).derivative(1), 0.0);
}

TEST(Tangents, IsANumberType) {
  using T = Tangents<4>;
  const T x = T::variable(1.75, 2);
  EXPECT_EQ((2 * x + 1.0f - x / 4u).derivative(2), 1.75);
  EXPECT_TRUE(x > 1 && x <= 1.75f && 2 > x && x != 0 && x == 1.75);
  EXPECT_EQ(value_of(x), 1.75);
  EXPECT_EQ(detach(x).derivative(2), 0.0);
  EXPECT_EQ(std::numeric_limits<T>::epsilon(), std::numeric_limits<double>::epsilon());
  EXPECT_TRUE(isfinite(x) && !isnan(x) && !isinf(x) && !signbit(x));
  EXPECT_EQ(tgamma(x).value(), std::tgamma(1.75));
  EXPECT_NEAR(tgamma(x).derivative(2), (std::tgamma(1.75 + 1e-6) - std::tgamma(1.75 - 1e-6)) / 2e-6,
              1e-8);
  EXPECT_EQ(remainder(x, T(0.5)).derivative(2), 1.0);
}

}  // namespace
}  // namespace riserun

// Accuracy of erf, erfc, lgamma and digamma.
#include <gtest/gtest.h>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include <riserun/core/ops/error.hpp>
#include <riserun/core/ops/gamma.hpp>
#include "tests/core/ops/accuracy.hpp"

namespace riserun::accuracy {
namespace {

TEST(OpsSpecial, ErfAndErfc) {
  const Truth f{[](const Big& x) { return Big(boost::math::erf(x)); },
                [](const Big& x) { return Big(2 / sqrt(kPi) * exp(-x * x)); }};
  const Truth c{[](const Big& x) { return Big(boost::math::erfc(x)); },
                [](const Big& x) { return Big(-2 / sqrt(kPi) * exp(-x * x)); }};
  expect_accurate<ops::Erf>(f, points(-26, 26, 600), 1, 2.5);
  expect_accurate<ops::Erfc>(c, points(-26, 26, 600), 5, 2.5);  // glibc's erfc: 5 ulps
}

// exp(-x * x) is what one writes first.
TEST(OpsSpecial, TheRoundingOfTheSquareWouldShow) {
  const Truth truth{{}, [](const Big& x) { return Big(2 / sqrt(kPi) * exp(-x * x)); }};
  auto value = [](double x) { return std::erf(x); };
  auto plain = [](double x, double) { return std::numbers::inv_sqrtpi * 2 * std::exp(-x * x); };
  EXPECT_GT(worst(truth, points(-26, 26), value, plain).slope, 100);
}

TEST(OpsSpecial, GaussianBeyondTheRange) {
  for (double x : {40.0, 1e200, -1e200, kInfinity}) EXPECT_EQ(ops::gaussian(x, 1.0), 0) << x;
  EXPECT_TRUE(std::isnan(ops::gaussian(std::nan(""), 1.0)));
}

TEST(OpsSpecial, LgammaAndDigamma) {
  const Truth truth{[](const Big& x) { return Big(boost::math::lgamma(x)); },
                    [](const Big& x) { return Big(boost::math::digamma(x)); }};
  expect_accurate<ops::Lgamma>(truth, points(1e-300, 40, 400, 1e-300), 4, 4);
  const Truth slope_alone{{}, truth.slope};
  expect_accurate<ops::Lgamma>(slope_alone, points(1e-10, 3, 1000), 4, 4);
  expect_accurate<ops::Lgamma>(slope_alone, points(3, 1e300, 1000), 4, 4);
}

// The global that std::lgamma writes is shared by all threads.
TEST(OpsSpecial, LgammaWritesNoGlobal) {
  signgam = 7;
  EXPECT_GT(ops::Lgamma::forward(-0.5), 1);  // gamma(-0.5) = -2 sqrt(pi)
  Tape tape;
  EXPECT_GT(lgamma(tape.variable(-0.5)).data(), 1);
  EXPECT_EQ(signgam, 7);
  static_cast<void>(std::lgamma(-0.5));
  EXPECT_EQ(signgam, -1);
}

// No digit is lost near the zero of digamma.
TEST(OpsSpecial, DigammaNearItsZero) {
  const Truth truth{{}, [](const Big& x) { return Big(boost::math::digamma(x)); }};
  std::vector<double> at;
  for (double d = 0.4; d > 1e-16; d /= 3)
    for (double sign : {-1.0, 1.0}) at.push_back(1.4616321449683622 + sign * d);
  expect_accurate<ops::Lgamma>(truth, at, 4, 4);
}

TEST(OpsSpecial, DigammaBelowZero) {
  auto reference = [](const Big& x) { return Big(boost::math::digamma(x)); };
  const Truth truth{
      {}, reference, [](const Big& x) { return Big(boost::math::digamma(Big(1 - x))); }};
  std::vector<double> at;
  for (double x : points(-50, -1e-12, 600))
    if (x != std::floor(x)) at.push_back(x);
  for (double d = 0.1; d > 1e-13; d /= 5) at.insert(at.end(), {-3 + d, -3 - d, -3.5 + d, -3.5 - d});
  expect_accurate<ops::Lgamma>(truth, at, 4, 8);
}

TEST(OpsSpecial, DigammaAtItsPolesAndInfinity) {
  EXPECT_EQ(ops::digamma(0.0), -kInfinity);
  for (double x : {-1.0, -2.0, -1e300, -kInfinity, std::nan("")})
    EXPECT_TRUE(std::isnan(ops::digamma(x))) << x;
  EXPECT_EQ(ops::digamma(kInfinity), kInfinity);
}

// The quad twin's digamma is another algorithm.
TEST(OpsSpecial, DigammaOfFinerTypes) {
  for (double x : {1e-9, 0.3, 1.0, 1.4616321449683622, 7.5, 39.9, 41.0, 1e9, -0.7, -3.49})
    EXPECT_LE(abs(ops::digamma(Big(x)) - boost::math::digamma(Big(x))),
              Big(1e-33) * (1 + abs(boost::math::digamma(Big(x)))))
        << x;
}

}  // namespace
}  // namespace riserun::accuracy

// Accuracy of exp, log, the roots, pow and hypot: values as <cmath>'s, partials in ulps.
#include <gtest/gtest.h>

#include <riserun/core/ops/arithmetic.hpp>
#include <riserun/core/ops/exponential.hpp>
#include <riserun/core/ops/roots.hpp>
#include "tests/core/ops/accuracy.hpp"

namespace riserun::accuracy {
namespace {

Big ln(double x) { return Big(log(Big(x))); }

TEST(OpsExponential, Exp) {
  const Truth truth{[](const Big& x) { return Big(exp(x)); },
                    [](const Big& x) { return Big(exp(x)); }};
  expect_accurate<ops::Exp>(truth, points(-700, 700), 1, 1);
}

TEST(OpsExponential, Exp2) {
  const Big ln2 = ln(2);
  const Truth truth{[&](const Big& x) { return Big(exp(x * ln2)); },
                    [&](const Big& x) { return Big(exp(x * ln2) * ln2); }};
  expect_accurate<ops::Exp2>(truth, points(-1000, 1000), 1, 2.5);
}

TEST(OpsExponential, Expm1) {
  const Truth truth{[](const Big& x) { return Big(expm1(x)); },
                    [](const Big& x) { return Big(exp(x)); }};
  expect_accurate<ops::Expm1>(truth, points(-700, 700), 1, 2.5);
}

TEST(OpsExponential, Logarithms) {
  const Truth natural{[](const Big& x) { return Big(log(x)); },
                      [](const Big& x) { return Big(1 / x); }};
  expect_accurate<ops::Log>(natural, points(1e-300, 1e300), 1, 1);
  const Big ln2 = ln(2), ln10 = ln(10);
  const Truth binary{[&](const Big& x) { return Big(log(x) / ln2); },
                     [&](const Big& x) { return Big(1 / (x * ln2)); }};
  expect_accurate<ops::Log2>(binary, points(1e-300, 1e300), 1, 1.5);
  const Truth decimal{[&](const Big& x) { return Big(log(x) / ln10); },
                      [&](const Big& x) { return Big(1 / (x * ln10)); }};
  expect_accurate<ops::Log10>(decimal, points(1e-300, 1e300), 2, 1.5);
}

TEST(OpsExponential, Log1p) {
  const Truth truth{[](const Big& x) { return Big(log1p(x)); },
                    [](const Big& x) { return Big(1 / (1 + x)); }};
  expect_accurate<ops::Log1p>(truth, points(-0.999999, 1e300), 1, 1.5);
  std::vector<double> near_edge;
  for (double d = 0.1; d > 1e-16; d /= 3) near_edge.push_back(-1 + d);
  expect_accurate<ops::Log1p>(truth, near_edge, 1, 1.5);
}

TEST(OpsExponential, Roots) {
  const Truth square{[](const Big& x) { return Big(sqrt(x)); },
                     [](const Big& x) { return Big(1 / (2 * sqrt(x))); }};
  expect_accurate<ops::Sqrt>(square, points(1e-300, 1e300), 0.5, 1.5);
  const Truth cube{[](const Big& x) { return Big(cbrt(x)); },
                   [](const Big& x) { return Big(1 / (3 * cbrt(x) * cbrt(x))); }};
  expect_accurate<ops::Cbrt>(cube, points(-1e300, 1e300), 4, 10);  // glibc's cbrt: 4 ulps
  const Truth inverse{[](const Big& x) { return Big(1 / sqrt(x)); },
                      [](const Big& x) { return Big(-1 / (2 * x * sqrt(x))); }};
  expect_accurate<ops::Rsqrt>(inverse, points(1e-200, 1e200), 1.5, 3);
}

TEST(OpsExponential, Hypot) {
  const auto square_sum = [](const Big& a, const Big& b) { return Big(sqrt(a * a + b * b)); };
  const BinaryTruth truth{square_sum,
                          [=](const Big& a, const Big& b) { return Big(a / square_sum(a, b)); },
                          [=](const Big& a, const Big& b) { return Big(b / square_sum(a, b)); }};
  const std::vector<double> at = points(-1e200, 1e200, 2000, 1e-100);
  expect_accurate<ops::Hypot>(truth, pairs(at, at), 1, 2);
  const std::vector<double> tame = points(-1e3, 1e3);
  expect_accurate<ops::Hypot>(truth, pairs(tame, tame), 1, 2);
}

TEST(OpsExponential, Pow) {
  const BinaryTruth truth{[](const Big& a, const Big& b) { return Big(pow(a, b)); },
                          [](const Big& a, const Big& b) { return Big(b * pow(a, b - 1)); },
                          [](const Big& a, const Big& b) { return Big(pow(a, b) * log(a)); }};
  expect_accurate<ops::Power>(truth, pairs(points(1e-8, 1e4, 500), points(-16, 16, 500)), 1, 3);
  // Where y = a^b leaves the range and b a^(b-1) does not, or the other way round.
  for (const auto& [a, b] : std::vector<std::array<double, 2>>{
           {1e-200, 1.6}, {1e-300, 1.05}, {1e200, 1.5}, {1e-300, 0.01}, {1e-160, 2}}) {
    const double slope = ops::Power::partials(a, b, std::pow(a, b))[0];
    EXPECT_LE(ulps(slope, truth.by_a(Big(a), Big(b))), 3) << a << ' ' << b;
  }
}

// The slope of a power by its base at the places where y b / a would be NaN.
TEST(OpsExponential, PowAtZero) {
  auto by_base = [](double a, double b) { return ops::Power::partials(a, b, std::pow(a, b))[0]; };
  EXPECT_EQ(by_base(0, 0), 0);
  EXPECT_EQ(by_base(0, 1), 1);
  EXPECT_EQ(by_base(0, 2), 0);
  EXPECT_EQ(by_base(0, 3), 0);
  EXPECT_EQ(by_base(0, 0.5), kInfinity);
  EXPECT_EQ(by_base(1e-310, 0), 0);
  EXPECT_EQ(by_base(-2, 3), 12);
  EXPECT_EQ(by_base(-2, -1), -0.25);
}

}  // namespace
}  // namespace riserun::accuracy

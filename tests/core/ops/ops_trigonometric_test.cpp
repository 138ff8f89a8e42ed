// Accuracy of the trigonometric and hyperbolic ops and their inverses.
#include <gtest/gtest.h>

#include <riserun/core/ops/hyperbolic.hpp>
#include <riserun/core/ops/trigonometric.hpp>
#include "tests/core/ops/accuracy.hpp"

namespace riserun::accuracy {
namespace {

// Distances of a hundred-thousandth to one ulp from an edge, on both sides of zero.
std::vector<double> close_to_one(bool beyond) {
  std::vector<double> at;
  for (double d = 0.1; d > 1.2e-16; d /= 2.7)
    for (double sign : {-1.0, 1.0})
      if (!beyond || sign > 0) at.push_back(sign * (beyond ? 1 + 2 * d : 1 - d));
  return at;
}

TEST(OpsTrigonometric, SinCosTan) {
  const Truth s{[](const Big& x) { return Big(sin(x)); }, [](const Big& x) { return Big(cos(x)); }};
  const Truth c{[](const Big& x) { return Big(cos(x)); },
                [](const Big& x) { return Big(-sin(x)); }};
  const Truth t{[](const Big& x) { return Big(tan(x)); },
                [](const Big& x) { return Big(1 / (cos(x) * cos(x))); }};
  expect_accurate<ops::Sin>(s, points(-1e12, 1e12), 1, 1);
  expect_accurate<ops::Cos>(c, points(-1e12, 1e12), 1, 1);
  expect_accurate<ops::Tan>(t, points(-1e12, 1e12), 1, 3);
  const double half_pi = std::numbers::pi / 2;  // the zero of cos and the pole of tan, to one ulp
  expect_accurate<ops::Sin>(s, {half_pi, 3 * half_pi, -half_pi}, 1, 1);
  expect_accurate<ops::Tan>(t, {half_pi, 3 * half_pi, -half_pi}, 1, 3);
}

TEST(OpsTrigonometric, AsinAcos) {
  const Truth s{[](const Big& x) { return Big(asin(x)); },
                [](const Big& x) { return Big(1 / sqrt(1 - x * x)); }};
  const Truth c{[](const Big& x) { return Big(acos(x)); },
                [](const Big& x) { return Big(-1 / sqrt(1 - x * x)); }};
  for (const auto& at : {points(-0.99999, 0.99999), close_to_one(false)}) {
    expect_accurate<ops::Asin>(s, at, 1, 2);
    expect_accurate<ops::Acos>(c, at, 1, 2);
  }
}

TEST(OpsTrigonometric, Atan) {
  const Truth truth{[](const Big& x) { return Big(atan(x)); },
                    [](const Big& x) { return Big(1 / (1 + x * x)); }};
  expect_accurate<ops::Atan>(truth, points(-1e150, 1e150), 1, 2.5);
}

TEST(OpsTrigonometric, Atan2) {
  const BinaryTruth truth{[](const Big& a, const Big& b) { return Big(atan2(a, b)); },
                          [](const Big& a, const Big& b) { return Big(b / (a * a + b * b)); },
                          [](const Big& a, const Big& b) { return Big(-a / (a * a + b * b)); }};
  // Sizes whose squares leave the range, and whose ratios do not.
  for (double size : {1e3, 1e200, 1e-200}) {
    const std::vector<double> at = points(-size, size, 1000, size * 1e-12);
    expect_accurate<ops::Atan2>(truth, pairs(at, at), 1, 3);
  }
}

TEST(OpsHyperbolic, SinhCosh) {
  const Truth s{[](const Big& x) { return Big(sinh(x)); },
                [](const Big& x) { return Big(cosh(x)); }};
  const Truth c{[](const Big& x) { return Big(cosh(x)); },
                [](const Big& x) { return Big(sinh(x)); }};
  expect_accurate<ops::Sinh>(s, points(-700, 700), 2, 3);  // glibc's sinh and cosh: 2 ulps
  expect_accurate<ops::Cosh>(c, points(-700, 700), 2, 4);
}

TEST(OpsHyperbolic, Tanh) {
  const Truth truth{[](const Big& x) { return Big(tanh(x)); },
                    [](const Big& x) { return Big(1 / (cosh(x) * cosh(x))); }};
  expect_accurate<ops::Tanh>(truth, points(-350, 350), 2.5, 5);
}

TEST(OpsHyperbolic, Inverses) {
  const Truth s{[](const Big& x) { return Big(asinh(x)); },
                [](const Big& x) { return Big(1 / sqrt(1 + x * x)); }};
  const Truth c{[](const Big& x) { return Big(acosh(x)); },
                [](const Big& x) { return Big(1 / sqrt(x * x - 1)); }};
  const Truth t{[](const Big& x) { return Big(atanh(x)); },
                [](const Big& x) { return Big(1 / (1 - x * x)); }};
  expect_accurate<ops::Asinh>(s, points(-1e300, 1e300), 2, 2.5);
  expect_accurate<ops::Acosh>(c, points(1.00001, 1e300), 2.5, 3);
  expect_accurate<ops::Acosh>(c, close_to_one(true), 2.5, 3);
  for (const auto& at : {points(-0.99999, 0.99999), close_to_one(false)})
    expect_accurate<ops::Atanh>(t, at, 2, 2);
}

TEST(OpsTrigonometric, Atan2AtTheEndsOfTheRange) {
  using ops::Atan2;
  constexpr double kTiny = 5e-324, kHuge = std::numeric_limits<double>::max();
  EXPECT_EQ(Atan2::partials(0.0, kTiny, 0.0), (std::array{kInfinity, 0.0}));
  EXPECT_EQ(Atan2::partials(kTiny, 0.0, 0.0), (std::array{0.0, -kInfinity}));
  const auto [by_a, by_b] = Atan2::partials(kHuge, kHuge, 0.0);
  EXPECT_DOUBLE_EQ(by_a, 0.5 / kHuge);
  EXPECT_DOUBLE_EQ(by_b, -0.5 / kHuge);
  EXPECT_DOUBLE_EQ(Atan2::partials(1e-320, 1e-300, 0.0)[1], -1e-320 / 1e-300 / 1e-300);
}

}  // namespace
}  // namespace riserun::accuracy

#include <riserun/plots/kinds/smooth.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace riserun::plots {
namespace {

TEST(Smooth, AConstantStaysFromTheFirstNumberOn) {
  for (const double value : smoothed(std::vector<double>(100, 3.0), 10))
    EXPECT_NEAR(value, 3.0, 1e-12);
}

TEST(Smooth, NoiseShrinksAndTheLevelStays) {
  std::vector<double> noisy;
  for (int i = 0; i < 1000; ++i) noisy.push_back(2.0 + (i % 2 == 0 ? 1.0 : -1.0));
  EXPECT_NEAR(smoothed(noisy).back(), 2.0, 0.06);  // A window of 20.
  EXPECT_EQ(smoothed({5.0, 1.0}, 0.5), (std::vector<double>{5.0, 1.0}));
}

TEST(Smooth, WhatIsNotFiniteIsPassedOver) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto out = smoothed({1.0, nan, 1.0, INFINITY, 1.0}, 4);
  EXPECT_TRUE(std::isnan(out[1]));
  EXPECT_TRUE(std::isinf(out[3]));
  EXPECT_NEAR(out[4], 1.0, 1e-12);
  EXPECT_TRUE(smoothed({}).empty());
  EXPECT_TRUE(std::isnan(smoothed({nan, nan})[1]));
}

}  // namespace
}  // namespace riserun::plots

// The noise of functions that are noisier than they look.
#include <riserun/check/slope/noise.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/random.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

TEST(Noise, IsAtLeastARoundingOfTheValue) {
  auto f = [](auto x) { return x; };
  const Noise noise =
      noise_from_twin([&](double x) { return f(x); }, [&](Quad x) { return f(x); }, 3.0, 3.0, 0.5);
  EXPECT_GE(noise.near, 3 * 0x1p-52);
  EXPECT_LE(noise.near, 3 * 0x1p-51);
}

// ln(e^x + 1) - x at large x: one ulp of the value is 2200 times too small.
TEST(Noise, OfACancellation) {
  auto f = [](auto x) {
    using std::exp, std::log;
    return log(exp(x) + 1) - x;
  };
  auto in_double = [&](double x) { return f(x); };
  auto in_quad = [&](Quad x) { return f(x); };
  Random random(5);
  for (int i = 0; i < 50; ++i) {
    const double x = snapped(random.uniform(5, 20));
    const double error = std::abs(static_cast<double>(Quad(f(x)) - f(Quad(x))));
    const Noise twin = noise_from_twin(in_double, in_quad, x, f(x), 0.25);
    EXPECT_GE(twin.near, error);
    EXPECT_GT(twin.near, 5 * 0x1p-52 * std::abs(f(x)));
    // A black box sees the same rounding all around x: a function that is flat and then jumps.
    const Noise blind = noise_from_residual<double>(in_double, x, f(x), 0.25);
    const double height = quantum<double>(in_double, x, f(x), 0.25);
    EXPECT_GE(std::max(blind.near, height), 0.3 * twin.near);
    EXPECT_LE(std::max(blind.near, height), 30 * twin.near);
  }
}

TEST(Noise, OfSmallArgumentsIsMeasuredFarAwayToo) {
  auto f = [](auto x) {
    using std::exp;
    return exp(x) - 1;
  };
  const Noise noise = noise_from_twin([&](double x) { return f(x); }, [&](Quad x) { return f(x); },
                                      1e-20, f(1e-20), 0.25);
  EXPECT_GE(noise.far, 0x1p-54);  // beside 1, the sum has been rounded
}

TEST(Quantum, FindsAHiddenFloat) {
  auto f = [](double x) { return static_cast<double>(static_cast<float>(x * x)); };
  const double height = quantum<double>(f, 1.1, f(1.1), 0.25);
  EXPECT_GT(height, 1e-8);
  EXPECT_LT(height, 1e-6);
}

TEST(Quantum, FindsAbsorption) {
  auto f = [](double x) { return (x + 1e8) - 1e8; };
  EXPECT_NEAR(quantum<double>(f, 1.0, f(1.0), 0.25), 0x1p-26, 0x1p-27);
}

TEST(Quantum, OfDoubleAndOfStepsThatAreMeant) {
  auto smooth = [](double x) { return std::exp(x); };
  EXPECT_EQ(quantum<double>(smooth, 1.0, smooth(1.0), 0.25), 0.0);
  auto steps = [](double x) { return std::floor(x); };
  EXPECT_EQ(quantum<double>(steps, 2.3, steps(2.3), 0.5), 0.0);
  auto ramp = [](double x) { return x > 0 ? x : 0; };  // flat, then rises without a jump
  EXPECT_LE(quantum<double>(ramp, -0.1, 0.0, 0.25), 0x1p-50);
}

TEST(Quantum, EndsInQuadToo) {
  // Halving an interval of quads by doubles once never ended.
  auto f = [](Quad x) { return log(1 + exp(x)); };
  const Quad x(-91.1325154708466);
  EXPECT_GT(quantum<Quad>(f, x, f(x), 16.0), 1e-35);
  // Nor where the spacing of quads is below the least double.
  auto logarithm = [](Quad t) { return log(t); };
  const Quad tiny(1e-300);
  EXPECT_EQ(quantum<Quad>(logarithm, tiny, log(tiny), 1e-301), 0.0);
}

}  // namespace
}  // namespace riserun::check

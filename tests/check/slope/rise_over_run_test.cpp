// Slopes whose error bound is to be believed, and the places where simpler rules were fooled.
#include <riserun/check/slope/rise_over_run.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/random.hpp>
#include <riserun/check/slope/noise.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

template <class F>
Slope<double> slope_of(F f, double x) {
  Probe<double> probe{f, x, f(x), {}, 0};
  probe.first_step = first_step<double>(probe.f, x, probe.fx);
  probe.noise = noise_from_residual<double>(probe.f, x, probe.fx, probe.first_step);
  return rise_over_run(probe);
}

// With the twin's noise, as ops are checked; the error must be bounded, and the bound not loose.
template <class F, class Derivative>
void expect_bounded(F f, Derivative derivative, double low, double high, double typical) {
  Random random(11);
  std::vector<double> bounds;
  for (int i = 0; i < 300; ++i) {
    const double x = snapped(low > 0 ? std::exp(random.uniform(std::log(low), std::log(high)))
                                     : random.uniform(low, high));
    const FunctionRef<double(double)> in_double(f);
    auto twin = [&](Quad t) { return f(t); };
    Probe<double> probe{in_double, x, f(x), {}, 0};
    probe.first_step = first_step<double>(probe.f, x, probe.fx);
    probe.noise = noise_from_twin(probe.f, twin, x, probe.fx, probe.first_step);
    const Slope<double> slope = rise_over_run(probe);
    const Quad truth = derivative(Quad(x));
    ASSERT_TRUE(slope.found);
    const double error = static_cast<double>(abs(Quad(slope.value) - truth));
    EXPECT_LE(error, slope.error) << "at " << x;
    bounds.push_back(slope.error / std::abs(static_cast<double>(truth)));
  }
  std::nth_element(bounds.begin(), bounds.begin() + 150, bounds.end());
  EXPECT_LE(bounds[150], typical);
}

TEST(RiseOverRun, BoundsItsError) {
  expect_bounded(
      [](auto x) {
        using std::exp;
        return exp(x);
      },
      [](Quad x) { return exp(x); }, -300, 300, 1e-13);
  expect_bounded(
      [](auto x) {
        using std::log;
        return log(x);
      },
      [](Quad x) { return 1 / x; }, 1e-3, 1e3, 1e-12);
  expect_bounded(
      [](auto x) {
        using std::sin;
        return sin(x);
      },
      [](Quad x) { return cos(x); }, -10, 10, 1e-13);
  expect_bounded([](auto x) { return 1 / x; }, [](Quad x) { return -1 / (x * x); }, 1e-60, 1e60,
                 1e-12);
  expect_bounded([](auto x) { return x * x * x; }, [](Quad x) { return 3 * x * x; }, 1e-20, 1e20,
                 1e-13);
}

TEST(RiseOverRun, ReachesTheTwinsDigits) {
  auto f = [](Quad x) { return exp(x); };
  Probe<Quad> probe{f, Quad(1), exp(Quad(1)), {1e-33, 1e-33}, 0.25};
  const Slope<Quad> slope = rise_over_run(probe);
  EXPECT_LE(static_cast<double>(abs(slope.value - exp(Quad(1)))), slope.error);
  EXPECT_LE(slope.error, 1e-29);
}

TEST(RiseOverRun, DividesByTheTrueRun) {
  // 0.1 + h is rounded; a linear function must still give its slope to the last bits.
  const Slope<double> slope = slope_of([](double x) { return 3 * x; }, 0.1);
  EXPECT_NEAR(slope.value, 3, 4e-15);
  EXPECT_EQ(slope.row.run, slope.row.x_plus - slope.row.x_minus);
}

TEST(RiseOverRun, SeesOnlyItsSideOfANearTie) {
  // The smallest error without Lepski's rule gave 0.5 here: the average of both sides.
  const double tie = 5 + 1e-9;
  auto f = [=](double x) { return x > tie ? x : tie; };
  EXPECT_NEAR(slope_of(f, 5 + 2e-9).value, 1, 1e-5);
  EXPECT_NEAR(slope_of(f, 5.0).value, 0, 1e-5);
}

TEST(RiseOverRun, IsNotFooledByAChaoticMap) {
  // 20 rounds of the logistic map: the slope grows to 1e5 and turns within 1e-6.
  auto f = [](auto x) {
    for (int i = 0; i < 20; ++i) x = 4 * x * (1 - x);
    return x;
  };
  auto slope_by_chain = [](Quad x) {
    Quad d(1);
    for (int i = 0; i < 20; ++i) {
      d = d * (4 - 8 * x);
      x = 4 * x * (1 - x);
    }
    return d;
  };
  Random random(3);
  for (int i = 0; i < 200; ++i) {
    const double x = snapped(random.uniform(0.05, 0.95));
    const Slope<double> slope = slope_of([&](double t) { return f(t); }, x);
    const double truth = static_cast<double>(slope_by_chain(Quad(x)));
    EXPECT_LE(std::abs(slope.value - truth), 2 * slope.error) << "at " << x;
  }
}

TEST(RiseOverRun, FindsAKinkOnlyWhereItIs) {
  auto relu = [](double x) { return x > 0 ? x : 0; };
  EXPECT_TRUE(slope_of(relu, 0.0).kink);
  EXPECT_FALSE(slope_of(relu, 1e-9).kink);
  EXPECT_FALSE(slope_of(relu, -1e-9).kink);
  auto lifted = [](double x) { return 1 + std::abs(x - 2); };
  EXPECT_TRUE(slope_of(lifted, 2.0).kink);
  EXPECT_FALSE(slope_of(lifted, 2.001).kink);
  EXPECT_FALSE(slope_of([](double x) { return std::exp(100 * x); }, 0.0).kink);
  EXPECT_FALSE(slope_of([](double x) { return x * std::abs(x); }, 0.0).kink);
  EXPECT_FALSE(slope_of([](double x) { return 1e6 * x * x; }, 0.0).kink);
}

TEST(RiseOverRun, FindsAJumpOnlyWhereItIs) {
  auto step = [](double x) { return x >= 2 ? x + 1 : x; };
  EXPECT_TRUE(slope_of(step, 2.0).jump);
  EXPECT_FALSE(slope_of(step, 2.001).jump);
  EXPECT_FALSE(slope_of([](double x) { return std::abs(x); }, 0.0).jump);
  EXPECT_FALSE(slope_of([](double x) { return 1e9 * x; }, 1.0).jump);
  EXPECT_FALSE(slope_of([](double x) { return std::cbrt(x); }, 0.0).jump);
}

TEST(RiseOverRun, OneSidedSlopes) {
  auto f = [](double x) { return x > 1 ? std::exp(x) : 2 * x + std::exp(1.0) - 2; };
  Probe<double> probe{f, 1.0, f(1.0), {1e-15, 1e-15}, 0.25};
  const Slope<double> left = rise_over_run(probe, Side::left);
  const Slope<double> right = rise_over_run(probe, Side::right);
  EXPECT_NEAR(left.value, 2, 2 * left.error);
  EXPECT_NEAR(right.value, std::exp(1.0), 2 * right.error);
  EXPECT_LE(left.error, 1e-12);
  EXPECT_LE(right.error, 1e-9);
}

TEST(RiseOverRun, StaysWhereTheFunctionIsFinite) {
  const Slope<double> slope = slope_of([](double x) { return std::log(x); }, 1e-12);
  ASSERT_TRUE(slope.found);
  EXPECT_NEAR(slope.value / 1e12, 1, 1e-9);
  auto nowhere = [](double) { return std::nan(""); };
  EXPECT_FALSE(slope_of(nowhere, 1.0).found);
  auto one_sided = [](double x) { return std::sqrt(x); };
  EXPECT_FALSE(slope_of(one_sided, 0.0).found);
}

TEST(RiseOverRun, DoesNotStepAcrossAPole) {
  const Slope<double> slope = slope_of([](double x) { return 1 / x; }, 1e-40);
  EXPECT_NEAR(slope.value / -1e80, 1, 1e-9);
}

}  // namespace
}  // namespace riserun::check

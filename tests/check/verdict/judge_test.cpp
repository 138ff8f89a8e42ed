// Verdicts on plain functions, without a twin.
#include <riserun/check/verdict/judge.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/random.hpp>
#include <riserun/check/gtest.hpp>
#include <riserun/check/subjects/mistake.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

template <class F>
PointReport judged(F f, double x, double analytic) {
  PointReport report;
  judge({.f = f, .x = x, .fx = f(x), .analytic = analytic}, {}, report);
  return report;
}

TEST(Judge, PassesWhatIsRightAndSaysHowFinely) {
  const PointReport report = judged([](double x) { return std::sin(x); }, 1.0, std::cos(1.0));
  EXPECT_EQ(report.verdict, Verdict::pass);
  EXPECT_LE(report.difference, report.tolerance);
  EXPECT_LE(report.resolution, 2e-13);
  EXPECT_NEAR(report.error, report.truncation + report.noise, 1e-18);
}

TEST(Judge, NothingWrongPasses) {
  auto f = [](double x) { return std::sin(x); };
  const double g = std::cos(1.0);
  for (double wrong : {-g, 2 * g, 0.0, g * (1 + 1e-9), g * (1 - 1e-11), g + 1e-6, std::nan(""),
                       HUGE_VAL, -HUGE_VAL})
    EXPECT_EQ(judged(f, 1.0, wrong).verdict, Verdict::fail) << wrong;
}

TEST(Judge, NotANumberIsAFailureAtAnyTolerance) {
  PointReport report;
  auto f = [](double x) { return x * x; };
  judge({.f = f, .x = 1, .fx = 1, .analytic = std::nan("")}, {.budget = 1e15}, report);
  EXPECT_EQ(report.verdict, Verdict::fail);
}

TEST(Judge, AZeroSlopeIsConclusiveBesideTheFunctionsScale) {
  const PointReport flat = judged([](double) { return 3.0; }, 1.0, 0.0);
  EXPECT_EQ(flat.verdict, Verdict::pass);
  EXPECT_TRUE(flat.absolute);
  const PointReport bottom = judged([](double x) { return x * x; }, 0.0, 0.0);
  EXPECT_EQ(bottom.verdict, Verdict::pass);
  EXPECT_EQ(judged([](double x) { return x * x; }, 0.0, 1e-6).verdict, Verdict::fail);
}

TEST(Judge, WhatNoiseHidesIsInconclusive) {
  // A slope of 1e-12 beside a value of 1: true, but no ladder in double can see it to six digits.
  auto f = [](double x) { return 1 + 1e-12 * std::sin(x); };
  const PointReport report = judged(f, 1.0, 1e-12 * std::cos(1.0));
  EXPECT_NE(report.verdict, Verdict::fail);
  auto noisy = [](double x) { return std::sin(x) + 1e-7 * std::sin(1e9 * x); };
  const PointReport unclear = judged(noisy, 1.0, std::cos(1.0));
  EXPECT_NE(unclear.verdict, Verdict::pass);
}

TEST(Judge, AHiddenFloatIsNoFailure) {
  auto f = [](double x) { return static_cast<double>(std::exp(static_cast<float>(x))); };
  Random random(1);
  for (int i = 0; i < 50; ++i) {
    const double x = snapped(random.uniform(-2, 2));
    const PointReport report = judged(f, x, std::exp(x));
    EXPECT_NE(report.verdict, Verdict::fail) << report.full();
  }
  EXPECT_EQ(judged(f, 1.0, 2 * std::exp(1.0)).verdict, Verdict::fail);
}

TEST(Judge, KinksOfFunctionsMayHaveAnySlopeBetween) {
  auto f = [](double x) { return std::abs(x - 1); };
  for (double g : {-1.0, 0.0, 0.3, 1.0}) EXPECT_EQ(judged(f, 1.0, g).verdict, Verdict::kink) << g;
  for (double g : {-1.1, 2.0, std::nan("")})
    EXPECT_EQ(judged(f, 1.0, g).verdict, Verdict::fail) << g;
}

TEST(Judge, AJumpHasNoSlope) {
  auto f = [](double x) { return x < 1 ? x : x + 1; };
  const PointReport report = judged(f, 1.0, 1.0);
  EXPECT_EQ(report.verdict, Verdict::undefined) << report.full();
  EXPECT_NE(report.reason.find("jumps"), std::string::npos);
}

TEST(Judge, DigitsAbsorbedWithoutATraceAreNoFailure) {
  // x + ln(1 + e^(-10 - x)): within 1e-12 of 0 the logarithm does not move at all.
  auto f = [](double x) { return x + std::log(1 + std::exp(-10 - x)); };
  const double e = std::exp(-10.0);
  EXPECT_NE(judged(f, 0.0, 1 / (1 + e)).verdict, Verdict::fail);
  EXPECT_EQ(judged(f, 0.0, 1.001 / (1 + e)).verdict, Verdict::fail);
}

// Rounding that is the same over thousands of ulp is noise, neither a slope nor a jump.
TEST(Judge, ARightSlopeOfACancellationIsNoFailure) {
  Random random(11);
  for (int i = 0; i < 100; ++i) {
    const double x = snapped(std::exp(random.uniform(std::log(1e-6), std::log(1e-2))));
    EXPECT_FALSE(is_wrong(judged([](double t) { return (std::exp(t) - 1) / t; }, x,
                                 0.5 + x / 3 + x * x / 8 + x * x * x / 30 + x * x * x * x / 144 +
                                     x * x * x * x * x / 840)
                              .verdict))
        << x;
    EXPECT_FALSE(is_wrong(
        judged([](double t) { return t - std::sin(t); }, x, 2 * std::sin(x / 2) * std::sin(x / 2))
            .verdict))
        << x;
    EXPECT_FALSE(
        is_wrong(judged([](double t) { return std::cosh(t) - 1; }, x, std::sinh(x)).verdict))
        << x;
    EXPECT_FALSE(is_wrong(
        judged([](double t) { return (1 - std::cos(t)) / (t * t); }, x, -x / 12 + x * x * x / 180)
            .verdict))
        << x;
  }
}

TEST(Judge, AnArgumentOfFewDigitsAfterThePointIsNoFailure) {
  Random random(12);
  auto f = [](double x) { return std::sin(x); };
  for (int i = 0; i < 100; ++i) {
    const double x = snapped(random.uniform(1e10, 1e12)) * (i % 2 == 0 ? 1 : -1);
    EXPECT_EQ(judged(f, x, std::cos(x)).verdict, Verdict::pass) << x;
    EXPECT_EQ(judged(f, x, -std::cos(x)).verdict, Verdict::fail) << x;
  }
}

TEST(Judge, BesideAKinkThereIsNoJump) {
  Random random(13);
  for (int i = 0; i < 300; ++i) {
    const double x = std::exp(random.uniform(std::log(1e-6), 0.0)) * (i % 2 == 0 ? 1 : -1);
    const double slope = x > 0 ? 1 : -1;
    EXPECT_EQ(judged([](double t) { return 5 + std::abs(t); }, x, slope).verdict, Verdict::pass);
    EXPECT_EQ(judged([](double t) { return 1 - std::abs(t); }, x, -slope).verdict, Verdict::pass);
  }
}

TEST(Judge, TheSmallestNumbersHaveSlopesToo) {
  for (double x : {1e-15, 1e-33, -1e-40, 1e-100, -1e-200, 1e-300}) {
    const double slope = x > 0 ? 1 : -1;
    auto f = [](double t) { return std::abs(t); };
    EXPECT_EQ(judged(f, x, slope).verdict, Verdict::pass) << x;
    EXPECT_EQ(judged(f, x, -slope).verdict, Verdict::fail) << x;
    EXPECT_EQ(judged(f, x, 0).verdict, Verdict::fail) << x;
  }
}

TEST(Judge, APeriodTheStepsMeetHidesNoSlope) {
  auto triangle = [](double x) { return std::abs(x - 2 * std::floor(x / 2 + 0.5)); };
  for (double x : {-554.58, 142.5, 1000.25}) {
    const double slope = x > 2 * std::floor(x / 2 + 0.5) ? 1 : -1;
    EXPECT_EQ(judged(triangle, x, slope).verdict, Verdict::pass) << x;
    EXPECT_EQ(judged(triangle, x, 0).verdict, Verdict::fail) << x;
  }
}

TEST(Judge, AResolutionIsNoFinerThanTheSlopeIsKnown) {
  // A slope of 2e-8 beside 1e8, of which double knows some digits: no PASS by f's own scale.
  auto f = [](double x) { return 1e8 + 1e-4 * x * x; };
  const PointReport report = judged(f, 1e-4, 2e-8);
  EXPECT_NE(report.verdict, Verdict::fail);
  if (report.verdict == Verdict::pass && std::abs(report.slope) > report.tolerance) {
    EXPECT_GE(report.resolution, report.tolerance / std::abs(report.slope));
  }
}

TEST(Judge, APoleBesideThePointDoesNotHideTheSlope) {
  auto f = [](double x) { return std::lgamma(x); };
  const PointReport report = judged(f, 1e-10, -1e10 - 0.57721566);
  EXPECT_EQ(report.verdict, Verdict::pass) << report.full();
}

TEST(Judge, DoesNotEvaluateWithoutNeed) {
  int calls = 0;
  auto f = [&](double x) {
    ++calls;
    return std::sin(x);
  };
  EXPECT_EQ(judged(f, 1.0, std::cos(1.0)).verdict, Verdict::pass);
  EXPECT_LE(calls, 160);
}

TEST(Mistake, IsNamed) {
  const std::vector<double> x{3, 5};
  const std::vector<double> slopes{2, 7};
  auto named = [&](double analytic) {
    return symptom_text(
        {.analytic = analytic, .slope = 2, .y = 10, .operand = 0, .x = x, .slopes = slopes});
  };
  EXPECT_NE(named(-2).find("sign"), std::string::npos);
  EXPECT_NE(named(4).find("twice"), std::string::npos);
  EXPECT_NE(named(7).find("operand 1"), std::string::npos);
  EXPECT_NE(named(20).find("output"), std::string::npos);
  EXPECT_NE(named(6).find("multiplied by the operand"), std::string::npos);
  EXPECT_NE(named(0).find("missing"), std::string::npos);
  EXPECT_NE(named(2.0002).find("constant factor"), std::string::npos);
  EXPECT_NE(named(std::nan("")).find("not a number"), std::string::npos);
  EXPECT_EQ(named(2.9), "analytic/slope = 1.45");
}

}  // namespace
}  // namespace riserun::check

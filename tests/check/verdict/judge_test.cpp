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

TEST(Judge, AFormulaMayLoseWhatTheFunctionLoses) {
  // x sin x - 2 (1 - cos x) over x^3, of which rounding takes the fourth digit.
  auto f = [](double x) { return (1 - std::cos(x)) / (x * x); };
  const double x = 1e-3;
  const double rounded = std::sin(x) / (x * x) - 2 * (1 - std::cos(x)) / (x * x * x);
  EXPECT_FALSE(is_wrong(judged(f, x, rounded).verdict)) << judged(f, x, rounded).full();
  EXPECT_EQ(judged(f, x, 1.0).verdict, Verdict::fail);
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
  // A slope of 2e-4 beside 1e8, of which double knows three digits: no PASS by f's own scale, and no
  // resolution finer than those digits.
  auto f = [](double x) { return 1e8 + 1e-4 * x * x; };
  const PointReport report = judged(f, 1.0, 2e-4);
  EXPECT_EQ(report.verdict, Verdict::inconclusive) << report.full();
  EXPECT_FALSE(report.absolute);
  EXPECT_GE(report.resolution, 2 * report.error / std::abs(report.slope));
  EXPECT_NE(judged(f, 1.0, 2.00001e-4).verdict, Verdict::pass);
}

// Whatever passes is right to the resolution that is printed.
TEST(Judge, APassIsNoCoarserThanItSays) {
  Random random(15);
  for (int i = 0; i < 300; ++i) {
    const double x = std::exp(random.uniform(-6, 3)), c = std::exp(random.uniform(-6, 12));
    const double right = 0.01 * std::cos(0.01 * x);
    for (double wrong : {1e-9, 1e-6, 1e-3, 1.0}) {
      const PointReport report =
          judged([=](double t) { return c + std::sin(0.01 * t); }, x, right * (1 + wrong));
      if (report.verdict == Verdict::pass && !report.absolute) {
        EXPECT_LE(wrong, report.resolution) << report.full();
      }
    }
  }
}

TEST(Judge, AFunctionThatIsRoundedToAConstantIsNotResolved) {
  // ln(1 + e^x) at -40 is 0 in double, and has a slope of 4e-18.
  auto softplus = [](double x) { return std::log(1 + std::exp(x)); };
  for (double x : {-40.0, -38.0}) {
    const PointReport report = judged(softplus, x, 0);
    EXPECT_NE(report.verdict, Verdict::pass) << report.full();
    EXPECT_FALSE(is_wrong(judged(softplus, x, std::exp(x)).verdict)) << x;
  }
  const PointReport zero = judged([](double) { return 0.0; }, 1.0, 0.0);
  EXPECT_EQ(zero.verdict, Verdict::pass);
  EXPECT_TRUE(zero.absolute);
  EXPECT_GT(zero.resolution, 0);
  EXPECT_EQ(judged([](double) { return 0.0; }, 1.0, 1e-9).verdict, Verdict::fail);
}

TEST(Judge, ALossInTinyUnitsIsJudgedLikeAnyOther) {
  for (double unit : {1e-19, 1e-30, 1e-200, 1e-290}) {
    auto f = [=](double x) { return unit * std::sin(x); };
    EXPECT_EQ(judged(f, 1.0, unit * std::cos(1.0)).verdict, Verdict::pass) << unit;
    for (double factor : {0.0, -1.0, 2.0, 1 + 1e-6})
      EXPECT_EQ(judged(f, 1.0, factor * unit * std::cos(1.0)).verdict, Verdict::fail) << unit;
  }
}

// Right slopes of functions that lose digits, jump with their rounding or are noisy; twice the slope
// is seen to be wrong at most points all the same.
struct Hard {
  const char* name;
  double (*f)(double);
  double (*slope)(double);
  double low, high;
};

double noise(double x) { return std::sin(std::fmod(1e15 * x, 1e3)); }

constexpr Hard kHard[] = {
    {"x - sin x", [](double x) { return x - std::sin(x); },
     [](double x) { return 2 * std::sin(x / 2) * std::sin(x / 2); }, 1e-6, 1e3},
    {"cosh x - 1", [](double x) { return std::cosh(x) - 1; }, [](double x) { return std::sinh(x); },
     1e-9, 30},
    {"ln(1 + x) - x", [](double x) { return std::log(1 + x) - x; },
     [](double x) { return -x / (1 + x); }, 1e-9, 1e6},
    {"e^x - 1 - x", [](double x) { return std::exp(x) - 1 - x; },
     [](double x) { return std::expm1(x); }, 1e-8, 20},
    {"tan x - x", [](double x) { return std::tan(x) - x; },
     [](double x) { return std::tan(x) * std::tan(x); }, 1e-6, 1.5},
    {"x - tanh x", [](double x) { return x - std::tanh(x); },
     [](double x) { return std::tanh(x) * std::tanh(x); }, 1e-6, 15},
    {"sqrt(1 + x) - 1", [](double x) { return std::sqrt(1 + x) - 1; },
     [](double x) { return 0.5 / std::sqrt(1 + x); }, 1e-10, 1e6},
    {"ln(1 + x) - ln x", [](double x) { return std::log(1 + x) - std::log(x); },
     [](double x) { return -1 / (x * (1 + x)); }, 1e-3, 1e12},
    {"(x + 1e3)^2 - 1e6", [](double x) { return (x + 1e3) * (x + 1e3) - 1e6; },
     [](double x) { return 2 * (x + 1e3); }, 1e-6, 1e3},
    {"ln B(x, 3)", [](double x) { return std::lgamma(x) + std::lgamma(3.0) - std::lgamma(x + 3); },
     [](double x) { return -1 / x - 1 / (x + 1) - 1 / (x + 2); }, 1e-3, 1e8},
    {"ln(1 + e^x)", [](double x) { return std::log(1 + std::exp(x)); },
     [](double x) { return 1 / (1 + std::exp(-x)); }, 1e-6, 700},
    {"triangle", [](double x) { return std::abs(x - 2 * std::floor(x / 2 + 0.5)); },
     [](double x) { return x > 2 * std::floor(x / 2 + 0.5) ? 1.0 : -1.0; }, 1e-6, 1e4},
    {"sin x, far out", [](double x) { return std::sin(x); }, [](double x) { return std::cos(x); },
     1e6, 1e12},
    {"sin x, to 1e-10", [](double x) { return std::sin(x) + 1e-10 * noise(x); },
     [](double x) { return std::cos(x); }, 1e-3, 1e3},
    {"sin x, to 1e-13", [](double x) { return std::sin(x) + 1e-13 * noise(x); },
     [](double x) { return std::cos(x); }, 1e-3, 1e3},
};

TEST(Judge, RightSlopesOfHardFunctionsAreNoFailures) {
  constexpr int kPoints = 150;
  for (const Hard& hard : kHard) {
    Random random(16);
    int seen = 0;
    for (int i = 0; i < kPoints; ++i) {
      double x = std::exp(random.uniform(std::log(hard.low), std::log(hard.high)));
      if (i % 2 == 0) x = snapped(x);
      const PointReport right = judged(hard.f, x, hard.slope(x));
      EXPECT_FALSE(is_wrong(right.verdict)) << hard.name << '\n' << right.full();
      seen += judged(hard.f, x, 2 * hard.slope(x)).verdict == Verdict::fail;
    }
    EXPECT_GE(seen, kPoints / 2) << hard.name;
  }
}

TEST(Judge, NoiseOfForwardIsNamedAndCanBeStated) {
  // Newton's iteration for e - 0.5 sin e = m, ended at 1e-6: Kepler's equation.
  auto kepler = [](double m) {
    double e = m;
    for (double step = 1; std::abs(step) > 1e-6;) {
      step = (m + 0.5 * std::sin(e) - e) / 2;
      e += step;
    }
    return e;
  };
  auto slope = [&](double m) { return 1 / (1 - 0.5 * std::cos(kepler(m))); };
  Random random(17);
  for (int i = 0; i < 40; ++i) {
    const double m = random.uniform(0.1, 3);
    PointReport report;
    judge({.f = kepler, .x = m, .fx = kepler(m), .analytic = slope(m)}, {.rtol = 1e-5}, report);
    EXPECT_FALSE(is_wrong(report.verdict)) << report.full();
    PointReport twice;
    judge({.f = kepler, .x = m, .fx = kepler(m), .analytic = 2 * slope(m)}, {.rtol = 1e-5}, twice);
    EXPECT_EQ(twice.verdict, Verdict::fail) << twice.full();
  }
  auto to_float = [](double x) { return static_cast<double>(std::exp(static_cast<float>(x))); };
  const PointReport hidden = judged(to_float, 1.1, std::exp(1.1));
  EXPECT_EQ(hidden.verdict, Verdict::inconclusive);
  EXPECT_NE(hidden.reason.find("say rtol ="), std::string::npos) << hidden.full();
}

// A relative tolerance of 1 or more would be refused; none is advised.
TEST(Judge, ValuesWithoutADigitGetNoAdviceOfATolerance) {
  const auto square = [](auto x) { return x * x; };
  const FunctionRef<Quad(Quad)> twin = square;
  PointReport report;
  judge({.f = square,
         .x = 1e-200,
         .fx = 0,
         .analytic = 2e-200,
         .twin = &twin,
         .twin_analytic = [] { return 2 * Quad(1e-200); }},
        {}, report);
  EXPECT_EQ(report.verdict, Verdict::inconclusive) << report.full();
  EXPECT_NE(report.reason.find("smaller than the errors of computing them"), std::string::npos)
      << report.full();
  EXPECT_EQ(report.reason.find("rtol"), std::string::npos) << report.full();
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

// Right ops pass, each wrong one is rejected for its own reason, and what cannot be judged is no
// pass.
#include <riserun/check/subjects/check_op.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>

#include <riserun/check/gtest.hpp>
#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

template <class Op>
OpReport checked(Options options = {}) {
  return check_op<Op>(options);
}

TEST(CheckOp, RightOpsPass) {
  RightOps::for_each([]<class Op>() {
    for (std::uint64_t seed : {1, 2, 3}) {
      const OpReport report = check_op<Op>({.seed = seed});
      EXPECT_TRUE(report.passed()) << report.full();
    }
  });
}

TEST(CheckOp, WrongOpsFail) {
  WrongOps::for_each([]<class Op>() {
    const OpReport report = check_op<Op>();
    EXPECT_EQ(report.verdict(), Verdict::fail) << Op::info.name << '\n' << report.full();
  });
}

TEST(CheckOp, SeesAPartInABillionAtEveryPoint) {
  const OpReport report = checked<SoftsignOffByPartInABillion>();
  EXPECT_EQ(report.operands[0].failed, report.operands[0].points);
  EXPECT_EQ(report.operands[0].points, Options{}.enough_wrong);
  EXPECT_NEAR(report.operands[0].worst_relative, 1e-9, 1e-10);  // that of points that fail, too
}

TEST(CheckOp, TextbookFormulasAreInaccurateInSaturation) {
  for (const OpReport& report :
       {checked<TextbookTanh>(), checked<TextbookSigmoid>(), checked<ExponentialByExpm1>()}) {
    EXPECT_EQ(report.verdict(), Verdict::inaccurate) << report.full();
    EXPECT_EQ(report.operands[0].failed, 0);
    EXPECT_GT(report.operands[0].inaccurate, 10);
    EXPECT_GT(report.operands[0].passed, 10);  // where nothing cancels they are fine
    EXPECT_GT(report.operands[0].worst_ulps, 1e10);
  }
}

TEST(CheckOp, ResolutionIsFineOnEveryPass) {
  const OpReport report = checked<Exponential>();
  EXPECT_LE(report.operands[0].worst_resolution, 1e-12);
  EXPECT_GT(report.operands[0].worst_resolution, 0);
}

TEST(CheckOp, HiddenFloatIsNotCalledWrong) {
  // cos is the right derivative of sin, float or not; what a float cannot resolve is inconclusive.
  const OpReport report = checked<HiddenFloat>();
  EXPECT_EQ(report.operands[0].failed, 0) << report.full();
  EXPECT_EQ(report.verdict(), Verdict::inconclusive);
}

TEST(CheckOp, WithoutATwinIsCoarserAndStillSees) {
  const OpReport right = checked<BlackBoxSine>();
  EXPECT_TRUE(right.passed()) << right.full();
  EXPECT_EQ(right.operands[0].by_twin, 0);
  EXPECT_EQ(checked<BlackBoxSineWrong>().verdict(), Verdict::fail);
}

// ---- coverage is a gate ---------------------------------------------------------------------

TEST(CheckOpCoverage, EmptyDomain) {
  const OpReport report = checked<EmptyDomain>();
  EXPECT_EQ(report.verdict(), Verdict::inconclusive);
  ASSERT_EQ(report.gaps.size(), 1u);
  EXPECT_NE(report.gaps[0].find("domain"), std::string::npos);
}

TEST(CheckOpCoverage, NoName) { EXPECT_EQ(checked<Nameless>().verdict(), Verdict::inconclusive); }

TEST(CheckOpCoverage, MissingEdges) {
  const OpReport report = checked<LogarithmWithoutEdges>();
  EXPECT_EQ(report.verdict(), Verdict::inconclusive) << report.full();
  ASSERT_EQ(report.gaps.size(), 1u);
  EXPECT_NE(report.gaps[0].find("NaN at -1"), std::string::npos) << report.gaps[0];
}

TEST(CheckOpCoverage, DomainWiderThanTheFunction) {
  const OpReport report = checked<LogarithmWithoutDomain>();
  EXPECT_EQ(report.verdict(), Verdict::fail);
  EXPECT_NE(report.full().find("inside the declared domain"), std::string::npos);
}

TEST(CheckOpCoverage, TooFewConclusivePoints) {
  // A float's seven digits leave most points unresolved, and that must not pass.
  const OpReport report = checked<HiddenFloat>();
  EXPECT_EQ(report.verdict(), Verdict::inconclusive);
  ASSERT_FALSE(report.gaps.empty());
  EXPECT_NE(report.gaps[0].find("conclusive"), std::string::npos);
}

// ---- the reports --------------------------------------------------------------------------------

TEST(CheckOp, IsDeterministic) {
  const OpReport a = checked<SoftsignOnlyRightForPositive>({.seed = 9});
  const OpReport b = checked<SoftsignOnlyRightForPositive>({.seed = 9});
  EXPECT_EQ(a.full(), b.full());
  EXPECT_NE(a.full(), checked<SoftsignOnlyRightForPositive>({.seed = 10}).full());
}

TEST(CheckOp, FailuresAreTheSimplestAndNamed) {
  const OpReport sign = checked<SoftsignWrongSign>();
  ASSERT_FALSE(sign.wrong.empty());
  EXPECT_EQ(sign.wrong[0].at[0], 0.0);  // simpler than any
  EXPECT_NE(sign.wrong[0].reason.find("sign"), std::string::npos);
  const OpReport half = checked<SoftsignOnlyRightForPositive>();
  EXPECT_EQ(half.wrong[0].at[0], -1.0);
  const OpReport swapped = checked<QuotientSwapped>();
  EXPECT_NE(swapped.mistake.find("another operand's derivative"), std::string::npos)
      << swapped.full();
  EXPECT_NE(checked<RectifierTimesOutput>().full().find("multiplied by the output"),
            std::string::npos);
}

TEST(CheckOp, FailuresShowEveryFigure) {
  const std::string text = checked<SoftsignOffByPartInABillion>().wrong.at(0).full();
  for (const char* part : {"FAIL softsign/0",
                           "h=0x1",
                           "x-=",
                           "x+=",
                           "run=",
                           "rise=",
                           "slope=",
                           "E_fd=",
                           "truncation",
                           "noise",
                           "analytic=",
                           "|diff|=",
                           "> tol=",
                           "rel=1e-09",
                           "ulp=",
                           "resolution=",
                           "confirmed at 3/4 h and in quad",
                           "a constant factor?",
                           "repro: riserun::check::check_at(\"softsign/0@0x",
                           "\", ops), where ops has your op"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " is missing in\n" << text;
}

TEST(CheckOp, KeepsNoMoreFailuresThanAsked) {
  const OpReport report = checked<SoftsignWrongSign>({.kept_failures = 2});
  EXPECT_LE(report.wrong.size(), 2u);
  EXPECT_GE(report.wrong.size(), 1u);
}

TEST(CheckOp, RejectsBadOptions) {
  EXPECT_THROW(static_cast<void>(checked<Softsign>({.points = 0})), ConfigError);
  EXPECT_THROW(static_cast<void>(checked<Softsign>({.budget = -1})), ConfigError);
  EXPECT_THROW(static_cast<void>(checked<Softsign>({.resolution = std::nan("")})), ConfigError);
}

TEST(CheckOpAt, JudgesOnePoint) {
  const PointReport pass = check_op_at(under_test<Softsign>(), 0, std::vector{2.0});
  EXPECT_EQ(pass.verdict, Verdict::pass);
  EXPECT_NEAR(pass.slope, 1.0 / 9, 1e-14);
  EXPECT_GT(pass.resolution, 0);
  EXPECT_LE(pass.resolution, 1e-12);
  EXPECT_EQ(check_op_at(under_test<SoftsignWrongSign>(), 0, std::vector{2.0}).verdict,
            Verdict::fail);
  EXPECT_EQ(check_op_at(under_test<Rectifier>(), 0, std::vector{0.0}).verdict, Verdict::kink);
  EXPECT_EQ(check_op_at(under_test<Logarithm>(), 0, std::vector{0.0}).verdict, Verdict::undefined);
  EXPECT_EQ(check_op_at(under_test<Logarithm>(), 0, std::vector{-1.0}).verdict, Verdict::undefined);
  EXPECT_THROW(static_cast<void>(check_op_at(under_test<Softsign>(), 1, std::vector{2.0})),
               ConfigError);
  EXPECT_THROW(static_cast<void>(check_op_at(under_test<Softsign>(), 0, std::vector{2.0, 3.0})),
               ConfigError);
}

// Budgets and tolerances are what separate right from wrong: loosened, the checker must go blind.
TEST(CheckOp, ItsToleranceIsWhatCatches) {
  const OpReport strict = checked<SoftsignOffByPartInABillion>();
  const OpReport loose = checked<SoftsignOffByPartInABillion>({.budget = 16e6});
  EXPECT_EQ(strict.verdict(), Verdict::fail);
  EXPECT_EQ(loose.operands[0].failed, 0);
}

// sqrt x by Newton's iteration, ended at 1e-7; says so or not.
template <bool says_so>
struct RootByIteration {
  static constexpr bool has_twin = false;
  static constexpr double rtol = says_so ? 1e-6 : 0;
  static constexpr auto info =
      unary_op("root_by_iteration", "sqrt x",
               {.domain = {0.5, 100},
                .edges = {boundary(0, std::numeric_limits<double>::quiet_NaN(), kInfinity)}});
  template <class T>
  static T forward(T x) {
    T y = x;
    for (T step(1); std::abs(step) > 1e-7 * y; y += step) step = (x / y - y) / 4;
    return y;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {0.5 / std::sqrt(x)};
  }
};
struct RootByIterationTwice : RootByIteration<true> {
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {1 / std::sqrt(x)};
  }
};

TEST(CheckOp, AnOpSaysHowAccurateItIs) {
  EXPECT_EQ(check_op<RootByIteration<false>>().verdict(), Verdict::fail);
  const OpReport own = check_op<RootByIteration<true>>();
  EXPECT_TRUE(own.passed()) << own.full();
  EXPECT_TRUE(check_op<RootByIteration<false>>({.rtol = 1e-6}).passed());
  EXPECT_EQ(check_op<RootByIterationTwice>().verdict(), Verdict::fail);
}

struct Dropout : BlackBoxSine {
  template <class T>
  static T forward(T x) {
    static int calls = 0;
    return ++calls % 2 == 0 ? std::sin(x) : T(0.5);
  }
};
TEST(CheckOp, WhatIsRandomIsNamed) {
  EXPECT_NE(check_op<Dropout>().full().find("not deterministic"), std::string::npos)
      << check_op<Dropout>().full();
}

// The sign is wrong where values are below 1e-16, and there is no twin to say so.
struct TailWithWrongSign {
  static constexpr bool has_twin = false;
  static constexpr auto info = unary_op("wrong_tail_sign", "e^(-x^2)", {.domain = {-20, 20}});
  template <class T>
  static T forward(T x) {
    return std::exp(-x * x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    return {(std::abs(x) > 6.1 ? 2 : -2) * x * y};
  }
};
TEST(CheckOp, ValuesFarBelowOneHaveSlopesToo) {
  EXPECT_EQ(check_op<TailWithWrongSign>().verdict(), Verdict::fail);
}

// Bodies of `width` operands at a time, whose tail reads the wrong operand.
template <std::size_t width>
struct WrongTail {
  static constexpr auto info = variadic_op("wrong_tail", "sum x^2", {.domain = {-3, 3}});
  template <class T>
  static T forward(std::span<const T> x) {
    T sum(0);
    for (T v : x) sum = sum + v * v;
    return sum;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    const std::size_t body = x.size() / width * width;
    for (std::size_t i = 0; i < x.size(); ++i)
      dy_dx[i] = T(2) * (body == 0 || i < body ? x[i] : x[i - body]);
  }
};

TEST(CheckOp, TailsOfVectorisedBodiesAreSeen) {
  EXPECT_EQ(check_op<WrongTail<4>>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op<WrongTail<8>>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op<WrongTail<16>>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op<WrongTail<32>>().verdict(), Verdict::fail);
}

// sqrt x that throws below 0 or, if it is to be wrong, inside its domain.
template <bool inside>
struct ThrowingRoot {
  static constexpr bool has_twin = false;
  static constexpr auto info = unary_op("throwing_root", "sqrt x", {.domain = {0.5, 10}});
  template <class T>
  static T forward(T x) {
    if (x < 0 || (inside && x > 3)) throw std::domain_error("no root here");
    return std::sqrt(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {T(0.5) / y};
  }
};

TEST(CheckOp, AThrowIsTheOpsVerdictAndNoEndOfTheOthers) {
  const OpReport outside = check_op<ThrowingRoot<false>>();
  EXPECT_TRUE(outside.passed()) << outside.full();
  const OpReport inside = check_op<ThrowingRoot<true>>();
  EXPECT_EQ(inside.verdict(), Verdict::fail);
  EXPECT_NE(inside.full().find("it throws: no root here"), std::string::npos) << inside.full();
}

}  // namespace
}  // namespace riserun::check

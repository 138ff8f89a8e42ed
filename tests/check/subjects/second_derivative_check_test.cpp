// Every op's second derivatives, as the engine computes them, against rise over run of its partials
// in quad. An op without them, or with wrong ones, fails here by name.
#include <riserun/check/subjects/second_derivative_check.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/check/subjects/bend.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/extremes.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/core/derivatives/calculus.hpp>
#include <riserun/core/ops.hpp>
#include "tests/check/ops_step_by_step.hpp"
#include "tests/check/right_ops.hpp"

namespace riserun::check {
namespace {

using ::testing::HasSubstr;

/// What is wrong, a line each.
std::vector<std::string> broken(const OpUnderTest& op, int samples = 16, std::uint64_t seed = 1) {
  std::vector<std::string> lines;
  check_second_derivatives(op, samples, {}, Random(seed), lines);
  return lines;
}
template <AnyOp Op>
std::string first_broken() {
  const std::vector<std::string> lines = broken(under_test<Op>());
  return lines.empty() ? "nothing" : lines.front();
}

TEST(SecondDerivatives, OfEveryBuiltinOpOverItsWholeDomain) {
  for (const OpUnderTest& op : under_test_all<BuiltinOps>())
    EXPECT_THAT(broken(op), ::testing::IsEmpty()) << op.info.name;
}

TEST(SecondDerivatives, OfRightOpsOfUsers) {
  for (const OpUnderTest& op : under_test_all<test::RightOps>())
    EXPECT_THAT(broken(op), ::testing::IsEmpty()) << op.info.name;
}

// Each operand in turn as a constant, which a node records in another way than a variable.
TEST(SecondDerivatives, WithConstantOperands) {
  for (const OpUnderTest& op : under_test_all<BuiltinOps>()) {
    const int operands = op.info.arity == kVariadic ? 4 : op.info.arity;
    for (const auto& x : sample_points(op.info, operands, 10, Random(2))) {
      const Matrix all = hessian(op.record, x);
      for (std::size_t constant = 0; x.size() > 1 && constant < x.size(); ++constant) {
        const Matrix some = hessian(
            [&](std::span<const Value> variables) {
              std::vector<Value> mixed(variables.begin(), variables.end());
              mixed[constant] = x[constant];
              return op.record(mixed);
            },
            x);
        for (std::size_t i = 0; i < x.size(); ++i)
          for (std::size_t j = 0; j < x.size(); ++j) {
            const double wanted = i == constant || j == constant ? 0.0 : all(i, j);
            EXPECT_TRUE(some(i, j) == wanted || (std::isnan(some(i, j)) && std::isnan(wanted)))
                << op.info.name << " at (" << fmt::format("{}", fmt::join(x, ", "))
                << "), constant " << constant << ": " << some(i, j) << " instead of " << wanted;
          }
      }
    }
  }
}

// ---- bends ------------------------------------------------------------------------------------

double second_derivative(const OpUnderTest& op, double x, Side side = Side::both) {
  const Bend found = bends_at(op, std::array{x}, 0, side)[0];
  return found.found() ? static_cast<double>(found.value) : std::nan("");
}

TEST(Bends, KeepTheirDigitsAtEverySize) {
  const OpUnderTest tanh = under_test<ops::Tanh>(), log = under_test<ops::Log>();
  for (double x : {5e-324, 1e-300, 1e-20, 1e-9})  // d2/dx2 tanh = -2 x near 0
    EXPECT_NEAR(second_derivative(tanh, x) / x, -2, 1e-9) << x;
  for (double x : {1e-150, 1e-20, 0.37, 3.0, 1e100})
    EXPECT_DOUBLE_EQ(second_derivative(log, x), -1 / (x * x)) << x;
  EXPECT_EQ(second_derivative(log, 5e-324), -kInfinity);  // beyond the range of double, not of quad
}

TEST(Bends, OfBothSidesOfAKink) {
  const OpUnderTest softsign = under_test<ops::Softsign>();
  EXPECT_DOUBLE_EQ(second_derivative(softsign, 0.0, Side::right), -2);
  EXPECT_DOUBLE_EQ(second_derivative(softsign, 0.0, Side::left), 2);
  EXPECT_NEAR(second_derivative(softsign, 1e-12), -2, 1e-9);  // beside it, on the right
}

TEST(Bends, WhatNoStepSettlesIsNotFound) {
  EXPECT_TRUE(std::isnan(second_derivative(under_test<ops::Sqrt>(), 0.0)));
  EXPECT_TRUE(std::isnan(second_derivative(under_test<ops::Relu>(), 0.0)));
}

// ---- what the check must reject ---------------------------------------------------------------

template <class Op>
class LostDigits : public ::testing::Test {};
using Losing = ::testing::Types<ops::Tanh, ops::Sigmoid, ops::Atanh, ops::Asin, ops::Acos,
                                ops::Cosh, ops::Mish, ops::Erf, ops::Erfc, ops::Gelu>;
TYPED_TEST_SUITE(LostDigits, Losing);
TYPED_TEST(LostDigits, AreSeen) {
  EXPECT_THAT(first_broken<test::StepByStep<TypeParam>>(), HasSubstr("d2y/dx0 dx0"));
}

TEST(SecondDerivatives, LostBetweenOperandsAreSeen) {
  EXPECT_THAT(first_broken<test::StepByStepOfTwo<ops::Hypot>>(), HasSubstr("d2y/"));
  EXPECT_THAT(first_broken<test::StepByStepOfTwo<ops::Atan2>>(), HasSubstr("d2y/"));
}

TEST(SecondDerivatives, AHessianThatIsNotSymmetricIsSeen) {
  std::string all;
  for (const std::string& line : broken(under_test<test::StepByStepOfTwo<ops::Power>>()))
    all += line + '\n';
  EXPECT_THAT(all, HasSubstr("at (0, 1): d2y/dx1 dx0 is not d2y/dx0 dx1"));
}

TEST(SecondDerivatives, SlopesLostAtTheExtremesAreSeen) {
  EXPECT_THAT(first_broken<test::AtanPlain>(), HasSubstr("dy/dx0: expected"));
  EXPECT_THAT(first_broken<test::SoftsignPlain>(), HasSubstr("dy/dx0: expected"));
  EXPECT_THAT(first_broken<test::HypotPlain>(), HasSubstr("at ("));
  OpUnderTest cut = under_test<test::AtanPlain>();  // what does not go beyond is not tried there
  cut.info.domain[0] = {-1e100, 1e100};
  cut.info.beyond = {};
  EXPECT_THAT(broken(cut), ::testing::IsEmpty());
}

TEST(Extremes, ALostNanIsSeen) {
  std::vector<std::string> lines;
  find_lost_nan(under_test<ops::LogSumExp>(), lines);
  EXPECT_THAT(lines, ::testing::IsEmpty());
  find_lost_nan(under_test<test::LogSumExpLosesNan>(), lines);
  EXPECT_THAT(lines, ::testing::ElementsAre(HasSubstr("of (inf, nan) the value is inf"),
                                            HasSubstr("of (-inf, nan) the value is -inf")));
}

TEST(Extremes, AClampThatIsConstantHasNoSlope) {
  const std::array at{0.0, 0.0, 0.0};
  EXPECT_EQ(check_op_at(under_test<test::ClampOfTwoTies>(), 0, at).verdict, Verdict::fail);
  EXPECT_FALSE(is_wrong(check_op_at(under_test<ops::Clamp>(), 0, at).verdict));
}

// 1 to the power of -1e16 is 0 or infinite at any step that quad can tell from 1 by 1e-9.
TEST(Bends, AStepThatJumpsOverTheFunctionSeesNothing) {
  const Bend bend = bends_at(under_test<ops::Power>(), std::array{1.0, -1e16}, 0)[0];
  EXPECT_FALSE(bend.found() && bend.value == Quad(0));
}

// A wrong second derivative fails the op's check, and with it the suite.
TEST(SecondDerivatives, ArePartOfTheOpsCheck) {
  Options few;
  few.points = 32;
  OpUnderTest tanh = under_test<test::StepByStep<ops::Tanh>>();
  tanh.builtin = true;
  const OpReport report = check_op(tanh, few);
  EXPECT_EQ(report.verdict(), Verdict::fail);
  EXPECT_THAT(report.full(), HasSubstr("d2y/dx0 dx0"));
  EXPECT_EQ(check_op(under_test<ops::Tanh>(), few).verdict(), Verdict::pass);
}

// Right at first order everywhere; at x = 1 the short cut has another derivative than the curve.
struct CubeWithShortCut {
  static constexpr auto info = unary_op("cube with a short cut", "x^3", {.domain = {-8, 8}});
  template <class T>
  static T forward(T x) {
    return x * x * x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    if (x == T(1)) return {T(3)};
    return {T(3) * x * x};
  }
};
// y / x is right to the last digit, and its derivative has none left near 0.
struct SquareByDivision {
  static constexpr auto info = unary_op("x sin x", "x sin x", {.domain = {-1, 1}});
  template <class T>
  static T forward(T x) {
    using std::sin;
    return x * sin(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::cos;
    return {x == T(0) ? T(0) : y / x + x * cos(x)};
  }
};

TEST(SecondDerivatives, WrongOnesOfUsersAreSeen) {
  EXPECT_THAT(first_broken<CubeWithShortCut>(), HasSubstr("at (1): d2y/dx0 dx0: expected 6"));
  EXPECT_THAT(first_broken<SquareByDivision>(), HasSubstr("d2y/dx0 dx0"));
}

// Looks its slope up in plain numbers, which would lose the second derivative.
struct Converted {
  static constexpr auto info = unary_op("converted", "x^2", {.domain = {-8, 8}});
  template <class T>
  static T forward(T x) {
    return x * x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(2 * static_cast<double>(x))};
  }
};

TEST(SecondDerivatives, ALostDerivativeIsNamed) {
  try {
    static_cast<void>(
        hessian([](const auto& x) { return apply<Converted>(x[0]); }, std::vector<double>{1.0}));
    FAIL() << "nothing was thrown";
  } catch (const TapeError& error) {
    EXPECT_NE(std::string(error.what()).find("\"converted\""), std::string::npos) << error.what();
  }
  EXPECT_THAT(first_broken<Converted>(), HasSubstr("no second derivative"));
}

}  // namespace
}  // namespace riserun::check

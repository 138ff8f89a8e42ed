// Functions of Values, in every form they may be written.
#include <riserun/check/functions/value_function.hpp>

#include <gtest/gtest.h>

#include <riserun/check/functions/gradient_check.hpp>
#include <riserun/core/ops.hpp>
#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(ValueFunction, TakesEveryForm) {
  const std::vector<double> at{1.5, -2.0};
  auto separate = [](Value a, Value b) { return tanh(a * b) + a / b; };
  auto span = [](std::span<const Value> x) { return tanh(x[0] * x[1]) + x[0] / x[1]; };
  auto vector = [](const std::vector<Value>& x) { return tanh(x[0] * x[1]) + x[0] / x[1]; };
  auto array = [](std::array<Value, 2> x) { return tanh(x[0] * x[1]) + x[0] / x[1]; };
  auto generic = [](auto a, auto b) { return tanh(a * b) + a / b; };
  for (const GradientReport& report :
       {check_gradient(separate, at), check_gradient(span, at), check_gradient(vector, at),
        check_gradient(array, at), check_gradient(generic, at)}) {
    EXPECT_TRUE(report.passed()) << report.full();
    EXPECT_EQ(report.points[0].slopes.size(), 2u);
  }
}

TEST(ValueFunction, TheWrongNumberOfOperandsSaysSo) {
  auto f = [](Value a, Value b) { return a * b; };
  auto g = [](std::array<Value, 2> x) { return x[0]; };
  for (const GradientReport& report : {check_gradient(f, {1.0}), check_gradient(g, {1.0})})
    EXPECT_NE(report.full().find("the function takes 2 values, the point has 1"), std::string::npos)
        << report.full();
}

TEST(ValueFunction, BranchesAndLoops) {
  auto f = [](std::span<const Value> x) {
    Value sum = 0;
    for (const Value& v : x)
      if (v > 0)
        sum += v * log(v);
      else
        sum -= exp(v);
    return sum;
  };
  const GradientReport report = check_gradient(f, std::vector{0.5, -1.0, 2.0, 1e-3, -20.0});
  EXPECT_TRUE(report.passed()) << report.full();
}

TEST(ValueFunction, AWrongOpInsideIsFound) {
  auto f = [](Value a, Value b) { return a * apply<SoftsignOffByPartInABillion>(b); };
  const GradientReport report = check_gradient(f, std::vector{1.5, -2.0});
  EXPECT_FALSE(report.passed());
  EXPECT_EQ(report.points[0].slopes[0].verdict, Verdict::pass);
  EXPECT_EQ(report.points[0].slopes[1].verdict, Verdict::fail);
  EXPECT_NE(report.full().find("f/1"), std::string::npos);
}

TEST(ValueFunction, ADetachedTermIsFound) {
  auto f = [](Value a) { return a * detach(a); };
  const GradientReport report = check_gradient(f, std::vector{3.0});
  EXPECT_FALSE(report.passed());
  EXPECT_NE(report.full().find("1/2"), std::string::npos) << report.full();
}

TEST(ValueFunction, SwappedOperandsAreNamed) {
  auto f = [](Value a, Value b) { return apply<QuotientSwapped>(a, b); };
  const GradientReport report = check_gradient(f, std::vector{1.5, -2.5});
  EXPECT_NE(report.full().find("another operand's derivative, operand 1's"), std::string::npos)
      << report.full();
}

TEST(ValueFunction, AKinkIsAllRight) {
  const GradientReport report = check_gradient([](Value a) { return relu(a); }, std::vector{0.0});
  EXPECT_EQ(report.verdict(), Verdict::kink);
  EXPECT_TRUE(report.passed());
}

TEST(ValueFunction, ANonFiniteValueFails) {
  EXPECT_FALSE(check_gradient([](Value a) { return log(a); }, std::vector{-1.0}).passed());
}

TEST(ValueFunction, AnUnusedOperandHasSlopeZero) {
  EXPECT_TRUE(
      check_gradient([](Value a, Value) { return exp(a); }, std::vector{1.0, 2.0}).passed());
}

TEST(ValueFunction, NoOperandsIsNoPass) {
  auto f = [](std::span<const Value>) { return Value(1.0); };
  EXPECT_THROW(static_cast<void>(check_gradient(f, std::span<const double>{})), ShapeError);
}

}  // namespace
}  // namespace riserun::check

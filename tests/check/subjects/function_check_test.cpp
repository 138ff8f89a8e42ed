// Functions of Values, in every form they may be written.
#include <riserun/check/subjects/function_check.hpp>

#include <gtest/gtest.h>

#include <riserun/check/gtest.hpp>
#include <riserun/core/ops.hpp>
#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(FunctionCheck, TakesEveryForm) {
  const std::vector<double> at{1.5, -2.0};
  auto separate = [](Value a, Value b) { return tanh(a * b) + a / b; };
  auto span = [](std::span<const Value> x) { return tanh(x[0] * x[1]) + x[0] / x[1]; };
  auto vector = [](const std::vector<Value>& x) { return tanh(x[0] * x[1]) + x[0] / x[1]; };
  auto array = [](std::array<Value, 2> x) { return tanh(x[0] * x[1]) + x[0] / x[1]; };
  auto generic = [](auto a, auto b) { return tanh(a * b) + a / b; };
  for (const FunctionReport& report :
       {check_function(separate, at), check_function(span, at), check_function(vector, at),
        check_function(array, at), check_function(generic, at)}) {
    EXPECT_TRUE(report.passed()) << report.full();
    EXPECT_EQ(report.operands.size(), 2u);
  }
}

TEST(FunctionCheck, WrongNumberOfOperandsThrows) {
  auto f = [](Value a, Value b) { return a * b; };
  EXPECT_THROW(static_cast<void>(check_function(f, std::vector{1.0})), ShapeError);
  auto g = [](std::array<Value, 3> x) { return x[0]; };
  EXPECT_THROW(static_cast<void>(check_function(g, std::vector{1.0})), ShapeError);
}

TEST(FunctionCheck, BranchesAndLoops) {
  auto f = [](std::span<const Value> x) {
    Value sum = 0;
    for (const Value& v : x)
      if (v > 0)
        sum += v * log(v);
      else
        sum -= exp(v);
    return sum;
  };
  const FunctionReport report = check_function(f, std::vector{0.5, -1.0, 2.0, 1e-3, -20.0});
  EXPECT_TRUE(report.passed()) << report.full();
}

TEST(FunctionCheck, AWrongOpInsideIsFound) {
  auto f = [](Value a, Value b) { return a * apply<SoftsignOffByPartInABillion>(b); };
  const FunctionReport report = check_function(f, std::vector{1.5, -2.0});
  EXPECT_FALSE(report.passed());
  EXPECT_EQ(report.operands[0].verdict, Verdict::pass);
  EXPECT_EQ(report.operands[1].verdict, Verdict::fail);
  EXPECT_NE(report.full().find("f/1"), std::string::npos);
}

TEST(FunctionCheck, ADetachedTermIsFound) {
  auto f = [](Value a) { return a * detach(a); };
  const FunctionReport report = check_function(f, std::vector{3.0});
  EXPECT_FALSE(report.passed());
  EXPECT_NE(report.full().find("1/2"), std::string::npos) << report.full();
}

TEST(FunctionCheck, SwappedOperandsAreNamed) {
  auto f = [](Value a, Value b) { return apply<QuotientSwapped>(a, b); };
  const FunctionReport report = check_function(f, std::vector{1.5, -2.5});
  EXPECT_NE(report.full().find("another operand's derivative, operand 1's"), std::string::npos)
      << report.full();
}

TEST(FunctionCheck, AKinkIsAllRight) {
  const FunctionReport report = check_function([](Value a) { return relu(a); }, std::vector{0.0});
  EXPECT_EQ(report.verdict(), Verdict::kink);
  EXPECT_TRUE(report.passed());
}

TEST(FunctionCheck, ANonFiniteValueFails) {
  EXPECT_FALSE(check_function([](Value a) { return log(a); }, std::vector{-1.0}).passed());
}

TEST(FunctionCheck, AnUnusedOperandHasSlopeZero) {
  EXPECT_TRUE(
      check_function([](Value a, Value) { return exp(a); }, std::vector{1.0, 2.0}).passed());
}

TEST(FunctionCheck, NoOperandsIsNoPass) {
  auto f = [](std::span<const Value>) { return Value(1.0); };
  EXPECT_FALSE(check_function(f, std::span<const double>{}).passed());
}

}  // namespace
}  // namespace riserun::check

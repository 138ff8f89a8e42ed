// The rules of the engine: kept by the engine we have, and a broken one would be seen.
#include <riserun/check/subjects/engine_check.hpp>

#include <gtest/gtest.h>

#include <riserun/check/gtest.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/core/tape.hpp>
#include "tests/check/right_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(EngineCheck, GivesThePartials) {
  const Tape tape;
  const EngineResult result = through_engine(under_test<Quotient>(), std::vector{3.0, 4.0});
  EXPECT_EQ(result.y, 0.75);
  EXPECT_EQ(result.gradient, (std::vector{0.25, -0.1875}));
  const EngineResult scaled = through_engine(under_test<Quotient>(), std::vector{3.0, 4.0}, -2, 1);
  EXPECT_EQ(scaled.gradient, (std::vector{0.0, 0.375}));
}

TEST(EngineCheck, LeavesTheTapeAsItWas) {
  Tape tape;
  const Value x = tape.variable(2);
  const std::size_t size = tape.size();
  std::vector<std::string> broken;
  Random random(1);
  const EngineResult plain = through_engine(under_test<Softsign>(), std::vector{2.0});
  check_upstream(under_test<Softsign>(), std::vector{2.0}, plain, random, broken);
  check_shapes(under_test<Softsign>(), std::vector{2.0}, plain, broken);
  EXPECT_EQ(tape.size(), size);
  EXPECT_EQ(x.grad(), 0);
}

TEST(EngineCheck, RightOpsBreakNoRule) {
  const Tape tape;
  std::vector<std::string> broken;
  Random random(1);
  for (const std::vector<double>& x : {std::vector{3.0, -4.0}, {0.5, 0.5}}) {
    const OpUnderTest op = under_test<Quotient>();
    const EngineResult plain = through_engine(op, x);
    check_upstream(op, x, plain, random, broken);
    check_shapes(op, x, plain, broken);
  }
  EXPECT_TRUE(broken.empty()) << broken.front();
}

// The gradient for an upstream of 1 is taken for granted; with a false one every rule breaks.
TEST(EngineCheck, SeesAGradientThatDoesNotScale) {
  const Tape tape;
  const OpUnderTest op = under_test<Quotient>();
  const std::vector<double> x{3, 4};
  EngineResult plain = through_engine(op, x);
  plain.gradient[1] *= 1 + 0x1p-45;
  std::vector<std::string> broken;
  Random random(1);
  check_upstream(op, x, plain, random, broken);
  ASSERT_FALSE(broken.empty());
  EXPECT_NE(broken[0].find("upstream"), std::string::npos);
  broken.clear();
  check_shapes(op, x, plain, broken);
  EXPECT_FALSE(broken.empty());
}

template <class Record>
OpReport with_record(Record record) {
  OpUnderTest op = under_test<Softsign>();
  op.record = record;
  return check_op(op);
}

TEST(EngineCheck, AGraphThatLosesOrDoublesTheGradientFails) {
  const OpReport lost = with_record(
      [](std::span<const Value> x) { return apply<Softsign>(detach(x[0])) + 0 * x[0]; });
  EXPECT_EQ(lost.verdict(), Verdict::fail);
  EXPECT_NE(lost.full().find("0: a missing term"), std::string::npos) << lost.full();
  const OpReport doubled = with_record([](std::span<const Value> x) {
    const Value y = apply<Softsign>(x[0]);
    return y + y - detach(y);
  });
  EXPECT_EQ(doubled.verdict(), Verdict::fail);
  EXPECT_NE(doubled.full().find("accumulated twice"), std::string::npos) << doubled.full();
}

TEST(EngineCheck, AVariableUsedTwiceMustGetBoth) {
  OpUnderTest op = under_test<Quotient>();
  op.record = [](std::span<const Value> x) {
    const bool tied =
        !x[0].is_constant() && !x[1].is_constant() && x[0].identity() == x[1].identity();
    return apply<Quotient>(x[0], tied ? detach(x[1]) : x[1]);
  };
  const OpReport report = check_op(op);
  EXPECT_EQ(report.verdict(), Verdict::fail);
  EXPECT_NE(report.full().find("f(a, a, ..)"), std::string::npos) << report.full();
}

// Wrong at one place of a thousand, which no single operand judged there shows.
struct OneOfAThousandWrong : SumOfSquares {
  static constexpr auto info =
      variadic_op("one_of_a_thousand", "x0^2 + x1^2 + ...", {.domain = {-1e4, 1e4}});
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    SumOfSquares::partials(x, y, dy_dx);
    if (x.size() == 1000) dy_dx[617] = dy_dx[617] * T(1.5);
  }
};

TEST(EngineCheck, EveryPlaceOfALongListIsSeen) {
  const OpReport report = check_op<OneOfAThousandWrong>();
  EXPECT_EQ(report.verdict(), Verdict::fail) << report.full();
  EXPECT_NE(report.full().find("along all 1000 operands at once"), std::string::npos);
}

// Deeper than any stack would allow.
TEST(EngineCheck, AChainOfAMillion) {
  Tape tape;
  const Value x = tape.variable(0.5);
  Value y = x;
  for (int i = 0; i < 1'000'000; ++i) y = apply<ops::Negate>(y);
  y.backward();
  EXPECT_EQ(x.grad(), 1);
}

TEST(EngineCheck, ConstantsAloneMustStayConstant) {
  OpUnderTest op = under_test<Softsign>();
  op.record = [](std::span<const Value> x) {
    const Value y = apply<Softsign>(x[0]);
    return y.is_constant() ? Tape::current().variable(y.data()) : y;
  };
  const OpReport report = check_op(op);
  EXPECT_EQ(report.verdict(), Verdict::fail);
  EXPECT_NE(report.full().find("a node made of constants alone"), std::string::npos);
}

TEST(EngineCheck, AnotherValueThanForwardsFails) {
  const OpReport report =
      with_record([](std::span<const Value> x) { return apply<Softsign>(x[0]) + 1e-16 * x[0]; });
  EXPECT_EQ(report.verdict(), Verdict::fail);
  EXPECT_NE(report.full().find("not forward's"), std::string::npos);
}

TEST(EngineCheck, ConstantsThatChangeTheGradientAreSeen) {
  OpUnderTest op = under_test<Quotient>();
  op.record = [](std::span<const Value> x) {
    if (x[1].is_constant()) return apply<Quotient>(x[0], x[1]) + (x[0] - detach(x[0]));
    return apply<Quotient>(x[0], x[1]);
  };
  const OpReport report = check_op(op);
  EXPECT_EQ(report.verdict(), Verdict::fail);
  ASSERT_FALSE(report.engine.empty());
  EXPECT_NE(report.engine[0].find("with constants"), std::string::npos) << report.engine[0];
}

}  // namespace
}  // namespace riserun::check

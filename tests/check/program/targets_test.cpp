// What users type: ops, operands, points, and names that do not exist.
#include <riserun/check/program/targets.hpp>

#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/check/gtest.hpp>
#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(Target, InEveryForm) {
  EXPECT_EQ(parse_target("tanh").op, "tanh");
  EXPECT_EQ(parse_target("tanh").operand, -1);
  const Target point = parse_target("pow/1@0x1.8p+1,-2.5");
  EXPECT_EQ(point.op, "pow");
  EXPECT_EQ(point.operand, 1);
  EXPECT_EQ(point.at, (std::vector{3.0, -2.5}));
  EXPECT_EQ(parse_target("tanh@-0x1p-3").at, (std::vector{-0.125}));
  EXPECT_EQ(parse_target("tanh@1e-3").at, (std::vector{1e-3}));
}

TEST(Target, BadOnesSayWhatWasExpected) {
  for (const char* text : {"", "tanh/", "tanh/x", "tanh/-1", "tanh/0@", "tanh/0@two", "tanh/0@1,",
                           "tanh/0@0x", "@1", "tanh@--1"})
    EXPECT_THROW(static_cast<void>(parse_target(text)), ConfigError) << text;
}

TEST(Target, UnknownOpsAreGuessed) {
  const std::vector<OpUnderTest> ops = under_test_all<RightOps>();
  EXPECT_EQ(find_op(ops, "softsign").info.name, "softsign");
  try {
    static_cast<void>(find_op(ops, "sofsign"));
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean softsign?"), std::string::npos)
        << error.what();
  }
  EXPECT_THROW(static_cast<void>(find_op(ops, "zzz")), ConfigError);
}

TEST(CheckAt, JudgesOneOrEveryOperand) {
  const std::vector<OpUnderTest> ops = under_test_all<RightOps>();
  EXPECT_EQ(check_at("quotient@3,4", ops).size(), 2u);
  EXPECT_EQ(check_at("quotient/1@3,4", ops).at(0).operand, 1);
  for (const PointReport& report : check_at("quotient@3,4", ops))
    EXPECT_EQ(report.verdict, Verdict::pass) << report.full();
  EXPECT_THROW(static_cast<void>(check_at("quotient/2@3,4", ops)), ConfigError);
  EXPECT_THROW(static_cast<void>(check_at("quotient/0@3", ops)), ConfigError);
  EXPECT_THROW(static_cast<void>(check_at("quotient", ops)), ConfigError);
}

// Points at which the tolerance once left out what rounding the operands costs: three in ten
// million.
TEST(CheckAt, RoundedOperandsAreNoInaccuracy) {
  for (const char* target :
       {"softmax_cross_entropy/2@0x1.3f7a2ef80cp+6,0x1.98224bf02ap+4,0x1.7aa1250b64p-31",
        "softmax_cross_entropy/7@0x1.85e4c1acbep+7,0,0x1.1844149f4cp+5,0,0,0,2,0x1.6214b52748p-20",
        "softmax_cross_entropy/"
        "3@0x1.9d67d2703p+7,0,0,0x1.01c67274a4p-25,0x1.0c6d2bba82p+5,0,0,0"}) {
    const PointReport report = check_at(target).at(0);
    EXPECT_EQ(report.verdict, Verdict::pass) << report.full();
  }
}

// ln(1 + tiny) is 0 to the last bit of quad: nothing can be said, and wrong it is not.
TEST(CheckAt, WhatQuadCannotSeeIsInconclusive) {
  EXPECT_EQ(check_at("logsumexp/1@0,-0x1.6c87b222b6p+6").at(0).verdict, Verdict::inconclusive);
}

TEST(CheckAt, ABuiltinOp) {
  const std::vector<PointReport> reports = check_at("tanh/0@0x1.2p+1");
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].verdict, Verdict::pass) << reports[0].full();
  EXPECT_EQ(reports[0].at[0], 2.25);
}

// ---- many at once ----------------------------------------------------------------------------

TEST(CheckTargets, KeepsOrderAndOperands) {
  const std::vector<OpUnderTest> ops = under_test_all<RightOps>();
  const std::vector<std::string> targets{"quotient/1", "softsign@2", "larger"};
  const SuiteReport report = check_targets(targets, ops, {.points = 32});
  ASSERT_EQ(report.ops.size(), 2u);
  ASSERT_EQ(report.ops[0].operands.size(), 1u);
  EXPECT_EQ(report.ops[0].operands[0].operand, 1);
  EXPECT_EQ(report.ops[1].operands.size(), 2u);
  ASSERT_EQ(report.points.size(), 1u);
  EXPECT_EQ(report.points[0].subject, "softsign");
  EXPECT_EQ(report.exit_code(), 0);
}

TEST(CheckTargets, AWrongPointIsAWrongReport) {
  const std::vector<OpUnderTest> ops = under_test_all<OpList<SoftsignWrongSign>>();
  const std::vector<std::string> targets{"softsign@2"};
  const SuiteReport report = check_targets(targets, ops);
  EXPECT_EQ(report.exit_code(), 1);
  EXPECT_NE(report.json().find("\"exit_code\": 1"), std::string::npos);
  EXPECT_NE(report.junit().find("failures=\"1\""), std::string::npos);
}

TEST(Watching, SeesTheWholeAndChangesNothing) {
  const std::vector<OpUnderTest> ops = under_test_all<RightOps>();
  CheckProgress last;
  SuiteReport watched =
      check_ops(ops, {.points = 64, .threads = 2}, {.progress = [&](const CheckProgress& p) {
                  EXPECT_EQ(p.ops, RightOps::size);
                  EXPECT_LE(p.ops_done, p.ops);
                  EXPECT_LE(p.points_done, p.points);
                  last = p;
                }});
  EXPECT_EQ(last.ops_done, last.ops);
  EXPECT_EQ(last.points_done, last.points) << "the estimate ends right";
  std::int64_t points = 0;
  for (const OpReport& op : watched.ops)
    for (const OperandReport& operand : op.operands) points += operand.points;
  EXPECT_EQ(last.points_done, points);
  SuiteReport alone = check_ops(ops, {.points = 64, .threads = 2});
  watched.seconds = alone.seconds;
  EXPECT_EQ(watched.json(), alone.json());
}

TEST(Watching, StopsWithWhatIsDone) {
  const std::vector<OpUnderTest> ops = under_test_all<RightOps>();
  const SuiteReport report =
      check_ops(ops, {.points = 1'000'000, .threads = 1}, {.stop = [] { return true; }});
  EXPECT_TRUE(report.stopped);
  EXPECT_EQ(report.exit_code(), 3);
  EXPECT_EQ(report.ops.size() + report.not_begun, ops.size());
  EXPECT_NE(report.brief().find("stopped, "), std::string::npos) << report.brief();
  ASSERT_FALSE(report.ops.empty());
  EXPECT_NE(report.failures().find("of about 1000000 points"), std::string::npos);
}

}  // namespace
}  // namespace riserun::check

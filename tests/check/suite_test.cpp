// Many ops at once: the table, the exit codes, the formats for other programs, and what users type.
#include "check/suite.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "check/gtest.hpp"
#include "core/errors.hpp"
#include "test_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(Suite, BuiltinOpsPass) {
  const SuiteReport report = check_builtin_ops({.seed = 7});
  EXPECT_TRUE(report.passed()) << report.failures();
  EXPECT_EQ(report.exit_code(), 0);
  EXPECT_TRUE(report.failures().empty());
  EXPECT_EQ(report.ops.size(), builtin_ops().size());
  EXPECT_NE(report.brief().find("all pass"), std::string::npos) << report.brief();
  for (const OpReport& op : report.ops)
    for (const OperandReport& operand : op.operands) {
      EXPECT_GE(operand.points, 256) << op.name;
      EXPECT_LE(operand.inconclusive, operand.points / 100) << op.name;
    }
}

TEST(Suite, TheTableHasARowAnOperand) {
  const SuiteReport report =
      check_ops<OpList<Softsign, Quotient, SumOfSquares, SoftsignWrongSign>>();
  const std::string table = report.table();
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 1 + 1 + 2 + 1 + 1) << table;
  EXPECT_NE(table.find("op "), std::string::npos);
  EXPECT_NE(table.find("FAIL"), std::string::npos);
  EXPECT_NE(table.find("all "), std::string::npos);
}

TEST(Suite, DoesNotDependOnTheThreads) {
  SuiteReport one = check_ops<RightOps>({.points = 64, .threads = 1});
  for (int threads : {2, 3, 8}) {
    SuiteReport many = check_ops<RightOps>({.points = 64, .threads = threads});
    many.seconds = one.seconds;
    many.threads = one.threads;
    EXPECT_EQ(many.json(), one.json());
  }
}

TEST(Suite, ExitCodes) {
  EXPECT_EQ((check_ops<OpList<Softsign>>({.points = 32}).exit_code()), 0);
  EXPECT_EQ((check_ops<OpList<Softsign, SoftsignWrongSign>>({.points = 32}).exit_code()), 1);
  EXPECT_EQ((check_ops<OpList<TextbookTanh>>({.points = 64}).exit_code()), 1);
  EXPECT_EQ((check_ops<OpList<Softsign, LogarithmWithoutEdges>>({.points = 32}).exit_code()), 3);
  EXPECT_EQ(
      (check_ops<OpList<LogarithmWithoutEdges, SoftsignWrongSign>>({.points = 32}).exit_code()), 1);
  EXPECT_EQ(check_ops<OpList<>>().exit_code(), 3);
}

TEST(Suite, FailuresCarryARepro) {
  const SuiteReport report = check_ops<OpList<Softsign, SoftsignOffByPartInABillion>>();
  const std::string failures = report.failures();
  const std::string marker = "repro: riserun check softsign/0@";
  const std::size_t found = failures.find(marker);
  ASSERT_NE(found, std::string::npos) << failures;
  const std::size_t start = failures.find("softsign/0@", found);
  const std::string target = failures.substr(start, failures.find('\n', start) - start);
  const std::vector<OpUnderTest> wrong = under_test_all<OpList<SoftsignOffByPartInABillion>>();
  const std::vector<PointReport> again = check_at(target, wrong);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].verdict, Verdict::fail);
}

TEST(Suite, JsonIsJson) {
  const SuiteReport report =
      check_ops<OpList<Quotient, SoftsignNaN, LogarithmWithoutEdges>>({.points = 40});
  const nlohmann::json json = nlohmann::json::parse(report.json());
  EXPECT_EQ(json["ops"].size(), 3u);
  EXPECT_EQ(json["ops"][0]["operands"][1]["verdict"], "PASS");
  EXPECT_EQ(json["ops"][1]["verdict"], "FAIL");
  EXPECT_TRUE(json["ops"][1]["wrong"][0]["analytic"].is_null());
  EXPECT_EQ(json["ops"][2]["gaps"].size(), 1u);
  EXPECT_EQ(json["exit_code"], 1);
  EXPECT_FALSE(json["passed"]);
}

TEST(Suite, JunitCountsItsCases) {
  const std::string xml = check_ops<OpList<Quotient, SoftsignWrongSign>>({.points = 40}).junit();
  EXPECT_NE(xml.find("tests=\"5\" failures=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("<failure message=\"FAIL\">"), std::string::npos);
  EXPECT_EQ(xml.find("|diff|=1 > tol"), std::string::npos);  // escaped
  EXPECT_NE(xml.find("&gt; tol"), std::string::npos);
}

// ---- targets ------------------------------------------------------------------------------------

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
  EXPECT_EQ(exit_code(check_at("quotient@3,4", ops)), 0);
  EXPECT_THROW(static_cast<void>(check_at("quotient/2@3,4", ops)), ConfigError);
  EXPECT_THROW(static_cast<void>(check_at("quotient/0@3", ops)), ConfigError);
  EXPECT_THROW(static_cast<void>(check_at("quotient", ops)), ConfigError);
  EXPECT_EQ(exit_code({}), 3);
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

}  // namespace
}  // namespace riserun::check

// Many ops at once: the table, the exit codes, the formats for other programs, and what users type.
#include <riserun/check/subjects/suite.hpp>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <riserun/base/errors.hpp>
#include <riserun/check/gtest.hpp>
#include "tests/check/wrong_ops.hpp"

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
      EXPECT_LE(operand.inconclusive, operand.points / 64) << op.name;
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
  const std::string marker = "repro: riserun::check::check_at(\"softsign/0@";
  const std::size_t found = failures.find(marker);
  ASSERT_NE(found, std::string::npos) << failures;
  const std::size_t start = failures.find("softsign/0@", found);
  const std::string target = failures.substr(start, failures.find('"', start) - start);
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

}  // namespace
}  // namespace riserun::check

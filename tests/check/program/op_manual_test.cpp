#include <riserun/check/program/op_manual.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(OpManual, SaysWhatTheOpsSay) {
  using Ops = OpList<Rectifier, Quotient, SumOfSquares>;
  const std::vector<OpUnderTest> ops = under_test_all<Ops>();
  EXPECT_EQ(
      op_manual(ops),
      "# Ops\n\nWritten by the checker, with what it found at its points (`--markdown`). An edge "
      "is a point where\nvalue and derivative are declared and asserted exactly; at a kink the "
      "declared derivative lies between\nthe slopes on both sides; at a jump the value jumps.\n"
      "\n## rectifier\n\n`max(0, x)`\n\n1 operand, checked in [-1e+06, 1e+06].\n"
      "\n| at | what | value | derivative |\n|---|---|---|---|\n| 0 | kink | 0 | 0 |\n"
      "\n## quotient\n\n`a / b`\n\n2 operands, checked in [-1e+06, 1e+06] x [-1e+06, 1e+06].\n"
      "\n| at | what | value | derivative |\n|---|---|---|---|\n| 1, 0 | edge | +inf | +inf, -inf "
      "|\n"
      "\n## sum_of_squares\n\n`x0^2 + x1^2 + ...`\n\nAny number of operands, checked in [-10000, "
      "10000].\n");
}

struct CutShort : SumOfSquares {
  static constexpr auto info = variadic_op(
      "cut_short", "x0^2 + ...", {.domain = {-1, 1}, .beyond = {"squares leave the range"}});
};
struct CutUntried : SumOfSquares {
  static constexpr auto info = variadic_op("cut_untried", "x0^2 + ...",
                                           {.domain = {-1, 1}, .beyond = {"nobody knows", false}});
};

TEST(OpManual, SaysWhyADomainEnds) {
  const std::vector<OpUnderTest> ops = under_test_all<OpList<CutShort, CutUntried>>();
  const std::string text = op_manual(ops);
  EXPECT_NE(text.find("in [-1, 1]; beyond, squares leave the range (compared with quad there, "
                      "too).\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("in [-1, 1]; beyond, nobody knows.\n"), std::string::npos) << text;
}

// Every domain of ours that ends before the op does says why.
TEST(OpManual, NoBuiltInDomainIsCutInSilence) {
  for (const OpUnderTest& op : builtin_ops()) {
    const Interval domain = op.info.domain[0];
    const bool natural = domain.low == -1 && domain.high == 1;  // asin, acos, atanh
    EXPECT_TRUE(natural || !op.info.beyond.why.empty()) << op.info.name;
  }
}

TEST(OpManual, ShowsTheAccuracyOfWhatWasCheckedAndPassed) {
  using Ops = OpList<Quotient, SoftsignWrongSign>;
  const std::vector<OpUnderTest> ops = under_test_all<Ops>();
  const std::string text = op_manual(ops, check_ops<Ops>({.points = 64}));
  EXPECT_NE(text.find("within "), std::string::npos) << text;
  EXPECT_EQ(text.find("within", text.find("softsign")), std::string::npos);
}

struct Lists : SumOfSquares {
  static constexpr auto info = variadic_op(
      "lists", "x0^2 + ...",
      {.domain = {-1, 1}, .edges = {list_boundary({}, 0, {}), list_kink({0, 1}, {0, 2})}});
};

TEST(OpManual, ShowsTheEdgesOfLists) {
  const std::vector<OpUnderTest> ops = under_test_all<OpList<Lists>>();
  const std::string text = op_manual(ops);
  EXPECT_NE(text.find("| no operands | edge | 0 |  |\n| 0, 1 | kink | 1 | 0, 2 |\n"),
            std::string::npos)
      << text;
}

// The golden page: `cmake --build <build folder> --target docs_ops` writes it anew.
TEST(OpManual, OfTheBuiltInOpsIsUpToDate) {
  std::ostringstream page;
  page << std::ifstream(RISERUN_SOURCE_DIR "/docs/ops.md").rdbuf();
  EXPECT_EQ(op_manual(builtin_ops(), check_builtin_ops()), page.str());
}

}  // namespace
}  // namespace riserun::check

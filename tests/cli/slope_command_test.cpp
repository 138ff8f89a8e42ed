// riserun slope: the table of the lecture, several variables, verdicts and what is refused.
#include <gtest/gtest.h>

#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

TEST(SlopeCommand, ShowsRiseOverRunBesideBackward) {
  const Result result = riserun({"slope", "3*x^2 - 4*x + 5", "--at", "x=3"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  for (const char* text :
       {"at x = 3: f = 20\n", "\n1                    17                1           17        3\n",
        "\n0.1                1.43              0.1         14.3      0.3\n", "<- best",
        "rounding wins", "backward    14\n", "rise / run  14, to within ", "\nPASS\n"})
    EXPECT_TRUE(contains(result.out, text)) << text << " in\n" << result.out;
  EXPECT_FALSE(contains(result.out, "\x1b")) << result.out;
}

TEST(SlopeCommand, TakesTheVariablesOneByOne) {
  const Result result = riserun({"slope", "a*b + c", "--at", "a=2,b=-3,c=10"});
  EXPECT_EQ(result.code, 0) << result.err;
  for (const char* text :
       {"df/da\n", "df/db\n", "df/dc\n", "backward    -3\n", "backward    2\n", "backward    1\n"})
    EXPECT_TRUE(contains(result.out, text)) << result.out;
  EXPECT_EQ(count(result.out, "\nPASS\n"), 3);
}

TEST(SlopeCommand, WhatHasNoSlopeSaysSo) {
  const Result kink = riserun({"slope", "abs(x)", "--at", "0"});
  EXPECT_EQ(kink.code, 0);
  EXPECT_TRUE(contains(kink.out, "rise / run  -1 to the left, 1 to the right\nKINK\n")) << kink.out;
  const Result lost = riserun({"slope", "(1 - cos(x))/x^2", "--at", "1e-6"});
  EXPECT_EQ(lost.code, 1);
  EXPECT_TRUE(contains(lost.out, "INACCURATE: the formula is right")) << lost.out;
  const Result end = riserun({"slope", "sqrt(x)", "--at", "0"});
  EXPECT_EQ(end.code, 3);
  EXPECT_TRUE(contains(end.out, "INCONCLUSIVE")) << end.out;
  for (const char* outside : {"log(x - 1)", "1/x", "0/x"}) {
    const Result result = riserun({"slope", outside, "--at", "0"});
    EXPECT_TRUE(contains(result.out, "UNDEFINED")) << result.out;
    EXPECT_FALSE(contains(result.out, "-nan")) << result.out;
  }
}

TEST(SlopeCommand, RefusesWhatItCannotRead) {
  const auto refused = [](const std::vector<std::string>& arguments, std::string_view text) {
    const Result result = riserun(arguments);
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_TRUE(contains(result.err, text)) << result.err;
  };
  refused({"slope"}, "EXPRESSION is required");
  refused({"slope", "x^2"}, "add --at x=1");
  refused({"slope", "x^2 +", "--at", "x=1"}, "\n  x^2 +\n       ^\n");
  refused({"slope", "3"}, "no name to differentiate by");
  refused({"slope", "x", "--at", "x=inf"}, "--at x: expected a number");
}

}  // namespace
}  // namespace riserun::test

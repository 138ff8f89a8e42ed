// riserun slope: the table of the lecture, several variables, verdicts and what is refused.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

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

TEST(SlopeCommand, DrawsTheRunsAsAMovingPictureAPageOrFrames) {
  const Scratch scratch;
  const auto draw = [&](const std::string& at, const std::string& option, const std::string& file) {
    return riserun({"slope", "x^2 + y", "--at", at, option, scratch / file});
  };
  EXPECT_EQ(draw("x=3,y=1", "--out", "s.svg").code, 0);
  const std::string svg = read(scratch / "s-x.svg");
  EXPECT_GE(count(svg, "<g class=\"frame"), 10) << svg.size();
  EXPECT_LT(svg.size(), 400'000u);
  EXPECT_TRUE(contains(svg, "rise 7 / run 1 = 7"));
  EXPECT_TRUE(std::filesystem::exists(scratch / "s-y.svg"));
  EXPECT_EQ(draw("x=3,y=1", "--out", "s.html").code, 0);
  const std::string page = read(scratch / "s-x.html");
  EXPECT_TRUE(contains(page, "type=\"range\"")) << page.substr(0, 2000);
  EXPECT_TRUE(contains(page, "&lt;- best"));
  EXPECT_FALSE(contains(page, "http://www.w3.org/1999/xlink")) << "nothing from elsewhere";
  EXPECT_EQ(draw("x=3,y=1", "--frames", "f.svg").code, 0);
  EXPECT_TRUE(contains(read(scratch / "f-x-02.svg"), "rise 0.61 / run 0.1 = 6.1"));
}

TEST(SlopeCommand, AFunctionOverAnIntervalWithItsDerivative) {
  const Scratch scratch;
  const Result result = riserun({"slope", "if(x > 0, w*x, 0)", "--at", "w=2", "--from", "-5",
                                 "--to", "5", "--out", scratch / "f.svg"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "             3               6               2\n"))
      << result.out;
  EXPECT_TRUE(contains(read(scratch / "f.svg"), "df/dx"));
  const auto refused = [](const std::vector<std::string>& more, std::string_view text) {
    std::vector<std::string> arguments{"slope", "w*x"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Result wrong = riserun(arguments);
    EXPECT_EQ(wrong.code, 2);
    EXPECT_TRUE(contains(wrong.err, text)) << wrong.err;
  };
  refused({"--at", "w=2", "--from", "1"}, "--from and --to go together");
  refused({"--at", "w=2", "--from", "1", "--to", "1"}, "the first must be the smaller one");
  refused({"--at", "w=2", "--from", "1", "--to", "1.0000000000000002"}, "too few numbers");
  refused({"--at", "w=2", "--from", "-1e308", "--to", "1e308"}, "farther apart");
  refused({"--at", "w=2,x=1", "--from", "0", "--to", "1"}, "leave it out of --at");
  refused({"--from", "0", "--to", "1"}, "give the others of w, x a number");
}

TEST(SlopeCommand, NoPictureOfNothing) {
  const Scratch scratch;
  const Result nothing = riserun({"slope", "log(x)", "--at", "-1", "--out", scratch / "a.svg"});
  EXPECT_TRUE(contains(nothing.err, "warning: no picture by x: f is nan here")) << nothing.err;
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.svg"));
  EXPECT_EQ(riserun({"slope", "x", "--at", "1", "--out", "a.jpg"}).code, 2);
  EXPECT_EQ(riserun({"slope", "x", "--at", "1", "--dark"}).code, 2);
  for (const char* at : {"1e-300", "0", "1e15", "1e290"})
    EXPECT_EQ(riserun({"slope", "x/7", "--at", at, "--out", scratch / "b.svg"}).code, 0) << at;
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

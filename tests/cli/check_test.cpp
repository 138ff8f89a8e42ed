// riserun check: the table, single ops and points, reports, exit codes.
#include <gtest/gtest.h>

#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

TEST(CheckCommand, ProvesEveryBuiltInOp) {
  const Result result = riserun({"check", "--points", "64"});
  EXPECT_EQ(result.code, 0) << result.out;
  for (const char* op : {"add", "multiply", "pow", "tanh", "relu", "logsumexp"})
    EXPECT_TRUE(contains(result.out, op)) << result.out;
  EXPECT_FALSE(contains(result.out, "FAIL")) << result.out;
  EXPECT_FALSE(contains(result.out, "\x1b")) << result.out;
}

TEST(CheckCommand, ChecksTheOpsAskedForAndNoOther) {
  const Result result = riserun({"check", "tanh", "pow/1", "--points", "64"});
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_TRUE(contains(result.out, "tanh"));
  EXPECT_EQ(count(result.out, "\npow"), 1) << result.out;
  EXPECT_FALSE(contains(result.out, "sigmoid")) << result.out;
}

TEST(CheckCommand, ShowsEveryFigureOfOnePoint) {
  const Result result = riserun({"check", "tanh@0.5"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_TRUE(contains(result.out, "tanh")) << result.out;
  EXPECT_TRUE(contains(result.out, "PASS")) << result.out;
  EXPECT_TRUE(contains(result.out, "0.786")) << result.out;  // 1 - tanh^2(0.5) = 0.78644773
}

TEST(CheckCommand, AnUnknownOpIsNamedWithTheNearest) {
  const Result result = riserun({"check", "tahn"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "tanh")) << result.err;
  const Result operand = riserun({"check", "tanh/5"});
  EXPECT_EQ(operand.code, 2);
  EXPECT_TRUE(contains(operand.err, "the last operand of tanh is 0")) << operand.err;
  EXPECT_EQ(riserun({"check", "tanh@x"}).code, 2);
}

TEST(CheckCommand, ListsTheOpsWithTheirMathematics) {
  const Result result = riserun({"check", "--list"});
  EXPECT_EQ(result.code, 0);
  EXPECT_TRUE(contains(result.out, "\npow ")) << result.out;
  EXPECT_TRUE(contains(result.out, " a ^ b\n")) << result.out;
  EXPECT_FALSE(contains(result.out, "PASS"));
}

TEST(CheckCommand, WritesReportsForMachines) {
  const Scratch scratch;
  const Result result = riserun({"check", "exp", "--points", "32", "--json", scratch / "a.json",
                                 "--junit", scratch / "a.xml"});
  EXPECT_EQ(result.code, 0);
  EXPECT_TRUE(contains(read(scratch / "a.json"), "\"exp\""));
  EXPECT_TRUE(contains(read(scratch / "a.xml"), "<testsuite"));
}

}  // namespace
}  // namespace riserun::test

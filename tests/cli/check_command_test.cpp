// riserun check: the table, single ops and points, reports, exit codes.
#include <gtest/gtest.h>

#include <csignal>
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

TEST(CheckCommand, CoversTheKernels) {
  const Result list = riserun({"check", "--list"});
  for (const char* row : {"lanes.ops.portable", "lanes.layers.portable", "nn.affine.portable"})
    EXPECT_TRUE(contains(list.out, row)) << list.out;
  const Result one = riserun({"check", "nn.affine.portable"});
  EXPECT_EQ(one.code, 0) << one.out;
  EXPECT_TRUE(contains(one.out, "1 op, 1 operand")) << one.out;
}

TEST(CheckCommand, ShowsEveryFigureOfOnePoint) {
  const Result result = riserun({"check", "tanh@0.5"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_TRUE(contains(result.out, "tanh")) << result.out;
  EXPECT_TRUE(contains(result.out, "PASS")) << result.out;
  EXPECT_TRUE(contains(result.out, "0.786")) << result.out;  // 1 - tanh^2(0.5) = 0.78644773
}

TEST(CheckCommand, OutsideTheDomainIsSaidWithoutSigns) {
  const Result result = riserun({"check", "log@-1"});
  EXPECT_TRUE(contains(result.out, "outside the op's domain, where its value is nan"))
      << result.out;
  EXPECT_FALSE(contains(result.out, "-nan")) << result.out;
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

TEST(CheckCommand, DrawsTheCurveOfOneOp) {
  const Scratch scratch;
  const Result light = riserun({"check", "exp", "--curve", scratch / "exp.svg"});
  EXPECT_EQ(light.code, 0) << light.err;
  EXPECT_TRUE(contains(light.out, "truncation order 2.00")) << light.out;
  const std::string svg = read(scratch / "exp.svg");
  for (const char* part : {"noise of f", "truncation, h^2", "chosen h", "less h g"})
    EXPECT_TRUE(contains(svg, part)) << part;
  EXPECT_EQ(riserun({"check", "pow/1@2,3", "--curve", scratch / "dark.svg", "--dark"}).code, 0);
  EXPECT_TRUE(contains(read(scratch / "dark.svg"), "pow, slope by operand 1 at 2, 3"));
  EXPECT_EQ(riserun({"check", "exp", "--curve", scratch / "exp.csv"}).code, 0);
  EXPECT_TRUE(
      contains(read(scratch / "exp.csv"), "h,error,noise_bound,best_error,change,remainder\n"));
  EXPECT_EQ(riserun({"check", "--curve", scratch / "a.svg"}).code, 2);
  EXPECT_EQ(riserun({"check", "exp", "--curve", scratch / "a.bmp"}).code, 2);
}

TEST(CheckCommand, ReportsPointsToMachinesToo) {
  const Scratch scratch;
  const Result result = riserun(
      {"check", "tanh@0.5", "relu@0", "--json", scratch / "a.json", "--junit", scratch / "a.xml"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(read(scratch / "a.json"), "\"verdict\": \"KINK\""));
  EXPECT_TRUE(contains(read(scratch / "a.json"), "\"exit_code\": 0"));
  EXPECT_TRUE(contains(read(scratch / "a.xml"), "tests=\"2\" failures=\"0\""));
}

TEST(CheckCommand, InterruptedSaysWhatWasDone) {
  const Result result =
      riserun({"check", "--points", "300000"}, {.meanwhile = signal_once_handled(SIGINT)});
  EXPECT_EQ(result.code, 130) << result.out << result.err;
  EXPECT_TRUE(contains(result.out, "stopped, ")) << result.out;
  EXPECT_TRUE(contains(result.out, " of about 600000 points")) << result.out;
}

TEST(CheckCommand, OffersNoNameThatIsNotMeant) {
  const Result result = riserun({"check", "div"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "did you mean divide?\n")) << result.err;
  EXPECT_TRUE(contains(riserun({"check", "--pionts", "3"}).err, "did you mean --points?"));
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

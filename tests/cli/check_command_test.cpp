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

TEST(CheckCommand, ChecksAnExpressionAtAPoint) {
  const Result result = riserun({"check", "a*b + tanh(a/b)@a=2,b=-3", "tanh@0.5"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_TRUE(contains(result.out, "PASS d/da a*b + tanh(a/b)  a=0x1p+1 (2)  b=")) << result.out;
  EXPECT_TRUE(contains(result.out, "repro: riserun check 'a*b + tanh(a/b)@a=2,b=-3'"));
  EXPECT_TRUE(contains(result.out, "PASS tanh/0")) << result.out;
  EXPECT_TRUE(contains(riserun({"check", "3*x^2@3"}).out, "analytic=18"));
}

TEST(CheckCommand, AnExpressionsKinksJumpsAndEndsAreNoFailures) {
  for (const auto& [target, verdict] : {std::pair{"abs(x)@x=0", "KINK"},
                                        {"if(x > 0, x, -x)@x=0", "KINK"},
                                        {"max(x, y)@x=1,y=1", "KINK"},
                                        {"floor(x)@x=1", "UNDEFINED"},
                                        {"x // 2@x=4", "UNDEFINED"},
                                        {"x < 1@x=1", "UNDEFINED"},
                                        {"log(x)@x=-1", "UNDEFINED"},
                                        {"1/x@x=0", "UNDEFINED"}}) {
    const Result result = riserun({"check", target});
    EXPECT_EQ(result.code, 0) << target << result.out << result.err;
    EXPECT_TRUE(contains(result.out, verdict)) << result.out;
  }
}

TEST(CheckCommand, AnExpressionsWrongGradientIsAFailure) {
  const Result wrong = riserun({"check", "sqrt(x^2)@x=0"});  // 0 * inf on the way
  EXPECT_EQ(wrong.code, 1);
  EXPECT_TRUE(contains(wrong.out, "FAIL")) << wrong.out;
  EXPECT_FALSE(contains(wrong.out, "-nan")) << wrong.out;
  const Result lost = riserun({"check", "(1-cos(x))/x^2@x=1e-6"});
  EXPECT_EQ(lost.code, 1);
  EXPECT_TRUE(contains(lost.out, "INACCURATE")) << lost.out;
}

TEST(CheckCommand, AnExpressionNeedsItsPoint) {
  const auto said = [](const std::string& target, std::string_view text) {
    const Result result = riserun({"check", target});
    EXPECT_EQ(result.code, 2) << target;
    EXPECT_TRUE(contains(result.err, text)) << result.err;
  };
  said("a*x^2", "checked at a point: 'a*x^2@a=1,x=1'");
  said("x^2@", "checked at a point: 'x^2@x=1'");
  said("x^2@y=2", "@ gives y, which the expression does not use");
  said("x^2@x=nan", "@ x: expected a number, found \"nan\"");
  said("tahn(x)@x=2", "did you mean \"tanh\"?");
  said("3 + 4", "has no name to differentiate by");
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

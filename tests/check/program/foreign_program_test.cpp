// Programs of the shell's as functions with gradients: those that answer, and those that do not.
#include <riserun/check/program/foreign_program.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace riserun::check {
namespace {

using std::chrono::milliseconds;

// What the first question or the third comes to: the exception's text, or nothing.
std::string complaint(const std::string& command, int questions = 1,
                      milliseconds timeout = milliseconds(10'000)) {
  ForeignProgram program(command, timeout);
  std::vector<double> gradient(2);
  try {
    for (int i = 0; i < questions; ++i) program.evaluate(std::vector{1.5, -2.0}, gradient);
    return "";
  } catch (const CannotEvaluate& error) {
    return error.what();
  }
}

std::string answering(const std::string& text) {
  return "while read -r point; do printf '%b\\n' '" + text + "'; done";
}

TEST(ForeignProgram, GetsAllDigitsAndGivesThem) {
  ForeignProgram program("while read -r a b; do echo \"$a $b $a\"; done", milliseconds(10'000));
  std::vector<double> gradient(2);
  const std::vector<double> at{1.0 / 3, -1e-300};
  EXPECT_EQ(program.evaluate(at, gradient), at[0]);
  EXPECT_EQ(gradient, (std::vector{at[1], at[0]}));
}

TEST(ForeignProgram, ReadsNumbersAsProgramsOfAnyLanguageWriteThem) {
  const auto value = [](const std::string& text) {
    ForeignProgram program(answering(text), milliseconds(10'000));
    std::vector<double> gradient(1);
    return program.evaluate(std::vector{1.0}, gradient);
  };
  EXPECT_EQ(value("  0.1E+03\\t1  "), 100);
  EXPECT_EQ(value("+2 1\\r"), 2);
  EXPECT_EQ(value("1e-400 1"), 0);
  EXPECT_EQ(value("-1e999 1"), -HUGE_VAL);
  EXPECT_EQ(value("Infinity 1"), HUGE_VAL);
  EXPECT_TRUE(std::isnan(value("NaN 1")));
  EXPECT_TRUE(std::isnan(value("nan")));
}

TEST(ForeignProgram, SaysWhatIsWrongWithAnAnswer) {
  EXPECT_EQ(complaint(answering("1 2 3")), "");
  EXPECT_EQ(complaint(answering("1 2")),
            "line 1: answered \"1 2\": expected 3 numbers, the value and 2 derivatives, found 2");
  EXPECT_EQ(
      complaint(answering("1 2 3 4")),
      "line 1: answered \"1 2 3 4\": expected 3 numbers, the value and 2 derivatives, found 4");
  EXPECT_EQ(complaint(answering("")),
            "line 1: answered \"\": expected 3 numbers, the value and 2 derivatives, found 0");
  EXPECT_EQ(complaint(answering("1 2 3x")),
            "line 1: answered \"1 2 3x\": expected 3 numbers, the value and 2 derivatives, and "
            "\"3x\" is none; messages go to stderr");
  EXPECT_NE(complaint("echo Version 1; " + answering("1 2 3")).find("\"Version\" is none"),
            std::string::npos);
}

TEST(ForeignProgram, SaysHowItEnded) {
  EXPECT_EQ(complaint("exec 2> /dev/null; /nowhere/none"),
            "line 1: ended with exit code 127; is there such a program?");
  EXPECT_EQ(complaint("read -r point; echo 1 2 3; read -r point; exit 3", 3),
            "line 2: ended with exit code 3");
  EXPECT_EQ(complaint("read -r point; echo 1 2 3", 2),
            "line 2: ended with exit code 0; it must go on reading lines until its input ends");
  EXPECT_EQ(complaint("exec sleep 60", 1, milliseconds(30)),
            "line 1: gave no answer within 0.03 s; it must read line by line and flush each answer "
            "(--timeout S waits longer)");
}

}  // namespace
}  // namespace riserun::check

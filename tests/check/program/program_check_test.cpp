// A program of another language under the checker: its points, its rows, its exit code.
#include <riserun/check/program/program_check.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <riserun/base/errors.hpp>

namespace riserun::check {
namespace {

using Points = std::vector<std::vector<double>>;

// y = b of two coordinates, its derivatives 0 and `slope`.
std::string program(const std::string& slope) {
  return "while read -r a b; do echo \"$b 0 " + slope + "\"; done";
}

Points points(ProgramCheck check) {
  check.command = "cat";
  return points_of(check, 1);
}

class PointFile {
 public:
  explicit PointFile(const std::string& text)
      : path_((std::filesystem::path(testing::TempDir()) / "program_points.txt").string()) {
    std::ofstream(path_) << text;
  }
  ~PointFile() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(ProgramCheck, TakesPointsInlineFromFilesAndFromBoxes) {
  EXPECT_EQ(points({.at = {"1,0x1p-1", "-2,3"}}), (Points{{1, 0.5}, {-2, 3}}));
  const PointFile file("# x y\n1 2\r\n\n 3,\t4 # the second\n5,6");
  EXPECT_EQ(points({.at = {file.path()}}), (Points{{1, 2}, {3, 4}, {5, 6}}));
  const Points box = points({.box = {"0,1", "-5,-4"}, .points = 20});
  EXPECT_EQ(box.size(), 20u);
  for (const std::vector<double>& at : box) {
    EXPECT_TRUE(at.at(0) >= 0 && at[0] <= 1);
    EXPECT_TRUE(at.at(1) >= -5 && at[1] <= -4);
  }
  EXPECT_EQ(points({.box = {"2,2"}, .coordinates = 3, .points = 1}), (Points{{2, 2, 2}}));
}

TEST(ProgramCheck, RefusesPointsThatAreNone) {
  EXPECT_THROW(static_cast<void>(points({})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({.at = {"/nowhere/x.txt"}})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({.at = {"/"}})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({.at = {"1,2", "1"}})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({.box = {"1"}})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({.box = {"0,1", "0,1"}, .coordinates = 3})), ConfigError);
  const PointFile empty("# nothing\n");
  EXPECT_THROW(static_cast<void>(points({.at = {empty.path()}})), ConfigError);
  const PointFile again("1 2\n3 four\n");
  try {
    static_cast<void>(points({.at = {again.path()}}));
    FAIL();
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find(".txt:2: \"four\" is not a number"), std::string::npos)
        << error.what();
  }
}

TEST(ProgramCheck, ARowForEachCoordinate) {
  const ProgramReport report =
      check_program({.command = program("1"), .box = {"-2,2"}, .coordinates = 2, .points = 4}, {});
  EXPECT_EQ(report.suite.exit_code(), 0) << report.suite.failures();
  ASSERT_EQ(report.suite.ops.size(), 1u);
  ASSERT_EQ(report.suite.ops[0].operands.size(), 2u);
  EXPECT_EQ(report.suite.ops[0].operands[1].points, 4);
  EXPECT_NE(report.taylor.find("nothing but rounding"), std::string::npos) << report.taylor;
}

TEST(ProgramCheck, AWrongDerivativeIsFoundWithALineThatRepeatsIt) {
  const ProgramReport report = check_program({.command = program("1.0001"), .at = {"0.5,0.25"}},
                                             {.program = "riserun check"});
  EXPECT_EQ(report.suite.exit_code(), 1);
  EXPECT_EQ(report.suite.ops[0].operands[0].verdict, Verdict::pass);
  EXPECT_EQ(report.suite.ops[0].operands[1].verdict, Verdict::fail);
  const std::string said = report.suite.failures();
  EXPECT_NE(said.find("repro: riserun check --program 'while read"), std::string::npos) << said;
  EXPECT_NE(said.find("done' --at 0x1p-1,0x1p-2"), std::string::npos) << said;
  EXPECT_NE(report.taylor.find("order 1.00"), std::string::npos) << report.taylor;
}

TEST(ProgramCheck, ARepeatedCommandIsQuotedForTheShell) {
  const ProgramReport report =
      check_program({.command = "echo 'no number'", .at = {"1"}}, {.program = "riserun check"});
  const std::string said = report.suite.failures();
  EXPECT_NE(said.find(R"(--program 'echo '\''no number'\''' --at 0x1p+0)"), std::string::npos)
      << said;
}

TEST(ProgramCheck, AProgramThatEndsIsOneFailure) {
  const ProgramReport report = check_program({.command = "exit 3", .at = {"1", "2", "3"}}, {});
  EXPECT_EQ(report.suite.exit_code(), 1);
  EXPECT_EQ(report.suite.ops[0].engine.size(), 1u);
  EXPECT_NE(report.suite.json().find("line 1: ended with exit code 3"), std::string::npos);
  EXPECT_NE(report.suite.junit().find("line 1: ended with exit code 3"), std::string::npos);
}

TEST(ProgramCheck, ManyCoordinatesAreOneRow) {
  std::string first = "while read -r a rest; do echo \"$a 1";
  for (int i = 1; i < 100; ++i) first += " 0";
  const ProgramReport report = check_program(
      {.command = first + "\"; done", .box = {"1,2"}, .coordinates = 100, .points = 1}, {});
  EXPECT_EQ(report.suite.exit_code(), 0) << report.suite.failures();
  ASSERT_EQ(report.suite.ops[0].operands.size(), 1u);
  EXPECT_TRUE(report.suite.ops[0].variadic);
}

TEST(ProgramCheck, StopsWhenAsked) {
  const ProgramReport report =
      check_program({.command = "exec sleep 60", .at = {"1"}}, {}, [] { return true; });
  EXPECT_TRUE(report.suite.stopped);
}

}  // namespace
}  // namespace riserun::check

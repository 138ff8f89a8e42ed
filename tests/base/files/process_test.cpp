#include <riserun/base/files/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include "tests/plots/scratch.hpp"

namespace riserun::plots {
namespace {

using std::chrono::seconds;
using testing::PathGuard;
using testing::Scratch;
using testing::write;
using testing::write_program;

TEST(FindProgram, FindsTheFirstExecutableFile) {
  const Scratch first, second;
  write(first / "tool", "not executable");
  std::filesystem::create_directory(first / "folder");
  write_program(second / "tool", "");
  write_program(second / "folder", "");
  const PathGuard path("/nonexistent::" + first.path().string() + ":" + second.path().string());
  EXPECT_EQ(find_program("tool"), second / "tool");
  EXPECT_EQ(find_program("folder"), second / "folder");
  EXPECT_EQ(find_program("absent"), std::nullopt);
}

TEST(FindProgram, UsualFoldersWithoutPath) {
  const PathGuard path(std::nullopt);
  EXPECT_TRUE(find_program("sh").has_value());
}

TEST(RunProgram, OutputAndExitCode) {
  const ProgramResult result =
      run_program("/bin/sh", {"-c", "echo out; echo err >&2; exit 7"}, seconds(20));
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_FALSE(result.timed_out);
  EXPECT_EQ(result.output, "out\nerr\n");
}

TEST(RunProgram, ArgumentsAreNotReadByAShell) {
  EXPECT_EQ(run_program("/bin/echo", {"$HOME `id` ; *", ""}, seconds(20)).output,
            "$HOME `id` ; * \n");
}

TEST(RunProgram, MuchOutputIsReadAndCut) {
  const ProgramResult result = run_program(
      "/bin/sh",
      {"-c",
       "i=0; while [ $i -lt 3000 ]; do echo "
       "0123456789012345678901234567890123456789012345678901234567890123456789; i=$((i+1)); done"},
      seconds(60));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output.size(), 64u * 1024u);
}

TEST(RunProgram, StandardInputIsEmpty) {
  EXPECT_EQ(run_program("/bin/cat", {}, seconds(20)).output, "");
}

TEST(RunProgram, SignalsAreReported) {
  EXPECT_EQ(run_program("/bin/sh", {"-c", "kill -9 $$"}, seconds(20)).exit_code, 128 + 9);
}

TEST(RunProgram, TimesOut) {
  const ProgramResult result = run_program("/bin/sleep", {"60"}, std::chrono::milliseconds(100));
  EXPECT_TRUE(result.timed_out);
  EXPECT_NE(result.exit_code, 0);
}

TEST(RunProgram, ABackgroundChildIsNotWaitedFor) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(run_program("/bin/sh", {"-c", "/bin/sleep 30 & exit 0"}, seconds(30)).exit_code, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(20));
}

TEST(RunProgram, CannotBeStarted) {
  EXPECT_THROW((void)run_program("/nonexistent/tool", {}, seconds(1)), FileError);
}

}  // namespace
}  // namespace riserun::plots

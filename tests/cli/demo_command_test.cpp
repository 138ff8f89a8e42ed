// riserun demo: the main job, whole.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

TEST(Demo, ProvesEveryGradientAndReads96PercentOfTheDigits) {
  const Scratch scratch;
  const Result result = riserun({"demo", "--out", scratch / "run"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "tanh")) << result.out;
  EXPECT_FALSE(contains(result.out, "FAIL")) << result.out;
  EXPECT_TRUE(contains(result.out, "1,797 rows, 64 features, 10 classes (digit)")) << result.out;
  EXPECT_TRUE(contains(result.out, "64-64-32-10 relu")) << result.out;
  EXPECT_TRUE(contains(result.out, "seed 1")) << result.out;
  EXPECT_TRUE(contains(result.out, "points/s on")) << result.out;
  for (const char* command : {" train ", " check ", " graph "})
    EXPECT_TRUE(contains(result.out, command)) << command;

  const std::size_t at = result.out.find(", accuracy ");
  ASSERT_NE(at, std::string::npos) << result.out;
  double accuracy = 0;
  ASSERT_EQ(std::sscanf(result.out.c_str() + at, ", accuracy %lf", &accuracy), 1);
  EXPECT_GE(accuracy, 96.0) << result.out;
  for (const char* file : {"config.toml", "history.csv", "model.safetensors", "loss.svg"})
    EXPECT_TRUE(std::filesystem::exists((scratch / "run/") + file)) << file;
}

TEST(Demo, RefusesAnExistingRunFolder) {
  const Scratch scratch;
  static_cast<void>(scratch.write("precious", "x"));
  const Result result = riserun({"demo", "--out", scratch.path().string()});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "--out")) << result.err;
  EXPECT_EQ(read(scratch / "precious"), "x");
}

}  // namespace
}  // namespace riserun::test

// The folder of a run: never overwritten silently, named without being asked, tried before
// training.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

TEST(RunFolder, AnExistingRunFolderIsNeverOverwrittenSilently) {
  const Scratch scratch;
  ASSERT_EQ(riserun(short_training(kIris, scratch / "run")).code, 0);
  const std::string before = read(scratch / "run/model.safetensors");
  const Result refused = riserun(short_training(kIris, scratch / "run", {"--seed", "9"}));
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(contains(refused.err, "--force")) << refused.err;
  EXPECT_EQ(read(scratch / "run/model.safetensors"), before);
  EXPECT_EQ(riserun(short_training(kIris, scratch / "run", {"--seed", "9", "--force"})).code, 0);
  EXPECT_NE(read(scratch / "run/model.safetensors"), before);
}

TEST(RunFolder, WithoutOutEachRunGetsAFolderOfItsOwn) {
  const Scratch scratch;
  for (const char* folder : {"runs/iris-1", "runs/iris-2"}) {
    const Result result = riserun({"train", kIris, "--epochs", "1"}, {.folder = scratch.path()});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(contains(result.out, folder)) << result.out;
    EXPECT_TRUE(fs::exists(scratch.path() / folder / "model.safetensors"));
  }
}

TEST(RunFolder, AnUnwritableFolderIsFoundBeforeTraining) {
  const Scratch scratch;
  const std::string file = scratch.write("file", "");
  for (const std::string& folder : {file + "/run", std::string("/proc/run")}) {
    const Result result = riserun(short_training(kIris, folder));
    EXPECT_EQ(result.code, 1) << folder;
    EXPECT_TRUE(contains(result.err, folder)) << result.err;
    EXPECT_FALSE(contains(result.err, "epoch 1/")) << result.err;
  }
}

TEST(RunFolder, WithoutRsvgConvertTheNumbersAndTheSvgStay) {
  const Scratch scratch;
  const Result result =
      riserun(short_training(kIris, scratch / "run"), {.environment = {{"PATH", "/nonexistent"}}});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.err, "warning: ")) << result.err;
  EXPECT_TRUE(contains(result.err, "librsvg2-bin")) << result.err;
  EXPECT_TRUE(fs::exists(scratch / "run/history.csv"));
  EXPECT_TRUE(fs::exists(scratch / "run/loss.svg"));
  EXPECT_FALSE(fs::exists(scratch / "run/loss.png"));
  EXPECT_FALSE(contains(result.out, "loss.png")) << result.out;
}

}  // namespace
}  // namespace riserun::test

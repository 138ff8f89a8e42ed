// riserun train --resume: what may change, what is refused, what is said.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/train/saving/checkpoints.hpp>
#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;
using train::Checkpoints;

TEST(Resume, MoreEpochsAndAnotherRateAreNoted) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun({"train", kIris, "--out", run, "--epochs", "2"}).code, 0);
  const Result more = riserun({"train", "--resume", run, "--epochs", "4", "--lr", "0.02"});
  ASSERT_EQ(more.code, 0) << more.err;
  EXPECT_EQ(count(read(run + "/history.csv"), "\n"), 5);
  const std::string config = read(run + "/config.toml");
  EXPECT_TRUE(
      contains(config, "# Resumed after epoch 2 with lr = 0.02 instead of 0.01, epochs = 4"))
      << config;
  EXPECT_TRUE(contains(config, "\nepochs = 4\n")) << config;
  // Nothing new to do, and nothing changed by it.
  ASSERT_EQ(riserun({"train", "--resume", run}).code, 0);
  EXPECT_EQ(read(run + "/config.toml"), config);
  EXPECT_EQ(count(read(run + "/history.csv"), "\n"), 5);
  ASSERT_EQ(riserun({"train", "--resume", run, "--epochs", "5"}).code, 0);
  EXPECT_EQ(count(read(run + "/config.toml"), "# Resumed "), 2);
}

TEST(Resume, AFinishedRunSaysSoAndWhatGoesOn) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun({"train", kIris, "--out", run, "--epochs", "2"}).code, 0);
  const std::string model = read(run + "/model.safetensors");
  const Result again = riserun({"train", "--resume", run});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(contains(again.out,
                       "it is finished, all of its 2 epochs are done; more of them go on "
                       "with it: --epochs 4"))
      << again.out;
  EXPECT_EQ(read(run + "/model.safetensors"), model);
  const Result more = riserun({"train", "--resume", run, "--epochs", "3"});
  EXPECT_TRUE(contains(more.out, "resumed " + run + " after epoch 2")) << more.out;
}

TEST(Resume, OtherDataAndAnotherModelAreRefused) {
  const Scratch scratch;
  const std::string run = scratch / "run", data = scratch.write("iris.csv", read(kIris));
  ASSERT_EQ(riserun({"train", data, "--out", run, "--epochs", "2"}).code, 0);
  const std::string before = read(run + "/model.safetensors");
  const auto refused = [&](int code, std::vector<std::string> more) {
    more.insert(more.begin(), {"train", "--resume", run});
    const Result result = riserun(more);
    EXPECT_EQ(result.code, code) << result.err;
    return result.err;
  };
  EXPECT_TRUE(contains(refused(2, {"--hidden", "16"}), "hidden = [64, 32], not [16]"));
  EXPECT_TRUE(contains(refused(2, {"--batch", "16"}), "batch = 32, not 16"));
  EXPECT_TRUE(contains(refused(2, {"--seed", "2"}), "seed = 1, not 2"));
  EXPECT_TRUE(contains(refused(2, {"--out", scratch / "other"}), "leave --out away"));
  // The data are known by their content, not by their place.
  const std::string moved = scratch.write("moved.csv", read(kIris));
  EXPECT_EQ(riserun({"train", moved, "--resume", run}).code, 0);
  std::string text = read(kIris);
  text.replace(text.find("\n5.1"), 4, "\n5.2");
  static_cast<void>(scratch.write("moved.csv", text));
  EXPECT_TRUE(contains(refused(1, {}), "the content has changed"));
  EXPECT_TRUE(contains(refused(1, {}), "start a new run")) << refused(1, {});
  EXPECT_TRUE(contains(refused(1, {"--data-hash", "any"}), "other data"));
  EXPECT_TRUE(contains(refused(1, {moved}), "other data"));
  fs::remove(moved);
  EXPECT_TRUE(contains(refused(1, {}), moved + ": No such file")) << refused(1, {});
  // A model changed behind its back, in the file.
  std::string config = read(run + "/config.toml");
  config.replace(config.find("[64, 32]"), 8, "[32]");
  static_cast<void>(scratch.write("run/config.toml", config));
  EXPECT_TRUE(contains(refused(2, {data}), "hidden = [64, 32], not [32]"));
  EXPECT_EQ(read(run + "/model.safetensors"), before);
}

TEST(Resume, WhatIsNoRunOrDamagedIsSaid) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  const Result nowhere = riserun({"train", "--resume", run});
  EXPECT_EQ(nowhere.code, 1);
  EXPECT_TRUE(contains(nowhere.err, "--resume " + run +
                                        ": there is no such folder; name that of "
                                        "the run to go on with, or begin one: riserun train DATA"))
      << nowhere.err;
  ASSERT_EQ(riserun({"train", kIris, "--out", run, "--epochs", "2"}).code, 0);
  const std::string last = Checkpoints::last(run + "/checkpoints");
  std::string bytes = read(last);
  const std::string model = read(run + "/model.safetensors");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  static_cast<void>(scratch.write("run/checkpoints/last.safetensors", bytes));
  const Result damaged = riserun({"train", "--resume", run});
  EXPECT_EQ(damaged.code, 1);
  EXPECT_TRUE(contains(damaged.err, "last.safetensors: the checksum is")) << damaged.err;
  EXPECT_EQ(read(run + "/model.safetensors"), model);
  const Result predicted = riserun({"predict", Checkpoints::best(run + "/checkpoints"), kIris});
  EXPECT_EQ(predicted.code, 1);
  EXPECT_TRUE(contains(predicted.err, "this is a checkpoint")) << predicted.err;
  // The checkpoints are gone and the model is there: it is not trained over in silence.
  fs::remove_all(run + "/checkpoints");
  const Result gone = riserun({"train", "--resume", run});
  EXPECT_EQ(gone.code, 1);
  EXPECT_TRUE(contains(gone.err, last + " is missing, so that the run cannot be resumed"))
      << gone.err;
  EXPECT_TRUE(contains(gone.err, "riserun train --config " + run + "/config.toml --out NEW"));
  EXPECT_EQ(read(run + "/model.safetensors"), model);
  // Killed before its first checkpoint: it begins anew.
  fs::remove(run + "/model.safetensors");
  const Result again = riserun({"train", "--resume", run});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(contains(again.out, "from its beginning")) << again.out;
  EXPECT_EQ(read(run + "/model.safetensors"), model);
}

}  // namespace
}  // namespace riserun::test

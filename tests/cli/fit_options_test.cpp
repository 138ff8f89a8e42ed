// The options of training: what they change, and what they refuse.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

Result train(const std::string& out, std::vector<std::string> more) {
  more.insert(more.begin(), {"train", kIris, "--out", out, "--hidden", "8", "--epochs", "4"});
  return riserun(more);
}

// Each option makes another model: none is taken and forgotten.
TEST(FitSettings, EachOptionCounts) {
  const Scratch scratch;
  ASSERT_EQ(train(scratch / "plain", {}).code, 0);
  const std::string plain = read(scratch / "plain/model.safetensors");
  int number = 0;
  for (const std::vector<std::string>& option :
       std::vector<std::vector<std::string>>{{"--optimizer", "sgd"},
                                             {"--weight-decay", "0.5"},
                                             {"--start", "safe"},
                                             {"--l1", "0.01"},
                                             {"--l2", "0.01"},
                                             {"--schedule", "exponential"},
                                             {"--schedule", "one_cycle"},
                                             {"--warmup", "5"},
                                             {"--clip-norm", "0.1"},
                                             {"--clip-value", "0.01"},
                                             {"--dropout", "0.3"},
                                             {"--accumulate", "2"},
                                             {"--label-smoothing", "0.1"},
                                             {"--class-weights", "1,2,1"},
                                             {"--init", "lecun_normal"},
                                             {"--optimizer", "adam"},
                                             {"--optimizer", "rmsprop"},
                                             {"--optimizer", "adagrad"},
                                             {"--loss", "squared_hinge"}}) {
    const std::string out = scratch / std::to_string(number++);
    const Result result = train(out, option);
    ASSERT_EQ(result.code, 0) << option[0] << result.err;
    EXPECT_NE(read(out + "/model.safetensors"), plain) << option[0];
  }
}

// The optimisers' own numbers, against the same optimiser without them; saved, so that the
// configuration repeats the run, and kept by a run that is resumed.
TEST(FitSettings, EachNumberOfAnOptimizerCountsAndIsKept) {
  const Scratch scratch;
  const auto model = [&](const std::string& name) {
    return read(scratch / name + "/model.safetensors");
  };
  for (const auto& [base, option] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--optimizer", "adam"}, "--beta1=0.5"},
           {{"--optimizer", "adam"}, "--beta2=0.9"},
           {{"--optimizer", "adam"}, "--epsilon=0.1"},
           {{"--optimizer", "adamw"}, "--weight-decay=3"},
           {{"--optimizer", "rmsprop"}, "--decay=0.5"},
           {{"--optimizer", "rmsprop"}, "--momentum=0.5"},
           {{"--optimizer", "adagrad"}, "--epsilon=0.1"},
           {{"--schedule", "one_cycle"}, "--lr-start=0.5"},
           {{"--schedule", "one_cycle"}, "--lr-peak=0.6"}}) {
    for (const char* name : {"base", "other", "again", "left"})
      std::filesystem::remove_all(scratch / name);
    std::vector<std::string> with = base;
    with.push_back(option);
    ASSERT_EQ(train(scratch / "base", base).code, 0);
    const Result other = train(scratch / "other", with);
    ASSERT_EQ(other.code, 0) << option << other.err;
    EXPECT_NE(model("base"), model("other")) << option;
    ASSERT_EQ(riserun({"train", "--config", scratch / "other/config.toml", "--out",
                       scratch / "again", "--quiet"})
                  .code,
              0);
    EXPECT_EQ(model("again"), model("other")) << option;
    const Result refused = riserun({"train", "--resume", scratch / "base", option});
    EXPECT_EQ(refused.code, 2) << option << refused.err;
  }
}

TEST(FitSettings, WhatCannotBeIsAUsageError) {
  const Scratch scratch;
  for (const auto& [options, message] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--optimizer", "adam", "--nesterov"}, "--nesterov is for sgd"},
           {{"--class-weights", "1,2"}, "there are 2 for 3 classes"},
           {{"--class-weights", "1,x,1"}, "--class-weights: expected a number"},
           {{"--loss", "hinge", "--label-smoothing", "0.1"}, "softmax and binary"},
           {{"--dropout", "1"}, "--dropout: expected a number"},
           {{"--lr", "found"}, "--lr: expected a number above 0"},
           {{"--accumulate", "0"}, "--accumulate"},
           {{"--init", "xaver_normal"}, "did you mean \"xavier_normal\"?"},
           {{"--hidden", "0"}, "--hidden: for none say --hidden none"},
           {{"--learning-rate", "0.1"}, "unknown option --learning-rate; here it is --lr"},
           {{"--lr", "fnd"}, "did you mean \"find\"?"},
           {{"--class-weights", "balancd"}, "did you mean \"balanced\"?"},
           {{"--epsilon", "0"}, "--epsilon: expected a number above 0"},
           {{"--schedule", "cosin"}, "did you mean"}}) {
    const Result result = train(scratch / "run", options);
    EXPECT_EQ(result.code, 2) << options[0] << result.err;
    EXPECT_TRUE(contains(result.err, message)) << result.err;
  }
}

TEST(FitSettings, NoHiddenLayerHasAWord) {
  const Scratch scratch;
  const Result result = train(scratch / "run", {"--hidden", "none"});
  EXPECT_TRUE(contains(result.out, "model   4-3 linear")) << result.out << result.err;
}

TEST(FitSettings, FindsALearningRateAndTrainsOnlyWhenAsked) {
  const Scratch scratch;
  const Result found = train(scratch / "find", {"--lr", "find"});
  ASSERT_EQ(found.code, 0) << found.err;
  EXPECT_TRUE(contains(found.out, "rate    --lr 0.")) << found.out;
  EXPECT_TRUE(read(scratch / "find/lr_find.csv").starts_with("learning_rate,loss,smoothed_loss"));
  EXPECT_TRUE(std::filesystem::exists(scratch / "find/lr_find.svg"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "find/model.safetensors"));
  const Result trained = train(scratch / "train", {"--lr", "find-and-train"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(read(scratch / "train/config.toml"), "\nlr = 0."));
  // The same suggestion, and the configuration repeats the run without the search.
  const Result again =
      riserun({"train", "--config", scratch / "train/config.toml", "--out", scratch / "again"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read(scratch / "again/model.safetensors"), read(scratch / "train/model.safetensors"));
}

TEST(FitSettings, SaysWhyARunEndedEarly) {
  const Scratch scratch;
  const Result result =
      train(scratch / "a", {"--epochs", "5000", "--patience", "3", "--lr", "0.1"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "3 without a lower loss (--patience)")) << result.out;
  EXPECT_TRUE(contains(result.out, "the best epoch's model (")) << result.out;
  const Result timed = train(scratch / "b", {"--epochs", "100000000", "--max-time", "0.1"});
  ASSERT_EQ(timed.code, 0) << timed.err;
  EXPECT_TRUE(contains(timed.out, "0.1 s are over (--max-time)")) << timed.out;
}

}  // namespace
}  // namespace riserun::test

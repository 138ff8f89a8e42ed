// riserun train where nothing is learnt, the loss rises, or nothing finite is left: what it says,
// its exit code, and the model that is kept.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

// Noise that no feature explains.
TEST(TrainDivergence, ARegressionThatLearntNothingIsWarnedAbout) {
  const Scratch scratch;
  std::string noise = "x,y\n", line = "x,y\n";
  for (int i = 0; i < 60; ++i) {
    noise += std::to_string(i) + ',' + (i % 2 == 0 ? "1.5\n" : "-1.5\n");
    line += std::to_string(i) + ',' + std::to_string(0.5 * i) + '\n';
  }
  const auto out = [&](const std::string& name, const std::string& text) {
    const Result result =
        riserun({"train", scratch.write(name + ".csv", text), "--task", "regression", "--hidden",
                 "", "--epochs", "20", "--quiet", "--validation", "0", "--out", scratch / name});
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out;
  };
  const std::string warned = out("noise", noise);
  EXPECT_TRUE(contains(warned, "warning nothing was learnt")) << warned;
  EXPECT_TRUE(contains(warned, "--lr 0.01")) << warned;
  EXPECT_TRUE(contains(read(scratch / "noise/summary.txt"), "nothing was learnt"));
  const std::string learnt = out("line", line);
  EXPECT_FALSE(contains(learnt, "nothing was learnt")) << learnt;
}

TEST(TrainDivergence, ALossThatRisesIsWarnedAboutOnce) {
  const Scratch scratch;
  const Result result =
      riserun(short_training(kIris, scratch / "run", {"--lr", "1000", "--epochs", "30"}));
  EXPECT_EQ(count(result.err, "the loss rose "), 1) << result.err;
  EXPECT_TRUE(contains(result.err, "try --lr 0.1\n")) << result.err;
}

// Finite to the end, and useless: no success. Where the epoch that is kept was a good one, it is.
TEST(TrainDivergence, ALossThatEndsFarAboveItsBeginningIsADivergence) {
  const Scratch scratch;
  const Result result = riserun(
      short_training(kIris, scratch / "run", {"--lr", "1000", "--epochs", "30", "--keep", "last"}));
  EXPECT_EQ(result.code, 4) << result.err;
  EXPECT_TRUE(contains(result.err, "times where it began")) << result.err;
  EXPECT_TRUE(contains(result.err, "the learning rate of 1e+03 is too high: try --lr 0.1"))
      << result.err;
  EXPECT_TRUE(fs::exists(scratch / "run/model.safetensors"));
  EXPECT_EQ(
      riserun(short_training(kIris, scratch / "slow", {"--lr", "0.05", "--keep", "last"})).code, 0);
}

TEST(TrainDivergence, ADivergingLearningRateKeepsTheLastFiniteModel) {
  const Scratch scratch;
  const Result result =
      riserun(short_training(kIris, scratch / "run", {"--lr", "1e200", "--hidden", "16,16"}));
  EXPECT_EQ(result.code, 4) << result.err;
  EXPECT_TRUE(contains(result.err, "learning rate")) << result.err;
  EXPECT_TRUE(
      contains(result.err, "last finite model is kept in " + (scratch / "run/model.safetensors")))
      << result.err;
  const Result predicted = riserun({"predict", scratch / "run", kIris, "--proba"});
  EXPECT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_FALSE(contains(predicted.out, "nan")) << predicted.out;
  EXPECT_FALSE(contains(predicted.out, "inf")) << predicted.out;
}

// Whatever rate was too high, doing what the message says gives a run that learns.
TEST(Train, TheRateToTryAfterADivergenceTrains) {
  const Scratch scratch;
  for (const char* data : {"iris.csv", "wine.csv", "diabetes.csv"}) {
    const auto train = [&](const std::string& rate) {
      return riserun({"train", std::string(RISERUN_SOURCE_DIR "/examples/data/") + data, "--out",
                      scratch / data, "--force", "--hidden", "8", "--epochs", "5", "--keep", "last",
                      "--quiet", "--lr", rate});
    };
    const Result diverged = train("1e9");
    ASSERT_EQ(diverged.code, 4) << data << diverged.err;
    const std::size_t begin = diverged.err.rfind("try --lr ") + 9;
    const std::string rate =
        diverged.err.substr(begin, diverged.err.find_first_of(" \n", begin) - begin);
    const Result tried = train(rate);
    EXPECT_EQ(tried.code, 0) << data << " --lr " << rate << tried.err;
    EXPECT_EQ(tried.err, "") << data;
  }
}

}  // namespace
}  // namespace riserun::test

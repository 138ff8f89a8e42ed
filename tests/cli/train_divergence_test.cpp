// riserun train where nothing is learnt, the loss rises, or nothing finite is left: what it says,
// its exit code, and the model that is kept.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

// Noise that no feature explains: twice in vain.
TEST(TrainDivergence, ARegressionThatLearnsNothingTriesASaferStartOnceAndSaysSo) {
  const Scratch scratch;
  std::string noise = "x,y\n", line = "x,y\n";
  for (int i = 0; i < 60; ++i) {
    noise += std::to_string(i) + ',' + (i % 2 == 0 ? "1.5\n" : "-1.5\n");
    line += std::to_string(i) + ',' + std::to_string(0.5 * i) + '\n';
  }
  const auto result = [&](const std::string& name, const std::string& text,
                          const std::string& start) {
    return riserun({"train", scratch.write(name + ".csv", text), "--task", "regression", "--hidden",
                    "", "--epochs", "20", "--quiet", "--validation", "0", "--lr", "0.05", "--start",
                    start, "--out", scratch / (name + start)});
  };
  const Result twice = result("noise", noise, "auto");
  EXPECT_EQ(twice.code, 4) << twice.err;
  EXPECT_EQ(count(twice.out, "once more from a safer start (--start safe)"), 1) << twice.out;
  EXPECT_EQ(count(twice.out, "result "), 2) << twice.out;
  EXPECT_TRUE(contains(twice.err, "nothing was learnt")) << twice.err;
  EXPECT_TRUE(contains(twice.err, "--lr find")) << twice.err;
  EXPECT_TRUE(contains(read(scratch / "noiseauto/summary.txt"), "nothing was learnt"));
  const std::string config = read(scratch / "noiseauto/config.toml");
  EXPECT_TRUE(contains(config, "start = 'safe'")) << config;
  EXPECT_TRUE(contains(config, "lr = 0.05")) << "what was given stays" << config;
  // The folder is that of the second start, which is not tried a third time.
  const Result resumed = riserun({"train", "--resume", scratch / "noiseauto", "--quiet"});
  EXPECT_EQ(resumed.code, 4) << resumed.err;
  EXPECT_FALSE(contains(resumed.out, "once more")) << resumed.out;
  // One start alone, by wish: the safe one has the bits of the second.
  EXPECT_EQ(count(result("noise", noise, "usual").out, "result "), 1);
  EXPECT_EQ(result("noise", noise, "safe").code, 4);
  EXPECT_EQ(read(scratch / "noisesafe/model.safetensors"),
            read(scratch / "noiseauto/model.safetensors"));
  const Result learnt = result("line", line, "auto");
  EXPECT_EQ(learnt.code, 0) << learnt.err;
  EXPECT_FALSE(contains(learnt.out, "nothing was learnt")) << learnt.out;
}

// Strong weight decay makes one answer of all; a rare class that is never answered is no such case, as
// long as the rows are ranked.
TEST(TrainDivergence, AClassifierThatAlwaysSaysOneClassHasLearntNothing) {
  const Scratch scratch;
  std::string noise = "x,y,class\n", rare = "x,y,class\n";
  for (int i = 0; i < 200; ++i) {
    const int x = i * 7919 % 101, y = i * 104729 % 97;
    noise += std::to_string(x) + ',' + std::to_string(y) + (i % 5 == 0 ? ",no\n" : ",yes\n");
    rare += std::to_string(x + (i % 20 == 0 ? 30 : 0)) + ',' + std::to_string(y) +
            (i % 20 == 0 ? ",rare\n" : ",usual\n");
  }
  const auto trained = [&](const std::string& name, const std::string& text) {
    return riserun({"train", scratch.write(name + ".csv", text), "--quiet", "--hidden", "4",
                    "--weight-decay", "3", "--epochs", "60", "--out", scratch / name});
  };
  const Result nothing = trained("noise", noise);
  EXPECT_EQ(nothing.code, 4) << nothing.out << nothing.err;
  EXPECT_TRUE(contains(nothing.err, "nothing was learnt: each row is taken for \"yes\""))
      << nothing.err;
  const Result ranked = trained("rare", rare);
  EXPECT_EQ(ranked.code, 0) << ranked.out << ranked.err;
}

TEST(TrainDivergence, ALossThatRisesIsWarnedAboutOnce) {
  const Scratch scratch;
  const Result result = riserun(short_training(kIris, scratch / "run",
                                               {"--optimizer", "sgd", "--lr", "1000", "--epochs",
                                                "30", "--clip-norm", "0", "--scale", "minmax"}));
  EXPECT_EQ(count(result.err, "the loss rose "), 1) << result.err;
  EXPECT_TRUE(contains(result.err, "try --lr 0.1\n")) << result.err;
}

// Finite to the end, and useless: no success. Where the epoch that is kept was a good one, it is.
TEST(TrainDivergence, ALossThatEndsFarAboveItsBeginningIsADivergence) {
  const Scratch scratch;
  const Result result =
      riserun(short_training(kIris, scratch / "run",
                             {"--optimizer", "sgd", "--lr", "1000", "--epochs", "30", "--clip-norm",
                              "0", "--scale", "minmax", "--keep", "last"}));
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

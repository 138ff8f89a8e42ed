// riserun train and predict: the round trip, the run folder, the same bits, signals, divergence.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

const std::string kIris = RISERUN_SOURCE_DIR "/examples/data/iris.csv";

/// Arguments of a short training run into `out`, then those given.
std::vector<std::string> train(const std::string& data, const std::string& out,
                               const std::vector<std::string>& more = {}) {
  std::vector<std::string> all{"train",    data, "--out",   out, "--hidden", "8",
                               "--epochs", "5",  "--batch", "8", "--lr",     "0.05"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Train, TrainsAndPredictsTheIrises) {
  const Scratch scratch;
  const Result trained =
      riserun({"train", kIris, "--out", scratch / "run", "--hidden", "16", "--epochs", "60"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "150 rows, 4 features, 3 classes (species)")) << trained.out;
  EXPECT_TRUE(contains(trained.out, "4-16-3 relu")) << trained.out;
  EXPECT_TRUE(contains(trained.out, "points/s on")) << trained.out;
  for (const char* file : {"config.toml", "history.csv", "model.safetensors", "loss.svg"})
    EXPECT_TRUE(fs::exists(scratch / "run" + "/" + file)) << file;
  EXPECT_EQ(count(read(scratch / "run/history.csv"), "\n"), 61);
  EXPECT_EQ(count(trained.err, "epoch "), 60) << trained.err;  // no terminal: a line each

  const Result predicted =
      riserun({"predict", scratch / "run/model.safetensors", kIris, "--out", scratch / "p.csv"});
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_EQ(predicted.out, "");
  EXPECT_TRUE(contains(predicted.err, "150 rows")) << predicted.err;
  EXPECT_TRUE(contains(predicted.err, "wrote " + (scratch / "p.csv") + ": 150 predictions"))
      << predicted.err;
  EXPECT_TRUE(contains(predicted.err, "accuracy 9")) << predicted.err;
  const std::string csv = read(scratch / "p.csv");
  EXPECT_EQ(count(csv, "\n"), 151);
  EXPECT_TRUE(csv.starts_with("species\nsetosa\n")) << csv.substr(0, 40);
  // To stdout, by the run folder's name.
  EXPECT_EQ(riserun({"predict", scratch / "run", kIris}).out, csv);
}

TEST(Train, TheModelFileIsReadableWithoutUs) {
  if (std::system("python3 -c pass > /dev/null 2>&1") != 0)
    GTEST_SKIP() << "python3 is not installed";
  const Scratch scratch;
  ASSERT_EQ(riserun(train(kIris, scratch / "run")).code, 0);
  const std::string command = "python3 " RISERUN_SOURCE_DIR "/tests/cli/read_model.py " +
                              (scratch / "run/model.safetensors") + " " + kIris + " > " +
                              (scratch / "theirs.csv") + " 2> " + (scratch / "errors");
  ASSERT_EQ(std::system(command.c_str()), 0) << read(scratch / "errors");
  const std::string theirs = read(scratch / "theirs.csv");
  EXPECT_EQ(count(theirs, "\n"), 151);
  EXPECT_EQ(riserun({"predict", scratch / "run", kIris}).out, theirs);
}

TEST(Train, ProbabilitiesAddUpToOne) {
  const Scratch scratch;
  ASSERT_EQ(riserun(train(kIris, scratch / "run")).code, 0);
  const Result result = riserun({"predict", scratch / "run", kIris, "--proba"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with("species,p(setosa),p(versicolor),p(virginica)\n"))
      << result.out.substr(0, 80);
  std::string name;
  double a = 0, b = 0, c = 0;
  std::string line = result.out.substr(result.out.find('\n') + 1);
  line = line.substr(line.find(',') + 1, line.find('\n'));
  ASSERT_EQ(std::sscanf(line.c_str(), "%lf,%lf,%lf", &a, &b, &c), 3) << line;
  EXPECT_NEAR(a + b + c, 1.0, 1e-5);
  // A model whose outputs are no probabilities says so.
  ASSERT_EQ(riserun(train(kIris, scratch / "hinge", {"--loss", "hinge"})).code, 0);
  const Result hinge = riserun({"predict", scratch / "hinge", kIris, "--proba"});
  EXPECT_EQ(hinge.code, 2);
  EXPECT_TRUE(contains(hinge.err, "hinge")) << hinge.err;
}

TEST(Train, NoHiddenLayerIsALinearModel) {
  const Scratch scratch;
  const Result result = riserun(train(kIris, scratch / "run", {"--hidden", ""}));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "4-3 linear")) << result.out;
  const Result again =
      riserun({"train", "--config", scratch / "run/config.toml", "--out", scratch / "again"});
  EXPECT_TRUE(contains(again.out, "4-3 linear")) << again.out << again.err;
}

// Noise that no feature explains.
TEST(Train, ARegressionThatLearntNothingIsWarnedAbout) {
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
  EXPECT_TRUE(contains(warned, "--lr 0.02")) << warned;
  EXPECT_TRUE(contains(read(scratch / "noise/summary.txt"), "nothing was learnt"));
  const std::string learnt = out("line", line);
  EXPECT_FALSE(contains(learnt, "nothing was learnt")) << learnt;
}

TEST(Train, ALossThatRisesIsWarnedAboutOnce) {
  const Scratch scratch;
  const Result result = riserun(train(kIris, scratch / "run", {"--lr", "1000", "--epochs", "30"}));
  EXPECT_EQ(count(result.err, "the loss rose "), 1) << result.err;
  EXPECT_TRUE(contains(result.err, "try --lr 100")) << result.err;
}

// Finite to the end, and useless: no success. Where the epoch that is kept was a good one, it is.
TEST(Train, ALossThatEndsFarAboveItsBeginningIsADivergence) {
  const Scratch scratch;
  const Result result =
      riserun(train(kIris, scratch / "run", {"--lr", "1000", "--epochs", "30", "--keep", "last"}));
  EXPECT_EQ(result.code, 4) << result.err;
  EXPECT_TRUE(contains(result.err, "times where it began")) << result.err;
  EXPECT_TRUE(contains(result.err, "the learning rate of 1e+03 is too high: try --lr 100"))
      << result.err;
  EXPECT_TRUE(fs::exists(scratch / "run/model.safetensors"));
  EXPECT_EQ(riserun(train(kIris, scratch / "slow", {"--lr", "0.05", "--keep", "last"})).code, 0);
}

TEST(Train, OneOutputServesTwoClasses) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(100));
  const Result trained =
      riserun(train(data, scratch / "run", {"--loss", "binary", "--schedule", "constant"}));
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "2-8-1 relu")) << trained.out;
  const Result predicted = riserun({"predict", scratch / "run", data, "--proba"});
  EXPECT_TRUE(predicted.out.starts_with("kind,p(left),p(right)\nleft,0.9"))
      << predicted.out.substr(0, 60);
}

TEST(Train, NumbersArePredictedToo) {
  const Scratch scratch;
  std::string csv = "a,b,sum\n";
  for (int i = 0; i < 60; ++i)
    csv += std::to_string(i % 7) + ',' + std::to_string(i % 5) + ',' +
           std::to_string(i % 7 + i % 5) + '\n';
  const std::string data = scratch.write("sum.csv", csv);
  const Result trained =
      riserun(train(data, scratch / "run", {"--task", "regression", "--lr", "0.01"}));
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "1 number to predict (sum)")) << trained.out;
  EXPECT_TRUE(contains(trained.out, "mse loss")) << trained.out;
  const Result predicted = riserun({"predict", scratch / "run", data});
  EXPECT_TRUE(predicted.out.starts_with("sum\n")) << predicted.out;
  EXPECT_EQ(count(predicted.out, "\n"), 61);
}

// Targets around 150 with a deviation of 77: without scaling the default learning rate diverges.
TEST(Train, TargetsOfAnySizeTrainWithDefaultSettings) {
  const Scratch scratch;
  const std::string diabetes = RISERUN_SOURCE_DIR "/examples/data/diabetes.csv";
  const Result trained =
      riserun({"train", diabetes, "--task", "regression", "--out", scratch / "run"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  const auto number_after = [](const std::string& text, const std::string& word) {
    const auto at = text.find(word);
    return at == text.npos ? NAN : std::strtod(text.c_str() + at + word.size(), nullptr);
  };
  EXPECT_GT(number_after(trained.out, "R2 "), 0.4) << trained.out;
  EXPECT_LT(number_after(trained.out, "progression: RMSE "), 60.0) << trained.out;
  EXPECT_NEAR(number_after(trained.out, "always saying the mean, "), 152, 6) << trained.out;
  EXPECT_TRUE(contains(read(scratch / "run/report.tsv"), "progression\t")) << trained.out;
  EXPECT_TRUE(contains(read(scratch / "run/config.toml"), "target-scale = 'standard'"));

  const Result predicted = riserun({"predict", scratch / "run", diabetes});
  EXPECT_GT(number_after(predicted.err, "R2 "), 0.4) << predicted.err;
  double sum = 0;
  std::istringstream lines(predicted.out.substr(predicted.out.find('\n')));
  for (double y = 0; lines >> y;) sum += y;
  EXPECT_NEAR(sum / 442, 152, 15) << "in the unit of the file";

  const Result plain = riserun({"train", diabetes, "--task", "regression", "--out",
                                scratch / "plain", "--target-scale", "none"});
  EXPECT_FALSE(number_after(plain.out, "R2 ") > 0.4) << plain.out << plain.err;
  EXPECT_EQ(riserun(train(kIris, scratch / "no", {"--target-scale", "standard"})).code, 2);
}

TEST(Train, EachClassIsReported) {
  const Scratch scratch;
  const Result result = riserun(train(kIris, scratch / "run"));
  EXPECT_TRUE(contains(result.out, "macro F1 0.")) << result.out;
  EXPECT_TRUE(contains(result.out, "AUC ")) << result.out;
  const std::string table = read(scratch / "run/report.tsv");
  EXPECT_TRUE(table.starts_with("class\trows\tprecision\trecall\tf1\nsetosa\t10\t")) << table;
  EXPECT_EQ(count(table, "\n"), 4);
}

TEST(Train, FirstAndLastMayBeShouted) {
  const Scratch scratch;
  const std::string data =
      scratch.write("a.csv", "kind,x,y\nu,1,2\nv,2,1\nu,1,3\nv,3,1\nu,0,2\nv,2,0\n");
  const Result result =
      riserun(train(data, scratch / "run", {"--label", "FIRST", "--validation", "0"}));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "2 classes (kind)")) << result.out;
}

TEST(Train, ThreadsChangeNoBit) {
  const Scratch scratch;
  ASSERT_EQ(riserun(train(kIris, scratch / "one", {"--threads", "1"})).code, 0);
  ASSERT_EQ(riserun(train(kIris, scratch / "three", {"--threads", "3"})).code, 0);
  EXPECT_EQ(read(scratch / "one/model.safetensors"), read(scratch / "three/model.safetensors"));
  EXPECT_FALSE(read(scratch / "one/model.safetensors").empty());
  ASSERT_EQ(riserun(train(kIris, scratch / "other", {"--seed", "2"})).code, 0);
  EXPECT_NE(read(scratch / "one/model.safetensors"), read(scratch / "other/model.safetensors"));
}

TEST(Train, AnExistingRunFolderIsNeverOverwrittenSilently) {
  const Scratch scratch;
  ASSERT_EQ(riserun(train(kIris, scratch / "run")).code, 0);
  const std::string before = read(scratch / "run/model.safetensors");
  const Result refused = riserun(train(kIris, scratch / "run", {"--seed", "9"}));
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(contains(refused.err, "--force")) << refused.err;
  EXPECT_EQ(read(scratch / "run/model.safetensors"), before);
  EXPECT_EQ(riserun(train(kIris, scratch / "run", {"--seed", "9", "--force"})).code, 0);
  EXPECT_NE(read(scratch / "run/model.safetensors"), before);
}

TEST(Train, WithoutOutEachRunGetsAFolderOfItsOwn) {
  const Scratch scratch;
  for (const char* folder : {"runs/iris-1", "runs/iris-2"}) {
    const Result result = riserun({"train", kIris, "--epochs", "1"}, {.folder = scratch.path()});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(contains(result.out, folder)) << result.out;
    EXPECT_TRUE(fs::exists(scratch.path() / folder / "model.safetensors"));
  }
}

TEST(Train, AnUnwritableFolderIsFoundBeforeTraining) {
  const Scratch scratch;
  const std::string file = scratch.write("file", "");
  for (const std::string& folder : {file + "/run", std::string("/proc/run")}) {
    const Result result = riserun(train(kIris, folder));
    EXPECT_EQ(result.code, 1) << folder;
    EXPECT_TRUE(contains(result.err, folder)) << result.err;
    EXPECT_FALSE(contains(result.err, "epoch 1/")) << result.err;
  }
}

TEST(Train, ADivergingLearningRateKeepsTheLastFiniteModel) {
  const Scratch scratch;
  const Result result =
      riserun(train(kIris, scratch / "run", {"--lr", "1e200", "--hidden", "16,16"}));
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

void stops_at(int signal) {
  const Scratch scratch;
  bool sent = false;
  const Result result = riserun(train(kIris, scratch / "run", {"--epochs", "100000000"}),
                                {.meanwhile = [&](int process) {
                                  // The summary is printed right before training begins;
                                  // config.toml a little earlier.
                                  if (sent || !fs::exists(scratch / "run/config.toml")) return;
                                  static_cast<void>(::usleep(300'000));
                                  ::kill(process, signal);
                                  sent = true;
                                }});
  EXPECT_EQ(result.code, 128 + signal) << result.err;
  EXPECT_TRUE(contains(result.err, "everything is saved")) << result.err;
  EXPECT_EQ(riserun({"predict", scratch / "run", kIris}).code, 0);
  EXPECT_TRUE(read(scratch / "run/history.csv").starts_with("epoch"));
}

TEST(Train, AnInterruptSavesAndSays130) { stops_at(SIGINT); }
TEST(Train, ATerminationSavesAndSays143) { stops_at(SIGTERM); }

TEST(Train, WithoutGnuplotTheNumbersAndTheSvgStay) {
  const Scratch scratch;
  const Result result =
      riserun(train(kIris, scratch / "run"), {.environment = {{"PATH", "/nonexistent"}}});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.err, "warning: ")) << result.err;
  EXPECT_TRUE(contains(result.err, "gnuplot-nox")) << result.err;
  EXPECT_TRUE(fs::exists(scratch / "run/history.csv"));
  EXPECT_TRUE(fs::exists(scratch / "run/loss.svg"));
  EXPECT_FALSE(fs::exists(scratch / "run/loss.png"));
  EXPECT_FALSE(contains(result.out, "loss.png")) << result.out;
}

TEST(Train, TheLanesEngineLearnsTheSameAndExplainsItself) {
  const Scratch scratch;
  const Result scalar = riserun(train(kIris, scratch / "a", {"--quiet"}));
  const Result lanes = riserun(train(kIris, scratch / "b", {"--quiet", "--engine", "lanes"}));
  ASSERT_EQ(scalar.code, 0) << scalar.err;
  ASSERT_EQ(lanes.code, 0) << lanes.err;
  EXPECT_TRUE(contains(read(scratch / "b/config.toml"), "lanes"));
  // The training loss of the last epoch, the third column.
  const auto loss = [](const std::string& folder) {
    const std::string history = read(folder + "/history.csv");
    std::istringstream last(history.substr(history.rfind('\n', history.size() - 2) + 1));
    std::string field;
    for (int column = 0; column < 3; ++column) std::getline(last, field, ',');
    return std::stod(field);
  };
  EXPECT_NEAR(loss(scratch / "a"), loss(scratch / "b"), 1e-10);
  const Result explained = riserun({"train", kIris, "--hidden", "8", "--explain"});
  ASSERT_EQ(explained.code, 0) << explained.err;
  EXPECT_TRUE(contains(explained.out, "layer       4 -> 8, bias, relu")) << explained.out;
  EXPECT_FALSE(fs::exists("runs"));
  EXPECT_EQ(riserun(train(kIris, scratch / "c", {"--engine", "gpu"})).code, 2);
}

TEST(Train, QuietMeansNoProgress) {
  const Scratch scratch;
  const Result result = riserun(train(kIris, scratch / "run", {"--quiet"}),
                                {.environment = {{"PATH", "/usr/bin:/bin"}}});
  EXPECT_EQ(result.code, 0);
  EXPECT_FALSE(contains(result.err, "epoch")) << result.err;
}

TEST(Train, ATerminalGetsABarAndMayRefuseColours) {
  const Scratch scratch;
  const auto shown = [&](const std::string& out, std::map<std::string, std::string> environment) {
    environment.emplace("TERM", "xterm");
    environment.emplace("NO_COLOR", "");
    return riserun(train(kIris, scratch / out, {"--epochs", "300"}),
                   {.environment = environment, .terminal = true})
        .out;
  };
  const std::string bar = "\r\x1b[2K", blue = "\x1b[34m";
  const std::string coloured = shown("a", {});
  EXPECT_TRUE(contains(coloured, bar)) << coloured;
  EXPECT_TRUE(contains(coloured, blue)) << coloured;
  const std::string plain = shown("b", {{"NO_COLOR", "1"}});
  EXPECT_TRUE(contains(plain, bar)) << plain;
  EXPECT_FALSE(contains(plain, blue)) << plain;
  const std::string dumb = shown("c", {{"TERM", "dumb"}});
  EXPECT_FALSE(contains(dumb, "\x1b")) << dumb;
  EXPECT_EQ(count(dumb, "epoch "), 300 + count(dumb, "in epoch "));
}

}  // namespace
}  // namespace riserun::test

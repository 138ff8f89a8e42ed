// riserun train and predict: the round trip, for every kind of data and model.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

TEST(Train, TrainsAndPredictsTheIrises) {
  const Scratch scratch;
  const Result trained =
      riserun({"train", kIris, "--out", scratch / "run", "--hidden", "16", "--epochs", "50"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "150 rows, 4 features, 3 classes (species)")) << trained.out;
  EXPECT_TRUE(contains(trained.out, "4-16-3 relu")) << trained.out;
  EXPECT_TRUE(contains(trained.out, "points/s on")) << trained.out;
  for (const char* file : {"config.toml", "history.csv", "model.safetensors", "loss.svg"})
    EXPECT_TRUE(fs::exists(scratch / "run" + "/" + file)) << file;
  EXPECT_EQ(count(read(scratch / "run/history.csv"), "\n"), 51);
  EXPECT_EQ(count(trained.err, "epoch "), 50) << trained.err;  // no terminal: a line each

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
  ASSERT_EQ(riserun(short_training(kIris, scratch / "run")).code, 0);
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
  ASSERT_EQ(riserun(short_training(kIris, scratch / "run")).code, 0);
  const Result result = riserun({"predict", scratch / "run", kIris, "--proba"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with("species,p(setosa),p(versicolor),p(virginica)\n"))
      << result.out.substr(0, 80);
  double a = 0, b = 0, c = 0;
  std::string line = result.out.substr(result.out.find('\n') + 1);
  line = line.substr(line.find(',') + 1, line.find('\n'));
  ASSERT_EQ(std::sscanf(line.c_str(), "%lf,%lf,%lf", &a, &b, &c), 3) << line;
  EXPECT_NEAR(a + b + c, 1.0, 1e-5);
  // A model whose outputs are no probabilities says so.
  ASSERT_EQ(riserun(short_training(kIris, scratch / "hinge", {"--loss", "hinge"})).code, 0);
  const Result hinge = riserun({"predict", scratch / "hinge", kIris, "--proba"});
  EXPECT_EQ(hinge.code, 2);
  EXPECT_TRUE(contains(hinge.err, "hinge")) << hinge.err;
}

TEST(Train, NoHiddenLayerIsALinearModel) {
  const Scratch scratch;
  const Result result = riserun(short_training(kIris, scratch / "run", {"--hidden", ""}));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "4-3 linear")) << result.out;
  const Result again =
      riserun({"train", "--config", scratch / "run/config.toml", "--out", scratch / "again"});
  EXPECT_TRUE(contains(again.out, "4-3 linear")) << again.out << again.err;
}

TEST(Train, OneOutputServesTwoClasses) {
  const Scratch scratch;
  const std::string data = scratch.write("clouds.csv", two_clouds(100));
  const Result trained = riserun(
      short_training(data, scratch / "run", {"--loss", "binary", "--schedule", "constant"}));
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
      riserun(short_training(data, scratch / "run", {"--task", "regression", "--lr", "0.01"}));
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
  EXPECT_TRUE(contains(read(scratch / "plain/config.toml"), "target-scale = 'none'"));
  EXPECT_GT(number_after(plain.out, "validation loss "), 1000) << "squares in the file's unit";
  EXPECT_EQ(riserun(short_training(kIris, scratch / "no", {"--target-scale", "standard"})).code, 2);
}

TEST(Train, EachClassIsReported) {
  const Scratch scratch;
  const Result result = riserun(short_training(kIris, scratch / "run"));
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
      riserun(short_training(data, scratch / "run", {"--label", "FIRST", "--validation", "0"}));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "2 classes (kind)")) << result.out;
}

TEST(Train, ThreadsChangeNoBit) {
  const Scratch scratch;
  ASSERT_EQ(riserun(short_training(kIris, scratch / "one", {"--threads", "1"})).code, 0);
  ASSERT_EQ(riserun(short_training(kIris, scratch / "three", {"--threads", "3"})).code, 0);
  EXPECT_EQ(read(scratch / "one/model.safetensors"), read(scratch / "three/model.safetensors"));
  EXPECT_FALSE(read(scratch / "one/model.safetensors").empty());
  ASSERT_EQ(riserun(short_training(kIris, scratch / "other", {"--seed", "2"})).code, 0);
  EXPECT_NE(read(scratch / "one/model.safetensors"), read(scratch / "other/model.safetensors"));
}

TEST(Train, TheLanesEngineLearnsTheSameAndExplainsItself) {
  const Scratch scratch;
  const Result scalar = riserun(short_training(kIris, scratch / "a", {"--quiet"}));
  const Result lanes =
      riserun(short_training(kIris, scratch / "b", {"--quiet", "--engine", "lanes"}));
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
  EXPECT_EQ(riserun(short_training(kIris, scratch / "c", {"--engine", "gpu"})).code, 2);
}

}  // namespace
}  // namespace riserun::test

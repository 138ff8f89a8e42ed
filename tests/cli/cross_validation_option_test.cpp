// riserun train --cv: the table, the folder, no leak, the same bits.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include <riserun/train/data/folds.hpp>
#include <riserun/train/data/preparation.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/saving/model_file.hpp>
#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> cv(const std::string& data, const std::string& out,
                            const std::vector<std::string>& more = {}) {
  std::vector<std::string> all{"train",    data, "--cv",     "3", "--out",  out,
                               "--hidden", "8",  "--epochs", "5", "--quiet"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// The numbers of one line of cv.csv.
std::vector<double> row(const std::string& csv, int line) {
  std::istringstream lines(csv);
  std::string text;
  for (int i = 0; i <= line; ++i) std::getline(lines, text);
  std::vector<double> numbers;
  std::istringstream fields(text);
  for (std::string field; std::getline(fields, field, ',');) numbers.push_back(std::stod(field));
  return numbers;
}

TEST(CrossValidation, TellsEachFoldMeanAndDeviation) {
  const Scratch scratch;
  const Result result = riserun(cv(kIris, scratch / "run"));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "3 folds (seed 1, stratified); scaling: limited")) << result.out;
  for (const char* file :
       {"config.toml", "cv.csv", "cv.txt", "fold-1/history.csv", "fold-3/model.safetensors"})
    EXPECT_TRUE(fs::exists(scratch / "run" + "/" + file)) << file;
  const std::string csv = read(scratch / "run/cv.csv");
  ASSERT_TRUE(csv.starts_with("fold,training_rows,held_out_rows,loss,accuracy,macro_f1\n")) << csv;
  ASSERT_EQ(count(csv, "\n"), 4);
  double mean = 0, squares = 0;
  for (int fold = 1; fold <= 3; ++fold) {
    const std::vector<double> numbers = row(csv, fold);
    ASSERT_EQ(numbers.size(), 6u);
    EXPECT_EQ(numbers[0], fold);
    EXPECT_EQ(numbers[1] + numbers[2], 150);
    EXPECT_GT(numbers[4], 0.5);
    mean += numbers[4] / 3;
  }
  for (int fold = 1; fold <= 3; ++fold) squares += std::pow(row(csv, fold)[4] - mean, 2);
  char expected[40];
  const std::string mean_line = result.out.substr(result.out.find("\nmean "));
  std::snprintf(expected, sizeof expected, "%.2f %%", 100 * mean);
  EXPECT_TRUE(contains(mean_line.substr(0, mean_line.find("\nsd ")), expected)) << result.out;
  std::snprintf(expected, sizeof expected, "%.2f %%", 100 * std::sqrt(squares / 2));
  EXPECT_TRUE(contains(mean_line.substr(mean_line.find("\nsd ")), expected)) << result.out;
  EXPECT_TRUE(contains(result.out, read(scratch / "run/cv.txt")));
}

// Each fold's model holds the scaling of its own training rows, to the last bit, and the figure is
// what predict says of the held-out rows.
TEST(CrossValidation, LearnsScalingAndImputationFromItsTrainingRowsAlone) {
  const Scratch scratch;
  std::string csv = "a,b,kind\n";
  for (int i = 0; i < 30; ++i)
    csv += (i % 5 == 0 ? "" : std::to_string(i * i)) + ',' + std::to_string(i % 7) + ',' +
           (i % 2 == 0 ? "u\n" : "v\n");
  const std::string data = scratch.write("gaps.csv", csv);
  ASSERT_EQ(riserun(cv(data, scratch / "run", {"--missing", "mean", "--scale", "standard"})).code,
            0);
  const train::Dataset all = train::load_csv(data, {.missing = true});
  const std::vector<train::Split> folds = train::folds(all, {.folds = 3, .seed = 1});
  const train::PreparationOptions options{.missing = train::ImputationKind::mean,
                                          .scaling = train::ScalingKind::standardize};
  const auto of_all = train::Preparation::fit(all, options);
  for (std::size_t i = 0; i < 3; ++i) {
    const train::LoadedModel loaded =
        train::load_model(scratch / "run/fold-" + std::to_string(i + 1) + "/model.safetensors");
    const auto expected = train::Preparation::fit(folds[i].training, options);
    EXPECT_EQ(loaded.info.imputation, expected.imputation);
    EXPECT_EQ(loaded.info.scaling, expected.scaling);
    EXPECT_NE(loaded.info.scaling, of_all.scaling);
    EXPECT_NE(loaded.info.imputation, of_all.imputation);
  }
}

TEST(CrossValidation, ThreadsChangeNoBit) {
  const Scratch scratch;
  ASSERT_EQ(riserun(cv(kIris, scratch / "one", {"--threads", "1"})).code, 0);
  ASSERT_EQ(riserun(cv(kIris, scratch / "four", {"--threads", "4"})).code, 0);
  EXPECT_EQ(read(scratch / "one/cv.csv"), read(scratch / "four/cv.csv"));
  EXPECT_EQ(read(scratch / "one/fold-2/model.safetensors"),
            read(scratch / "four/fold-2/model.safetensors"));
  ASSERT_EQ(riserun(cv(kIris, scratch / "other", {"--seed", "2"})).code, 0);
  EXPECT_NE(read(scratch / "one/cv.csv"), read(scratch / "other/cv.csv"));
}

TEST(CrossValidation, RepeatsFromItsConfiguration) {
  const Scratch scratch;
  ASSERT_EQ(riserun(cv(kIris, scratch / "a")).code, 0);
  ASSERT_EQ(
      riserun({"train", "--config", scratch / "a/config.toml", "--out", scratch / "b", "--quiet"})
          .code,
      0);
  EXPECT_EQ(read(scratch / "a/cv.csv"), read(scratch / "b/cv.csv"));
}

TEST(CrossValidation, JudgesNumbersToo) {
  const Scratch scratch;
  std::string csv = "a,b,sum,difference\n";
  for (int i = 0; i < 60; ++i)
    csv += std::to_string(i % 7) + ',' + std::to_string(i % 5) + ',' +
           std::to_string(i % 7 + i % 5) + ',' + std::to_string(i % 7 - i % 5) + '\n';
  const Result result =
      riserun(cv(scratch.write("sum.csv", csv), scratch / "run",
                 {"--task", "regression", "--label", "sum,difference", "--epochs", "60"}));
  ASSERT_EQ(result.code, 0) << result.err;
  for (int fold = 1; fold <= 3; ++fold)
    EXPECT_GT(row(read(scratch / "run/cv.csv"), fold).back(), 0.9) << result.out;
}

// Numbers of six digits: the columns stay apart, each in one notation.
TEST(CrossValidation, WideNumbersStayApart) {
  const Scratch scratch;
  std::string csv = "a,price\n";
  for (int i = 0; i < 60; ++i)
    csv += std::to_string(i) + ',' + std::to_string(123456.7 * ((i * 37) % 60)) + '\n';
  const Result result = riserun(cv(scratch.write("wide.csv", csv), scratch / "run"));
  ASSERT_EQ(result.code, 0) << result.err;
  std::istringstream lines(result.out.substr(result.out.find("fold     train")));
  std::string line;
  std::getline(lines, line);
  std::vector<bool> exponent;
  for (int i = 1; i <= 3; ++i) {
    std::getline(lines, line);
    std::istringstream words(line);
    std::vector<std::string> cells;
    for (std::string word; words >> word;) cells.push_back(word);
    ASSERT_EQ(cells.size(), 6u) << result.out;
    EXPECT_GT(std::stod(cells[4]), 1e5) << line;
    const std::vector<double> figures = row(read(scratch / "run/cv.csv"), i);
    std::vector<bool> found;
    for (std::size_t c = 3; c < 6; ++c) {
      EXPECT_NEAR(std::stod(cells[c]), figures[c], 0.01 * std::abs(figures[c])) << line;
      EXPECT_TRUE(contains(line, "  " + cells[c])) << line;
      found.push_back(contains(cells[c], "e"));
    }
    if (i == 1) exponent = found;
    EXPECT_EQ(found, exponent) << result.out;
  }
}

TEST(CrossValidation, TellsProgramsToo) {
  const Scratch scratch;
  const Result result = riserun(cv(kIris, scratch / "run", {"--json"}));
  ASSERT_EQ(result.code, 0) << result.err;
  std::vector<nlohmann::json> events;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) events.push_back(nlohmann::json::parse(line));
  EXPECT_EQ(events.front()["event"], "start");
  EXPECT_EQ(events.front()["folds"], 3);
  EXPECT_EQ(events.back()["event"], "end");
  EXPECT_EQ(events.back()["outcome"], "finished");
  int folds = 0;
  for (const nlohmann::json& event : events)
    if (event["event"] == "fold") {
      ++folds;
      EXPECT_EQ(event["fold"], folds);
      EXPECT_EQ(event["accuracy"].get<double>(), row(read(scratch / "run/cv.csv"), folds)[4]);
    }
  EXPECT_EQ(folds, 3);
}

TEST(CrossValidation, GoesOnOnlyWithWhatItBeganWith) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun(cv(kIris, run)).code, 0);
  const Result done = riserun({"train", "--resume", run});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(contains(done.out, "3 of 3 folds are done, it is finished")) << done.out;
  const Result changed = riserun({"train", "--resume", run, "--epochs", "6"});
  EXPECT_EQ(changed.code, 2);
  EXPECT_TRUE(contains(changed.err, "began with epochs = 5, not 6")) << changed.err;
  static_cast<void>(scratch.write("run/cv.csv", "fold,x\n1,2\n"));
  const Result damaged = riserun({"train", "--resume", run});
  EXPECT_EQ(damaged.code, 1);
  EXPECT_TRUE(contains(damaged.err, "cv.csv:1: ")) << damaged.err;
}

TEST(CrossValidation, WhatCannotBeIsSaid) {
  const Scratch scratch;
  const auto error = [&](const std::vector<std::string>& more) {
    const Result result = riserun(cv(kIris, scratch / "run", more));
    EXPECT_NE(result.code, 0);
    EXPECT_FALSE(fs::exists(scratch / "run"));
    return result.err;
  };
  EXPECT_TRUE(contains(error({"--cv", "1"}), "at least 2 folds"));
  EXPECT_TRUE(contains(error({"--cv", "200"}), "150 rows are too few for 200 folds"));
  EXPECT_TRUE(contains(error({"--test", "0.1"}), "--cv judges every row"));
  EXPECT_TRUE(contains(error({"--validation-file", kIris}), "--cv judges every row"));
}

}  // namespace
}  // namespace riserun::test

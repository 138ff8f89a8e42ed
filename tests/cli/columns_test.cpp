// Files as people have them: names, dates, ids and gaps beside the numbers.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

/// Whether somebody bought: hangs on colour and age. Every eighth age is missing.
std::string shop(int first, int rows, bool answers = true) {
  const std::vector<std::string> colours{"red", "blue", "green"};
  std::string text = "customer_id,age,colour,member,joined,note";
  text += answers ? ",bought\n" : "\n";
  for (int i = first; i < first + rows; ++i) {
    const int age = 20 + (i * 7) % 50;
    const std::string& colour = colours[static_cast<std::size_t>(i % 3)];
    const bool bought = (age > 45) != (colour == "red");
    text += std::to_string(1000 + 3 * i) + "," + (i % 8 == 0 ? "NA" : std::to_string(age)) + "," +
            colour + "," + (i % 5 == 0 ? "yes" : "no") + ",2020-0" + std::to_string(1 + i % 9) +
            "-11,a remark on customer " + std::to_string(i);
    if (answers) text += bought ? ",yes" : ",no";
    text += "\n";
  }
  return text;
}

std::vector<std::string> training(const std::string& data, const std::string& out,
                                  std::vector<std::string> more = {}) {
  std::vector<std::string> all{"train", data, "--quiet", "--out", out, "--threads", "1"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Columns, AFileOfEveryKindTrainsAndPredicts) {
  const Scratch scratch;
  const std::string data = scratch.write("shop.csv", shop(0, 400));
  const std::string run = scratch / "run";
  const Result result = riserun(training(data, run));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out,
                       "4 columns become 11 inputs: 1 number, 1 category, 1 yes/no, 1 date, values "
                       "missing in 1\n        left out: customer_id (numbers the rows), note (free "
                       "text) (--columns tells more)\n"))
      << result.out;

  // The rows of the file itself, in another order of columns and without the answer.
  const Result same = riserun({"predict", run, data});
  ASSERT_EQ(same.code, 0) << same.err;
  EXPECT_TRUE(same.out.starts_with("customer_id,bought\n1000,")) << same.out.substr(0, 60);
  const std::string fresh = scratch.write("new.csv", shop(400, 50, false));
  const Result others = riserun({"predict", run, fresh});
  ASSERT_EQ(others.code, 0) << others.err;
  EXPECT_EQ(count(others.out, "\n"), 51);
  EXPECT_EQ(others.err, "");

  const Result unseen = riserun({"predict", run,
                                 scratch.write("b.csv",
                                               "joined,colour,age,member\n"
                                               "2020-03-11,violet,33,no\n"
                                               "2021-03-11,red,,yes\n")});
  ASSERT_EQ(unseen.code, 0) << unseen.err;
  EXPECT_TRUE(contains(unseen.err, "1 row has a name in \"colour\" that training did not have"))
      << unseen.err;
  const Result wrong = riserun({"predict", run,
                                scratch.write("c.csv",
                                              "joined,colour,age,member\n"
                                              "2020-03-11,red,old,no\n")});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_TRUE(contains(wrong.err, "c.csv:2:16: expected a number, found \"old\"")) << wrong.err;
  EXPECT_FALSE(contains(wrong.err, "--column")) << wrong.err;  // which predict does not have
}

TEST(Columns, WhatIsLearnedOfThemIsUsed) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun(training(scratch.write("shop.csv", shop(0, 600)), run)).code, 0);
  const Result judged = riserun({"predict", run, scratch.write("new.csv", shop(1200, 200))});
  ASSERT_EQ(judged.code, 0) << judged.err;
  // By age alone, or colour alone, about 0.6 can be had. An eighth of the ages is unknown.
  const std::size_t at = judged.err.find("accuracy ");
  ASSERT_NE(at, std::string::npos) << judged.err;
  EXPECT_GE(std::stod(judged.err.substr(at + 9)), 88.0) << judged.err;
}

TEST(Columns, TheTableSaysWhatEachColumnIs) {
  const Scratch scratch;
  const std::string data = scratch.write("shop.csv", shop(0, 400));
  const Result result =
      riserun({"train", data, "--columns", "--column", "colour=ignore,customer_id=number"});
  ASSERT_EQ(result.code, 0) << result.err;
  for (const char* part :
       {"customer_id  number          1         0  1000 to 2197\n",
        "age          number          2        42  20 to 69\n", "member       yes/no          1 ",
        "joined       date            5         0  days, season, weekday\n",
        "colour       left out                     as asked for\n",
        "note         left out                     free text\n", "bought       to learn\n"})
    EXPECT_TRUE(contains(result.out, part)) << part << "\nin\n" << result.out;
  EXPECT_FALSE(contains(result.out, "epoch")) << result.out;
}

TEST(Columns, ARunGoesOnAndIsDrawnAgain) {
  const Scratch scratch;
  const std::string data = scratch.write("shop.csv", shop(0, 200));
  ASSERT_EQ(riserun(training(data, scratch / "whole", {"--epochs", "6"})).code, 0);
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun(training(data, run, {"--epochs", "3"})).code, 0);
  const Result on =
      riserun({"train", "--resume", run, "--epochs", "6", "--quiet", "--threads", "2"});
  ASSERT_EQ(on.code, 0) << on.err;
  EXPECT_TRUE(contains(on.out, "result")) << on.out;
  EXPECT_EQ(riserun({"plot", run, "--confusion", scratch / "c.svg"}).code, 0);
  const Result graph = riserun({"graph", run, data, "--row", "3", "--detail", "layers"});
  EXPECT_EQ(graph.code, 0) << graph.err;
  EXPECT_TRUE(contains(graph.out, "11 inputs ")) << graph.out;
  const Result folds = riserun(training(data, scratch / "cv", {"--epochs", "2", "--cv", "3"}));
  EXPECT_EQ(folds.code, 0) << folds.err;
  const Result answers = riserun({"predict", scratch / "cv/fold-1/model.safetensors", data});
  EXPECT_EQ(answers.code, 0) << answers.err;
}

TEST(Columns, AColumnThatNeverChangesHasNoEffect) {
  const Scratch scratch;
  std::string text = "year,x,y\n", later = "year,x\n2020,0.3\n2024,0.3\n";
  for (int i = 0; i < 100; ++i)
    text += "2020," + std::to_string(i % 10) + "," + std::to_string(i % 10 * 2.5) + "\n";
  const Result result = riserun(training(scratch.write("a.csv", text), scratch / "run"));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "the same in every training row, so without effect: year\n"))
      << result.out;
  const Result answers = riserun({"predict", scratch / "run", scratch.write("b.csv", later)});
  const std::size_t second = answers.out.find('\n') + 1, third = answers.out.find('\n', second) + 1;
  EXPECT_EQ(answers.out.substr(second, third - second), answers.out.substr(third)) << answers.out;
}

TEST(Columns, OptionsOfColumnsBelongToTables) {
  const Result generated = riserun({"train", "moons:", "--column", "x1=category"});
  EXPECT_EQ(generated.code, 2);
  EXPECT_TRUE(contains(generated.err, "--column")) << generated.err;
  const Result unknown = riserun({"train", kIris, "--column", "petal_length=colour"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_TRUE(contains(unknown.err, "--column petal_length=colour: expected NAME=KIND"))
      << unknown.err;
}

}  // namespace
}  // namespace riserun::test

// Classes or numbers: what the program decides by itself, says, and can be told.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

Result train_task(const Scratch& scratch, const std::string& data,
                  std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"train", data, "--epochs", "2", "--hidden", "4", "--quiet", "--force",
                             "--out", scratch / "run"});
  return riserun(more);
}

TEST(Task, ManyDifferentWholeNumbersAreNumbersToPredict) {
  const Scratch scratch;
  const Result result = train_task(scratch, kData + "diabetes.csv");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "1 number to predict (progression)")) << result.out;
  EXPECT_TRUE(contains(result.out,
                       "214 different whole numbers in 442 rows: numbers to predict (or "
                       "--task classification)"))
      << result.out;
  EXPECT_TRUE(contains(result.out, "always saying the mean")) << result.out;
  const std::string config = read(scratch / "run/config.toml");
  EXPECT_TRUE(contains(config, "\ntask = 'regression'\n") ||
              contains(config, "\ntask = \"regression\"\n"))
      << config;
  // Said outright, it is done.
  const Result classes = train_task(scratch, kData + "diabetes.csv", {"--task", "classification"});
  ASSERT_EQ(classes.code, 0) << classes.err;
  EXPECT_TRUE(contains(classes.out, "214 classes")) << classes.out;
}

TEST(Task, FewWholeNumbersAreClassesAndTextsAlways) {
  const Scratch scratch;
  const Result digits = train_task(scratch, kData + "digits.csv.gz");
  ASSERT_EQ(digits.code, 0) << digits.err;
  EXPECT_TRUE(contains(digits.out,
                       "10 different whole numbers in 1797 rows: classes (or --task "
                       "regression)"))
      << digits.out;
  const Result iris = train_task(scratch, kData + "iris.csv");
  EXPECT_TRUE(contains(iris.out, "3 classes (species)\n        120 to train")) << iris.out;
}

TEST(Task, LabelsThatAreNotWholeAreNumbersInEveryFormat) {
  const Scratch scratch;
  std::string csv = "x,y\n", libsvm;
  for (int i = 0; i < 20; ++i) {
    csv += std::to_string(i) + ',' + std::to_string(i % 3) + ".5\n";
    libsvm += std::to_string(i % 3) + ".5 1:" + std::to_string(i) + '\n';
  }
  for (const std::string& file : {scratch.write("a.csv", csv), scratch.write("a.txt", libsvm)}) {
    const Result result = train_task(scratch, file);
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(contains(result.out, "1 number to predict")) << result.out;
    EXPECT_TRUE(contains(result.out, "the labels are not all whole")) << result.out;
    EXPECT_EQ(train_task(scratch, file, {"--task", "classification"}).code, 1);
    // What only classes have asks for them.
    EXPECT_EQ(train_task(scratch, file, {"--loss", "hinge"}).code, 1);
    EXPECT_EQ(riserun({"predict", scratch / "run", file}).code, 0);
  }
  csv += "30,NA\n";
  const Result missing = train_task(scratch, scratch.write("b.csv", csv));
  EXPECT_EQ(missing.code, 1);
  EXPECT_TRUE(contains(missing.err, "b.csv:22:4: \"NA\": the number to predict is missing"))
      << missing.err;
}

TEST(Task, SeveralColumnsAreNumbers) {
  const Scratch scratch;
  std::string csv = "x,a,b\n";
  for (int i = 0; i < 20; ++i)
    csv += std::to_string(i) + ',' + std::to_string(i % 2) + ',' + std::to_string(i % 3) + '\n';
  const Result result = train_task(scratch, scratch.write("two.csv", csv), {"--label", "a,b"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "2 numbers to predict (a, b)")) << result.out;
}

}  // namespace
}  // namespace riserun::test

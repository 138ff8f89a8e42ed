// history.csv has the figures that the task implies, or those asked for.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <riserun/train/fit/history.hpp>
#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

std::string header(const Scratch& scratch) {
  const std::string text = read(scratch / "run/history.csv");
  return text.substr(0, text.find('\n'));
}

Result train(const Scratch& scratch, const std::string& data, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"train", kData + data, "--epochs", "3", "--hidden", "8", "--keep",
                             "last", "--quiet", "--force", "--out", scratch / "run"});
  return riserun(more);
}

train::HistoryRow last_row(const Scratch& scratch) {
  return train::load_history(scratch / "run/history.csv").back();
}

void expect_said(const Result& result, const std::string& figures) {
  EXPECT_TRUE(contains(result.out, figures)) << result.out << figures;
}

const std::string kPlain =
    "epoch,step,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,"
    "seconds,points_per_second";

/// The header with all the metrics that the task has.
std::string header_of(train::Task task) {
  std::string text = kPlain;
  for (const std::string& name : train::metric_names(task)) text += ",validation_" + name;
  return text;
}

// The last row says what the result says.
TEST(Metrics, OfClasses) {
  const Scratch scratch;
  const Result result = train(scratch, "digits.csv.gz");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(header(scratch), header_of(train::Task::classification));
  const train::HistoryRow last = last_row(scratch);
  expect_said(result,
              fmt::format("macro F1 {:.3f}, AUC {:.4f}, right among the 3 likeliest {:.1f} %",
                          last.metrics["f1"], last.metrics["auc"], 100 * last.metrics["top_k"]));
  const Result top1 = train(scratch, "digits.csv.gz", {"--metrics", "top_k", "--top-k", "1"});
  ASSERT_EQ(top1.code, 0) << top1.err;
  const train::HistoryRow row = last_row(scratch);
  EXPECT_EQ(row.metrics["top_k"], row.validation_accuracy);
  EXPECT_TRUE(std::isnan(row.metrics["f1"]));
}

TEST(Metrics, OfNumbersInTheirOwnUnit) {
  const Scratch scratch;
  const Result result = train(scratch, "diabetes.csv");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(header(scratch), header_of(train::Task::regression));
  const train::HistoryRow last = last_row(scratch);
  expect_said(result, fmt::format("RMSE {:.4g}, MAE {:.4g}, R2 {:.3f}", last.metrics["rmse"],
                                  last.metrics["mae"], last.metrics["r2"]));
  EXPECT_GT(last.metrics["rmse"], 10);  // not in standard deviations
}

TEST(Metrics, AreThoseAskedForAndChangeNoBit) {
  const Scratch scratch;
  ASSERT_EQ(train(scratch, "iris.csv", {"--metrics", "none"}).code, 0);
  EXPECT_EQ(header(scratch), kPlain);
  const std::string model = read(scratch / "run/model.safetensors");
  ASSERT_EQ(train(scratch, "iris.csv", {"--metrics", "auc,f1"}).code, 0);
  EXPECT_EQ(header(scratch), kPlain + ",validation_f1,validation_auc");
  EXPECT_EQ(read(scratch / "run/model.safetensors"), model);
  // A resumed run keeps them, and may have others.
  const Result more = riserun(
      {"train", "--resume", scratch / "run", "--epochs", "4", "--metrics", "f1", "--quiet"});
  ASSERT_EQ(more.code, 0) << more.err;
  const auto history = train::load_history(scratch / "run/history.csv");
  EXPECT_TRUE(std::isfinite(history[2].metrics["auc"]));
  EXPECT_TRUE(std::isnan(history[3].metrics["auc"]));
  EXPECT_TRUE(std::isfinite(history[3].metrics["f1"]));
  const Result wrong = train(scratch, "iris.csv", {"--metrics", "r2"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_TRUE(contains(wrong.err, "--metrics r2: that is of numbers")) << wrong.err;
  const Result typo = train(scratch, "iris.csv", {"--metrics", "auk"});
  EXPECT_EQ(typo.code, 2);
  EXPECT_TRUE(contains(typo.err, "did you mean \"auc\"?")) << typo.err;
}

// A rare class by weight: the loss by weights chooses the epoch, not the plain one, and no false alarm
// is raised by the size of single weights.
TEST(KeepBy, OfARareClassByTheOptionsOfTheProgram) {
  const Scratch scratch;
  std::string rows = "a,b,c,class\n";
  for (int i = 0; i < 3000; ++i) {
    const bool rare = i % 150 == 0;
    rows += std::to_string(i * 37 % 1009 / 500.0 + (rare ? 1.6 : 0)) + ',' +
            std::to_string(i * 53 % 977 / 490.0 - (rare ? 1.4 : 0)) + ',' +
            std::to_string(i * 71 % 953) + (rare ? ",rare\n" : ",usual\n");
  }
  const std::string data = scratch.write("rare.csv", rows);
  for (const std::string by : {"loss", "auc"}) {
    const Result result = riserun({"train", data, "--class-weights", "balanced", "--keep-by", by,
                                   "--quiet", "--out", scratch / by});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    const auto at = result.out.find("AUC ");
    ASSERT_NE(at, std::string::npos) << result.out;
    EXPECT_GT(std::strtod(result.out.c_str() + at + 4, nullptr), 0.8) << result.out;
    EXPECT_TRUE(contains(read(scratch / by + "/history.csv"), ",judged_loss")) << by;
  }
  EXPECT_EQ(riserun({"train", data, "--keep-by", "r2", "--out", scratch / "no"}).code, 2);
  EXPECT_EQ(
      riserun({"train", data, "--keep-by", "auc", "--validation", "0", "--out", scratch / "no"})
          .code,
      2);
  EXPECT_EQ(
      riserun({"train", data, "--keep-by", "auc", "--keep", "last", "--out", scratch / "no"}).code,
      2);
}

}  // namespace
}  // namespace riserun::test

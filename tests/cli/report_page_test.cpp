// What a run writes down for its pictures, and the page made of it.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

Result train_iris(const Scratch& scratch, std::vector<std::string> more) {
  std::vector<std::string> arguments{"train",   kIris,   "--hidden",     "4",
                                     "--quiet", "--out", scratch / "run"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return riserun(arguments);
}

TEST(RunPage, IsWrittenByTrainAndAgainByPlot) {
  const Scratch scratch;
  const Result trained = train_iris(scratch, {"--epochs", "3"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "report.html"));
  const std::string page = read(scratch / "run/report.html");
  for (const char* part :
       {"finished after 3 of 3 epochs", "\"refresh\":0,", "Confusion matrix", "virginica",
        "Configuration", "hidden = [4]", "Data, model and result", "</html>"})
    EXPECT_TRUE(contains(page, part)) << part;
  const Result again = riserun({"plot", scratch / "run", "--html", scratch / "again.html"});
  ASSERT_EQ(again.code, 0) << again.err;
  const std::string second = read(scratch / "again.html");
  const auto numbers = [](const std::string& html) {
    const std::size_t begin = html.find("id=\"numbers\">");
    return html.substr(begin, html.find("</script>", begin) - begin);
  };
  EXPECT_EQ(numbers(page), numbers(second));
  EXPECT_TRUE(contains(second, "Confusion matrix"));
}

TEST(RunPage, OfARegressionHasPredictedAgainstTrue) {
  const Scratch scratch;
  const Result result = riserun({"train", RISERUN_SOURCE_DIR "/examples/data/diabetes.csv",
                                 "--epochs", "3", "--quiet", "--out", scratch / "run"});
  ASSERT_EQ(result.code, 0) << result.err;
  const std::string table = read(scratch / "run/predicted.csv");
  EXPECT_TRUE(table.starts_with("true progression,predicted progression\n")) << table.substr(0, 99);
  EXPECT_EQ(count(table, "\n"), 89);  // the validation rows, and the names
  const std::string page = read(scratch / "run/report.html");
  EXPECT_TRUE(contains(page, "<h2>Predicted against true: progression</h2>"));
  EXPECT_TRUE(contains(page, "predicted progression</text>"));
}

TEST(RunPage, IsThereWhileTheRunGoesOnAndLoadsItselfAgain) {
  const Scratch scratch;
  std::atomic<bool> seen = false;
  const Result result = riserun({"train", kIris, "--hidden", "4", "--quiet", "--epochs",
                                 "1000000000", "--out", scratch / "run"},
                                {.meanwhile = [&](int process) {
                                  if (seen) return;
                                  std::error_code error;
                                  if (!fs::exists(scratch / "run/report.html", error)) return;
                                  const std::string page = read(scratch / "run/report.html");
                                  EXPECT_TRUE(contains(page, "\"refresh\":2,"));
                                  EXPECT_TRUE(contains(page, "</html>"));  // Never half of one.
                                  seen = true;
                                  ::kill(process, SIGINT);
                                }});
  EXPECT_TRUE(seen);
  EXPECT_EQ(result.code, 130) << result.err;
  EXPECT_TRUE(contains(read(scratch / "run/report.html"), "\"refresh\":0,"));
}

TEST(RunRecords, StepsAndGradientsAreKeptOnRequest) {
  const Scratch scratch;
  const Result result =
      train_iris(scratch, {"--epochs", "2", "--batch", "40", "--record", "gradients"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "checkpoints, steps.csv, gradient_norms.csv, loss.svg"))
      << result.out;
  EXPECT_TRUE(contains(result.out, "report.tsv, summary.txt, confusion.json, timings.csv"))
      << result.out;
  const std::string steps = read(scratch / "run/steps.csv");
  EXPECT_EQ(count(steps, "\n"), 1 + 2 * 3);  // 120 rows in batches of 40.
  EXPECT_TRUE(contains(steps, "step,epoch,loss,learning_rate\n1,0.333333,"));
  const std::string norms = read(scratch / "run/gradient_norms.csv");
  EXPECT_EQ(norms.substr(0, norms.find('\n')), "step,layer 1,layer 2");
  EXPECT_EQ(count(norms, "\n"), 1 + 2 * 3);
  for (const char* part : {"loss of each batch", "length of the gradient, by layer"})
    EXPECT_TRUE(contains(read(scratch / "run/report.html"), part)) << part;
}

// Two batches make an update; each still has its row and its number.
TEST(RunRecords, BatchesThatShareAnUpdateAreDrawnToo) {
  const Scratch scratch;
  const Result result = train_iris(
      scratch, {"--epochs", "2", "--batch", "40", "--accumulate", "2", "--record", "gradients"});
  ASSERT_EQ(result.code, 0) << result.err;
  const std::string steps = read(scratch / "run/steps.csv");
  EXPECT_EQ(count(steps, "\n"), 1 + 2 * 3);
  EXPECT_TRUE(contains(steps, "\n6,2,")) << steps;
  const std::string page = read(scratch / "run/report.html");
  for (const char* part : {"loss of each batch", "length of the gradient, by layer"})
    EXPECT_TRUE(contains(page, part)) << part;
}

TEST(RunRecords, WithoutRequestThereAreNone) {
  const Scratch scratch;
  ASSERT_EQ(train_iris(scratch, {"--epochs", "1"}).code, 0);
  for (const char* name : {"steps.csv", "gradient_norms.csv", "snapshots"})
    EXPECT_FALSE(fs::exists(scratch.path() / "run" / name)) << name;
}

TEST(RunRecords, ModelsOfSomeEpochs) {
  const Scratch scratch;
  ASSERT_EQ(train_iris(scratch, {"--epochs", "5", "--snapshots", "2"}).code, 0);
  for (const char* name : {"epoch-000000", "epoch-000002", "epoch-000004"})
    EXPECT_TRUE(fs::exists(scratch.path() / "run/snapshots" / (std::string(name) + ".safetensors")))
        << name;
  EXPECT_FALSE(fs::exists(scratch.path() / "run/snapshots/epoch-000005.safetensors"));
}

TEST(RunPage, OfAFileThatCannotBeReadSaysSo) {
  const Scratch scratch;
  ASSERT_EQ(train_iris(scratch, {"--epochs", "1"}).code, 0);
  static_cast<void>(scratch.write("run/confusion.json", "{\"classes\": [\"<b>\"]}"));
  static_cast<void>(scratch.write("run/steps.csv", "step,loss\n1,abc\n"));
  ASSERT_EQ(riserun({"plot", scratch / "run", "--html", scratch / "p.html"}).code, 0);
  const std::string page = read(scratch / "p.html");
  EXPECT_TRUE(contains(page, "steps.csv:2: loss: expected a number"));
  EXPECT_TRUE(contains(page, "<h2>confusion.json</h2>"));
  EXPECT_FALSE(contains(page, "<b>"));
}

TEST(RunPage, NeedsOneRunFolder) {
  const Scratch scratch;
  const std::string file = scratch.write("history.csv", "epoch,train_loss\n1,2\n");
  EXPECT_EQ(riserun({"plot", file, "--html", scratch / "p.html"}).code, 2);
  const Result picture = riserun({"plot", scratch / "run", "--html", scratch / "p.svg"});
  EXPECT_EQ(picture.code, 2);
  EXPECT_TRUE(contains(picture.err, "the name must end in .html")) << picture.err;
  EXPECT_EQ(riserun({"plot", scratch / "none", "--html", scratch / "p.html"}).code, 2);
}

}  // namespace
}  // namespace riserun::test

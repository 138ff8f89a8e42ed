// A user of the library trains into a run folder, stops, resumes, and reads the results, without
// the program. Nothing of it may appear on stdout or stderr.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/run/run.hpp>
#include "tests/temporary_folder.hpp"

namespace riserun::run {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Keeps what it is told, and stops the run after so many batches.
class Listener final : public Observer {
 public:
  explicit Listener(int most_batches = 1 << 30) : batches_left_(most_batches) {}

  bool stop_requested() override { return batches_left_ <= 0; }
  void text(const std::string& lines) override { texts += lines; }
  void warning(const std::string& text) override { warnings.push_back(text); }
  void wrote(const std::string& name) override { files.push_back(name); }
  void prepared() override { calls.emplace_back("prepared"); }
  void started(const RunStart& start) override {
    calls.emplace_back("started");
    folder = start.folder;
  }
  void batch(const train::BatchReport&, bool) override { --batches_left_; }
  void epoch(const train::EpochReport& report) override { epochs.push_back(report.row.epoch); }
  void folds_started(const FoldsStart&) override { calls.emplace_back("folds_started"); }
  void fold_batch(std::size_t, std::size_t, const train::BatchReport&) override { --batches_left_; }
  void fold_finished(std::size_t fold, std::size_t, const FoldTable& table) override {
    folds.push_back(table.folds().at(fold));
  }

  std::string texts, folder;
  std::vector<std::string> warnings, files, calls;
  std::vector<int> epochs;
  std::vector<FoldResult> folds;

 private:
  int batches_left_;
};

/// Settings with their names, and the request that holds both.
struct Asked {
  explicit Asked(const std::string& toml) {
    settings.declare(declared);
    settings.data = RISERUN_SOURCE_DIR "/examples/data/iris.csv";
    settings.hidden = {6};
    settings.epochs = 4;
    settings.threads = 1;
    declared.parse_toml(toml, "the test's settings");
  }
  RunResult run(Observer& observer) { return run_training(request, observer); }

  TrainSettings settings;
  Settings declared;
  RunRequest request{settings, declared};
};

class RunTraining : public ::testing::Test {
 protected:
  void SetUp() override {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
  }
  void TearDown() override {
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  }
  RunResult train(const std::string& name, Observer& observer, const std::string& toml = "") {
    Asked asked(toml);
    asked.request.out = (scratch_ / name).string();
    return asked.run(observer);
  }
  RunResult resume(const std::string& name, Observer& observer, const std::string& toml = "") {
    Asked asked("");
    asked.declared.read_toml(scratch_ / name / file::kConfig);
    asked.declared.parse_toml(toml, "the test's settings");
    asked.request.resume = (scratch_ / name).string();
    return asked.run(observer);
  }

  const test::TemporaryFolder scratch_;
};

TEST_F(RunTraining, WritesAFolderAndTellsTheObserver) {
  Listener listener;
  const RunResult result = train("run", listener);
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(result.folder, (scratch_ / "run").string());
  EXPECT_EQ(result.files, listener.files);
  for (const std::string& name : result.files)
    EXPECT_TRUE(fs::exists(scratch_ / "run" / name)) << name;
  for (const char* name : {file::kConfig, file::kHistory, file::kModel, file::kSummary})
    EXPECT_THAT(result.files, Contains(name));
  EXPECT_THAT(listener.calls, ::testing::ElementsAre("prepared", "started"));
  EXPECT_EQ(listener.folder, result.folder);
  EXPECT_THAT(listener.epochs, ::testing::ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(listener.texts, HasSubstr("result  validation loss "));
  EXPECT_THAT(listener.texts, HasSubstr("wrote   " + result.folder + ": config.toml, history.csv"));
}

TEST_F(RunTraining, ItsResultsAreReadAgain) {
  Listener listener;
  const fs::path folder = train("run", listener).folder;
  const FinishedRun run(folder);
  EXPECT_EQ(run.name(), "run");
  EXPECT_EQ(run.part(), "the 30 validation rows");
  EXPECT_THAT(run.answers(run.judged()), SizeIs(30));
  EXPECT_THAT(read_run(folder, false).history.rows(), SizeIs(4));
  EXPECT_THAT(load_confusion(folder / file::kConfusion).counts, SizeIs(9));
}

TEST_F(RunTraining, StopsAndIsResumedToTheSameBits) {
  Listener whole;
  static_cast<void>(train("whole", whole));
  Listener stopping(6);
  const RunResult stopped = train("run", stopping);
  EXPECT_EQ(stopped.end, RunEnd::stopped);
  EXPECT_THAT(stopped.text, HasSubstr("after 1 of 4 epochs; everything is saved."));
  Listener rest;
  EXPECT_EQ(resume("run", rest).end, RunEnd::finished);
  EXPECT_THAT(rest.texts, HasSubstr("resumed " + (scratch_ / "run").string() + " after batch 2"));
  EXPECT_THAT(rest.epochs, ::testing::ElementsAre(2, 3, 4));
  EXPECT_EQ(test::content_of(scratch_ / "run" / file::kModel),
            test::content_of(scratch_ / "whole" / file::kModel));
}

TEST_F(RunTraining, AResumedRunKeepsItsSettings) {
  Listener listener(6);
  static_cast<void>(train("run", listener));
  EXPECT_THROW(static_cast<void>(resume("run", listener, "activation = 'tanh'")), ConfigError);
}

TEST_F(RunTraining, TakesNoFolderThatHoldsSomething) {
  Listener listener;
  static_cast<void>(train("run", listener));
  const std::string model = test::content_of(scratch_ / "run" / file::kModel);
  EXPECT_THROW(static_cast<void>(train("run", listener, "seed = 2")), FileError);
  EXPECT_EQ(test::content_of(scratch_ / "run" / file::kModel), model);
}

TEST_F(RunTraining, KeepsTheModelOfADivergedRun) {
  Listener listener;
  try {
    static_cast<void>(train("run", listener, "loss = 'mse'\nlr = 1e9"));
    ADD_FAILURE() << "it did not diverge";
  } catch (const DivergedError& error) {
    EXPECT_THAT(error.what(), HasSubstr("The last finite model is kept in"));
  }
  EXPECT_TRUE(fs::exists(scratch_ / "run" / file::kModel));
  EXPECT_THAT(listener.files, Contains(file::kModel));
}

TEST_F(RunTraining, TellsColumnsWithoutWriting) {
  std::string csv = "id,x,y\n";
  for (int i = 0; i < 40; ++i)
    csv += std::to_string(i) + "," + std::to_string(i % 3) + "," + (i % 2 == 0 ? "a" : "b") + "\n";
  Asked asked("data = '" + scratch_.with("rows.csv", csv).string() + "'");
  asked.request.out = (scratch_ / "run").string();
  asked.request.columns = true;
  Listener listener;
  const RunResult result = asked.run(listener);
  EXPECT_EQ(result.end, RunEnd::explained);
  EXPECT_THAT(result.text, HasSubstr("numbers the rows"));
  EXPECT_THAT(result.files, IsEmpty());
}

TEST_F(RunTraining, ExplainsWithoutWriting) {
  Asked asked("engine = 'lanes'");
  asked.request.out = (scratch_ / "run").string();
  asked.request.explain = true;
  Listener listener;
  const RunResult result = asked.run(listener);
  EXPECT_EQ(result.end, RunEnd::explained);
  EXPECT_THAT(result.text, HasSubstr("layer"));
  EXPECT_THAT(result.files, IsEmpty());
  EXPECT_FALSE(fs::exists(scratch_ / "run"));
}

TEST_F(RunTraining, FindsALearningRate) {
  Listener listener;
  const RunResult result = train("run", listener, "lr = 'find'");
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_THAT(result.files, Contains(file::kRates));
  EXPECT_THAT(listener.epochs, IsEmpty());
  EXPECT_GT(suggestion_of(load_rate_curve(scratch_ / "run" / file::kRates)), 0.0);
}

TEST_F(RunTraining, CrossValidatesStopsAndIsResumed) {
  Listener whole;
  EXPECT_EQ(train("whole", whole, "cv = 3").end, RunEnd::finished);
  EXPECT_THAT(whole.calls, ::testing::ElementsAre("prepared", "folds_started"));
  EXPECT_THAT(whole.folds, SizeIs(3));

  Listener stopping(20);  // a fold has 4 epochs of 4 batches
  const RunResult stopped = train("run", stopping, "cv = 3");
  EXPECT_EQ(stopped.end, RunEnd::stopped);
  EXPECT_THAT(stopped.text, HasSubstr("in fold 2 of 3; those before it are saved."));
  EXPECT_THAT(stopping.folds, SizeIs(1));

  Listener rest;
  EXPECT_EQ(resume("run", rest).end, RunEnd::finished);
  EXPECT_THAT(rest.folds, SizeIs(3));
  EXPECT_EQ(test::content_of(scratch_ / "run" / file::kFolds),
            test::content_of(scratch_ / "whole" / file::kFolds));
}

}  // namespace
}  // namespace riserun::run

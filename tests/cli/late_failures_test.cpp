// What fails when the training is done must not cost it, and is said.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

/// In the new process: no file may be larger.
std::function<void()> largest_file(rlim_t bytes) {
  return [=] {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  };
}

TEST(LateFailures, APageThatDoesNotFitCostsExitOneAndIsMadeLater) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  // An earlier run's page, which would be taken for this one's.
  ASSERT_EQ(riserun(short_training(kIris, run)).code, 0);
  ASSERT_TRUE(fs::exists(run + "/report.html"));
  const Result full =
      riserun(short_training(kIris, run, {"--force"}), {.before = largest_file(30'000)});
  EXPECT_EQ(full.code, 1);
  EXPECT_TRUE(contains(full.err, "no report.html: cannot write ")) << full.err;
  EXPECT_TRUE(contains(full.err, "the model and its history are saved; missing: ")) << full.err;
  EXPECT_TRUE(contains(full.err, "report.html")) << full.err;
  EXPECT_TRUE(contains(full.err, "riserun train --resume " + run)) << full.err;
  EXPECT_FALSE(contains(full.err, "please report")) << full.err;
  EXPECT_FALSE(fs::exists(run + "/report.html"));
  EXPECT_TRUE(fs::exists(run + "/model.safetensors"));
  EXPECT_TRUE(fs::exists(run + "/report.tsv"));

  EXPECT_EQ(riserun({"plot", run, "--html", run + "/report.html"}).code, 0);
  fs::remove(run + "/report.html");
  const Result later = riserun({"train", "--resume", run});
  EXPECT_EQ(later.code, 0) << later.err;
  EXPECT_TRUE(fs::exists(run + "/report.html"));
}

TEST(LateFailures, AFolderForTemporaryFilesThatIsMissingCostsNothing) {
  const Scratch scratch;
  ASSERT_EQ(riserun(short_training(kIris, scratch / "usual")).code, 0);
  const Result result =
      riserun(short_training(kIris, scratch / "run"), {.environment = {{"TMPDIR", "/nowhere"}}});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_FALSE(contains(result.err, "unexpected")) << result.err;
  for (const char* name : {"/model.safetensors", "/loss.svg", "/report.html", "/summary.txt"})
    EXPECT_TRUE(fs::exists(scratch / "run" + name)) << name;
  EXPECT_EQ(fs::exists(scratch / "usual/loss.png"), fs::exists(scratch / "run/loss.png"));
}

TEST(LateFailures, WhatAKilledRunLeftInItsFoldersGoes) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(riserun(short_training(kIris, run, {"--snapshots", "1"})).code, 0);
  const pid_t gone = ::fork();
  if (gone == 0) ::_exit(0);
  ::waitpid(gone, nullptr, 0);
  const std::string left =
      run + "/snapshots/.riserun-" + std::to_string(static_cast<long>(gone)) + "-0.tmp";
  for (const auto& arguments : {std::vector<std::string>{"train", "--resume", run},
                                std::vector<std::string>{"plot", run}}) {
    scratch.write("run" + left.substr(run.size()), "half");
    ASSERT_TRUE(fs::exists(left));
    EXPECT_EQ(riserun(arguments).code, 0);
    EXPECT_FALSE(fs::exists(left)) << arguments.front();
  }
}

TEST(CsvSafe, NamesThatASpreadsheetWouldRunGetAnApostrophe) {
  const Scratch scratch;
  std::string rows = "x,kind\n";
  for (int i = 0; i < 20; ++i) rows += std::to_string(i) + (i < 10 ? ",=cmd|calc\n" : ",-1\n");
  const std::string data = scratch.write("d.csv", rows);
  ASSERT_EQ(riserun(short_training(data, scratch / "run", {"--task", "classification"})).code, 0);
  const Result plain = riserun({"predict", scratch / "run", data});
  EXPECT_TRUE(contains(plain.out, "\n=cmd|calc\n")) << plain.out;
  const Result safe = riserun({"predict", scratch / "run", data, "--csv-safe"});
  EXPECT_EQ(safe.code, 0) << safe.err;
  EXPECT_TRUE(contains(safe.out, "\n'=cmd|calc\n")) << safe.out;
  EXPECT_FALSE(contains(safe.out, "\n=")) << safe.out;
  EXPECT_TRUE(contains(safe.out, "\n-1\n")) << safe.out;
}

}  // namespace
}  // namespace riserun::test

// SIGINT and SIGTERM wherever a training run is: it stops cleanly and says what there is.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

/// Trains on a pipe that never says anything, and sends the signal once the program reads it.
Result stopped_while_reading(const Scratch& scratch, int signal, std::vector<std::string> more) {
  const std::string pipe = scratch / "data.csv";
  fs::remove(pipe);
  EXPECT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  int writer = -1;
  more.insert(more.begin(), {"train", pipe, "--out", scratch / "run"});
  Result result = riserun(more, {.meanwhile = [&](int process) {
                            if (writer >= 0) return;
                            writer = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK);  // needs a reader
                            if (writer >= 0) ::kill(process, signal);
                          }});
  ::close(writer);
  return result;
}

TEST(Interrupt, WhileReadingItLeavesAtOnceAndSaysThatNothingWasWritten) {
  const Scratch scratch;
  const Result interrupted = stopped_while_reading(scratch, SIGINT, {});
  EXPECT_EQ(interrupted.code, 130);
  EXPECT_EQ(interrupted.err, "stopped by SIGINT before the training began; nothing was written\n");
  const Result terminated = stopped_while_reading(scratch, SIGTERM, {"--json"});
  EXPECT_EQ(terminated.code, 143);
  EXPECT_TRUE(contains(terminated.err, "stopped by SIGTERM before")) << terminated.err;
  EXPECT_TRUE(
      terminated.out.starts_with("{\"event\":\"end\",\"outcome\":\"stopped\","
                                 "\"exit_code\":143,"))
      << terminated.out;
  EXPECT_EQ(stopped_while_reading(scratch, SIGINT, {"--cv", "3"}).code, 130);
  EXPECT_FALSE(fs::exists(scratch / "run"));
}

TEST(Interrupt, InTheSearchForARateItKeepsTheCurve) {
  const Scratch scratch;
  const Result result = riserun({"train", "moons:n=20000", "--batch", "10000", "--lr",
                                 "find-and-train", "--out", scratch / "run", "--quiet"},
                                {.meanwhile = signal_once(SIGINT, scratch / "run")});
  EXPECT_EQ(result.code, 130);
  EXPECT_TRUE(contains(result.err, "stopped by SIGINT in the search for a learning rate"))
      << result.err;
  EXPECT_TRUE(contains(result.err, "nothing was trained")) << result.err;
  EXPECT_TRUE(read(scratch / "run/lr_find.csv").starts_with("learning_rate,loss"));
  EXPECT_FALSE(fs::exists(scratch / "run/model.safetensors"));
  const Result resumed = riserun({"train", "--resume", scratch / "run"});
  EXPECT_EQ(resumed.code, 1);
  EXPECT_TRUE(contains(resumed.err, "search for a learning rate (--lr find)")) << resumed.err;
}

std::vector<std::string> folds(const std::string& out) {
  return {"train", kIris, "--cv", "3", "--out", out, "--epochs", "300", "--hidden", "8", "--quiet"};
}

TEST(Interrupt, ACrossValidationKeepsItsFoldsAndGoesOnToTheSameBits) {
  const Scratch scratch;
  const std::string whole = scratch / "whole", broken = scratch / "broken";
  ASSERT_EQ(riserun(folds(whole)).code, 0);
  const Result stopped =
      riserun(folds(broken), {.meanwhile = signal_once(SIGTERM, broken + "/cv.csv")});
  ASSERT_EQ(stopped.code, 143) << stopped.err;
  EXPECT_TRUE(contains(stopped.err, "stopped by SIGTERM in fold ")) << stopped.err;
  EXPECT_TRUE(contains(stopped.err, "riserun train --resume " + broken)) << stopped.err;
  EXPECT_TRUE(contains(stopped.out, "cv.csv, cv.txt, fold-1")) << stopped.out;
  const int done = count(read(broken + "/cv.csv"), "\n") - 1;
  ASSERT_LT(done, 3);
  const auto written = fs::last_write_time(broken + "/fold-1/model.safetensors");
  const Result resumed = riserun({"train", "--resume", broken, "--quiet", "--threads", "3"});
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_TRUE(contains(resumed.out, std::to_string(done) + " of 3 folds are done")) << resumed.out;
  EXPECT_EQ(fs::last_write_time(broken + "/fold-1/model.safetensors"), written);
  EXPECT_EQ(read(broken + "/cv.csv"), read(whole + "/cv.csv"));
  EXPECT_EQ(read(broken + "/cv.txt"), read(whole + "/cv.txt"));
  EXPECT_EQ(read(broken + "/fold-3/model.safetensors"), read(whole + "/fold-3/model.safetensors"));
}

TEST(Interrupt, BeforeTheFirstFoldNoneIsNamed) {
  const Scratch scratch;
  const Result result = riserun(
      {"train", kIris, "--cv", "3", "--out", scratch / "run", "--epochs", "100000000", "--quiet"},
      {.meanwhile = signal_once(SIGINT, scratch / "run/config.toml")});
  EXPECT_EQ(result.code, 130);
  EXPECT_TRUE(contains(result.err, "no fold is done yet")) << result.err;
  EXPECT_FALSE(contains(result.out, "fold-")) << result.out;
}

void stops_at(int signal) {
  const Scratch scratch;
  // The summary is printed right before training begins; config.toml a little earlier.
  const Result result = riserun(short_training(kIris, scratch / "run", {"--epochs", "100000000"}),
                                {.meanwhile = signal_once(signal, scratch / "run/config.toml",
                                                          std::chrono::milliseconds(300))});
  EXPECT_EQ(result.code, 128 + signal) << result.err;
  EXPECT_TRUE(contains(result.err, "everything is saved")) << result.err;
  EXPECT_EQ(riserun({"predict", scratch / "run", kIris}).code, 0);
  EXPECT_TRUE(read(scratch / "run/history.csv").starts_with("epoch"));
}

TEST(Interrupt, AnInterruptSavesAndSays130) { stops_at(SIGINT); }

TEST(Interrupt, ATerminationSavesAndSays143) { stops_at(SIGTERM); }

TEST(Interrupt, AClosedTerminalSavesAndSays129) { stops_at(SIGHUP); }

}  // namespace
}  // namespace riserun::test

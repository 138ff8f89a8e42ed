// riserun train --resume after kill -9 and signals at any moment: the same bits all the same, and
// no lock left behind.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/train/fit/history.hpp>
#include <riserun/train/saving/checkpoints.hpp>
#include <riserun/train/saving/model_file.hpp>
#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;
using train::Checkpoint;
using train::Checkpoints;

/// A run of 60 epochs of 15 batches into `out`; each optimizer has another state to save.
std::vector<std::string> long_run(const std::string& out, const std::string& optimizer) {
  return {"train",      kIris,      "--out",    out,           "--hidden", "8",
          "--epochs",   "60",       "--batch",  "8",           "--lr",     "0.01",
          "--schedule", "cosine",   "--quiet",  "--optimizer", optimizer,  "--checkpoint-every",
          "7",          "--record", "gradients"};
}

/// The history without its measured times, which no run repeats.
std::string losses_in(const std::string& folder) {
  train::History losses;
  for (train::HistoryRow row : train::load_history(folder + "/history.csv")) {
    row.seconds = row.points_per_second = 0;
    losses.add(row);
  }
  return losses.to_csv();  // digits that read back to the same bits
}

void expect_same_run(const std::string& one, const std::string& other) {
  EXPECT_EQ(read(one + "/model.safetensors"), read(other + "/model.safetensors"));
  EXPECT_EQ(losses_in(one), losses_in(other));
  for (const char* records : {"/steps.csv", "/gradient_norms.csv"})
    EXPECT_EQ(read(one + records), read(other + records)) << records;
  for (const auto path : {&Checkpoints::last, &Checkpoints::best}) {
    const Checkpoint a = train::load_checkpoint(path(one + "/checkpoints"));
    const Checkpoint b = train::load_checkpoint(path(other + "/checkpoints"));
    EXPECT_EQ(a.state.parameters, b.state.parameters);
    EXPECT_EQ(a.state.optimizer, b.state.optimizer);
    EXPECT_EQ(a.state.best_epoch, b.state.best_epoch);
  }
}

/// Whatever there is can be loaded.
void expect_loadable(const std::string& folder) {
  for (const auto path : {&Checkpoints::last, &Checkpoints::best})
    if (const fs::path file = path(folder + "/checkpoints"); fs::exists(file)) {
      EXPECT_NO_THROW(static_cast<void>(train::load_checkpoint(file)));
    }
  if (fs::exists(folder + "/model.safetensors")) {
    EXPECT_NO_THROW(static_cast<void>(train::load_model(folder + "/model.safetensors")));
  }
  if (fs::exists(folder + "/history.csv")) {
    EXPECT_NO_THROW(static_cast<void>(train::load_history(folder + "/history.csv")));
  }
}

// No rsvg-convert: what outlives its parent may write a picture's temporary file after everything.
const std::map<std::string, std::string> kNoPictures{{"PATH", "/nonexistent"}};

/// Kills the run with SIGKILL after so many microseconds. True if it was still running.
bool killed(const std::vector<std::string>& arguments, std::uint64_t microseconds) {
  const auto begin = std::chrono::steady_clock::now();
  const Result result =
      riserun(arguments, {.environment = kNoPictures, .meanwhile = [&](int process) {
                            if (std::chrono::steady_clock::now() - begin >
                                std::chrono::microseconds(microseconds))
                              ::kill(process, SIGKILL);
                          }});
  return result.code == 128 + SIGKILL;
}

int kills_wanted() {
  const char* const text = std::getenv("RISERUN_KILLS");  // the long form: 200
  return text == nullptr ? 15 : std::atoi(text);
}

TEST(Resume, KillAtAnyMomentChangesNoBit) {
  const std::string optimizers[] = {"sgd", "adam"};
  const std::string batches_to_an_update[] = {"1", "2"};  // 2: checkpoints in the middle of one
  Random random(2026);
  int kills = 0;
  for (std::size_t run = 0; kills < kills_wanted(); ++run) {
    const Scratch scratch;
    const std::string& optimizer = optimizers[run % std::size(optimizers)];
    const std::string whole = scratch / "whole", broken = scratch / "broken";
    const auto begin = std::chrono::steady_clock::now();
    const auto run_into = [&](const std::string& out) {
      std::vector<std::string> arguments = long_run(out, optimizer);
      arguments.insert(arguments.end(), {"--accumulate", batches_to_an_update[run % 2]});
      return arguments;
    };
    ASSERT_EQ(riserun(run_into(whole), {.environment = kNoPictures}).code, 0);
    const auto whole_time = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    // Eight kills a run, so that most of it is done in pieces.
    for (int i = 0; i < 8 && kills < kills_wanted(); ++i) {
      const bool begun = fs::exists(broken + "/config.toml");
      std::vector<std::string> arguments =
          begun ? std::vector<std::string>{"train", "--resume", broken, "--quiet"}
                : run_into(broken);
      arguments.push_back("--force");
      arguments.push_back("--threads=" + std::to_string(1 + random.below(4)));
      const auto longest = static_cast<std::uint64_t>(whole_time.count()) / 2;
      kills += killed(arguments, random.below(longest)) ? 1 : 0;
      expect_loadable(broken);
    }
    const Result end =
        fs::exists(broken + "/config.toml")
            ? riserun({"train", "--resume", broken, "--quiet"}, {.environment = kNoPictures})
            : riserun(run_into(broken), {.environment = kNoPictures});
    ASSERT_EQ(end.code, 0) << end.err;
    expect_same_run(whole, broken);
    for (const auto& entry : fs::recursive_directory_iterator(broken))
      EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
  RecordProperty("kills", kills);
}

// Noise is learnt by neither start; a kill in the first and one in the second change nothing.
TEST(Resume, ASecondStartIsTheSameAfterKillsInEither) {
  const Scratch scratch;
  std::string noise = "a,b,c,y\n";
  Random random(7);
  for (int row = 0; row < 120; ++row) {
    for (int column = 0; column < 3; ++column) noise += std::to_string(random.uniform()) + ',';
    noise += std::to_string(random.uniform()) + '\n';
  }
  const std::string data = scratch.write("noise.csv", noise), whole = scratch / "whole",
                    broken = scratch / "broken";
  const auto run_into = [&](const std::string& out) {
    return std::vector<std::string>{"train",    data, "--out",   out, "--quiet",
                                    "--hidden", "4",  "--batch", "8", "--checkpoint-every",
                                    "1"};
  };
  ASSERT_EQ(riserun(run_into(whole), {.environment = kNoPictures}).code, 4);
  std::vector<std::string> arguments = run_into(broken);
  for (const std::string start : {"start = 'auto'", "start = 'safe'"}) {
    const Result result =
        riserun(arguments, {.environment = kNoPictures, .meanwhile = [&](int process) {
                              if (fs::exists(Checkpoints::last(broken + "/checkpoints")) &&
                                  contains(read(broken + "/config.toml"), start))
                                ::kill(process, SIGKILL);
                            }});
    ASSERT_EQ(result.code, 128 + SIGKILL) << start << result.err;
    arguments = {"train", "--resume", broken, "--quiet"};
  }
  const Result end = riserun(arguments, {.environment = kNoPictures});
  ASSERT_EQ(end.code, 4) << end.err;
  EXPECT_EQ(read(whole + "/model.safetensors"), read(broken + "/model.safetensors"));
  EXPECT_EQ(read(whole + "/config.toml"), read(broken + "/config.toml"));
  EXPECT_EQ(losses_in(whole), losses_in(broken));
}

TEST(Resume, AnInterruptedRunGoesOnWithTheSameBits) {
  const Scratch scratch;
  const std::string whole = scratch / "whole", broken = scratch / "broken";
  ASSERT_EQ(riserun(long_run(whole, "adam")).code, 0);
  auto arguments = long_run(broken, "adam");
  // A checkpoint after each batch: slow enough to be interrupted.
  arguments[static_cast<std::size_t>(std::ranges::find(arguments, "--checkpoint-every") -
                                     arguments.begin()) +
            1] = "1";
  const Result stopped = riserun(arguments, {.meanwhile = [&](int process) {
                                   if (fs::exists(Checkpoints::last(broken + "/checkpoints")))
                                     ::kill(process, SIGINT);
                                 }});
  // The signal may have come twice, and the second ends it at once; both must do.
  ASSERT_EQ(stopped.code, 130) << stopped.err;
  const Result resumed = riserun({"train", "--resume", broken});
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_TRUE(contains(resumed.out, "resumed " + broken + " after ")) << resumed.out;
  expect_same_run(whole, broken);
}

TEST(Resume, ASecondSignalLeavesAtOnce) {
  const Scratch scratch;
  int sent = 0;
  const Result result =
      riserun({"train", kIris, "--out", scratch / "run", "--epochs", "100000000", "--quiet"},
              {.meanwhile = [&](int process) {
                if (!fs::exists(scratch / "run/config.toml")) return;
                if (sent++ == 0) static_cast<void>(::usleep(200'000));
                ::kill(process, SIGTERM);
              }});
  EXPECT_EQ(result.code, 143);
}

// One at a time: the second of two runs in a folder is refused, whichever way it came, and harms
// nothing; a kill -9 leaves no lock behind.
TEST(Resume, ARunInUseIsRefused) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  Result resumed, forced;
  const Result first =
      riserun({"train", kIris, "--out", run, "--epochs", "100000000", "--quiet",
               "--checkpoint-every", "50"},
              {.environment = kNoPictures, .meanwhile = [&](int process) {
                 if (forced.code >= 0 || !fs::exists(Checkpoints::last(run + "/checkpoints")))
                   return;
                 resumed = riserun({"train", "--resume", run});
                 forced = riserun({"train", kIris, "--out", run, "--force"});
                 ::kill(process, SIGKILL);
               }});
  EXPECT_EQ(first.code, 128 + SIGKILL);
  for (const Result& second : {resumed, forced}) {
    EXPECT_EQ(second.code, 1);
    EXPECT_TRUE(contains(second.err, run + " is in use")) << second.err;
  }
  expect_loadable(run);
  const Result after = riserun({"train", "--resume", run, "--epochs", "1"});
  EXPECT_EQ(after.code, 0) << after.err;
}

}  // namespace
}  // namespace riserun::test

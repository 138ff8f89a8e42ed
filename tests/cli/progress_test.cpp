// What a run shows while it goes on: the bar of a terminal, JSON events, TensorBoard's file.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const std::map<std::string, std::string> kTerminal{
    {"TERM", "xterm"}, {"NO_COLOR", "1"}, {"LC_ALL", "C"}, {"PATH", "/nonexistent"}};

std::vector<Json> events_of(const std::string& out) {
  std::vector<Json> events;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) events.push_back(Json::parse(line));
  return events;
}

TEST(Progress, TheBarSaysEpochBatchLossAndSpeedAtMostTenTimesASecond) {
  const Scratch scratch;
  const auto begin = std::chrono::steady_clock::now();
  const Result result = riserun({"train", kIris, "--out", scratch / "run", "--epochs", "2000"},
                                {.environment = kTerminal, .terminal = true});
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  ASSERT_EQ(result.code, 0) << result.out;
  const int drawn = count(result.out, "\r\x1b[2K[");
  EXPECT_GE(drawn, 1);
  EXPECT_LE(drawn, 10 * seconds + 1) << "in " << seconds << " s";
  for (const char* part : {"epoch ", "/2000 batch ", "/4  loss ", " points/s"})
    EXPECT_TRUE(contains(result.out, part)) << part << " in\n" << result.out.substr(0, 3000);
  // No drawn line is wider than the terminal's 100 columns.
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line, '\r');)
    if (line.starts_with("\x1b[2K[")) {
      EXPECT_LE(line.find_first_of("\n") == line.npos ? line.size() : line.find('\n'), 104u)
          << line;
    }
}

TEST(Progress, JsonEventsAreOneALine) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  const Result result = riserun({"train", kIris, "--out", run, "--epochs", "3", "--batch", "40",
                                 "--json", "--quiet", "--checkpoint-every", "4"});
  ASSERT_EQ(result.code, 0) << result.err;
  const std::vector<Json> events = events_of(result.out);
  ASSERT_GE(events.size(), 5u);
  EXPECT_EQ(events.front()["event"], "start");
  EXPECT_EQ(events.front()["folder"], run);
  EXPECT_EQ(events.front()["layers"], Json({4, 64, 32, 3}));
  EXPECT_EQ(events.front()["parameters"], 2499);
  EXPECT_GT(events.front()["graph_nodes"], 0);
  int epochs = 0, checkpoints = 0;
  for (const Json& event : events) {
    checkpoints += event["event"] == "checkpoint" ? 1 : 0;
    if (event["event"] != "epoch") continue;
    EXPECT_EQ(event["epoch"], ++epochs);
    EXPECT_TRUE(event["validation_loss"].is_number());
  }
  EXPECT_EQ(epochs, 3);
  EXPECT_EQ(checkpoints, 2);  // after 4 and 8 of 9 updates
  EXPECT_EQ(events.back()["event"], "end");
  EXPECT_EQ(events.back()["outcome"], "finished");
  EXPECT_EQ(events.back()["exit_code"], 0);
  // What was not measured is null, and a resumed run says so.
  const Result more = riserun({"train", "--resume", run, "--epochs", "4", "--json"});
  EXPECT_EQ(events_of(more.out).front()["resumed_after_step"], 9);
}

TEST(Progress, JsonEventsSayHowItEnded) {
  const Scratch scratch;
  const Result diverged = riserun({"train", kIris, "--out", scratch / "a", "--json", "--lr",
                                   "1e200", "--hidden", "16,16", "--validation", "0"});
  EXPECT_EQ(diverged.code, 4);
  const Json end = events_of(diverged.out).back();
  EXPECT_EQ(end["outcome"], "diverged");
  EXPECT_TRUE(contains(end["message"].get<std::string>(), "diverged")) << end;
  const Result failed = riserun({"train", scratch / "none.csv", "--json"});
  EXPECT_EQ(events_of(failed.out).back()["outcome"], "failed");
  EXPECT_EQ(events_of(failed.out).back()["exit_code"], 1);
  const Result stopped =
      riserun({"train", kIris, "--out", scratch / "b", "--json", "--quiet", "--epochs", "1000000"},
              {.meanwhile = signal_once(SIGTERM, scratch / "b/report.html")});
  EXPECT_EQ(stopped.code, 143);
  EXPECT_EQ(events_of(stopped.out).back()["outcome"], "stopped");
}

TEST(Progress, TensorBoardsFileGoesOnAfterAResume) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  const auto files = [&] {
    int found = 0;
    for (const auto& entry : fs::directory_iterator(run))
      found += entry.path().filename().string().starts_with("events.out.tfevents.") ? 1 : 0;
    return found;
  };
  ASSERT_EQ(riserun({"train", kIris, "--out", run, "--epochs", "2"}).code, 0);
  EXPECT_EQ(files(), 0);
  ASSERT_EQ(riserun({"train", "--resume", run, "--epochs", "3", "--tensorboard"}).code, 0);
  EXPECT_EQ(files(), 1);
  ASSERT_EQ(riserun({"train", "--resume", run, "--epochs", "4"}).code, 0);
  EXPECT_EQ(files(), 2);
}

TEST(Progress, TheSummaryHasLayersAndTheGraphsSize) {
  const Scratch scratch;
  const Result result = riserun({"train", kIris, "--out", scratch / "run", "--epochs", "1"});
  EXPECT_TRUE(contains(result.out, "layers 4 x 64 + 64, 64 x 32 + 32, 32 x 3 + 3\n")) << result.out;
  EXPECT_TRUE(contains(result.out, " graph nodes a point, ")) << result.out;
}

// The plan stands in the graph's place; what the lanes engine does not have is not said.
TEST(Progress, TheSummaryOfTheLanesEngineHasItsPlan) {
  const Scratch scratch;
  const Result result =
      riserun({"train", kIris, "--out", scratch / "run", "--epochs", "1", "--engine", "lanes"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, ", lanes engine\n")) << result.out;
  EXPECT_TRUE(contains(result.out,
                       "lanes: recorded once, then eight points in lock-step; 3 layers "
                       "recognised, 2 scalar ops left; 5 steps, "))
      << result.out;
  EXPECT_FALSE(contains(result.out, "graph node")) << result.out;
  // With dropout the plan has more steps than the one that is known before.
  const Result dropout = riserun({"train", kIris, "--out", scratch / "dropout", "--epochs", "1",
                                  "--engine", "lanes", "--dropout", "0.2"});
  EXPECT_TRUE(contains(dropout.out, "3 layers recognised\n")) << dropout.out;
}

TEST(Progress, AnInterruptedDemoSaysWhatHappened) {
  const Scratch scratch;
  // The folder is made right before the gradient check.
  const Result result =
      riserun({"demo", "--out", scratch / "run"},
              {.meanwhile = signal_once(SIGINT, scratch / "run", std::chrono::milliseconds(30))});
  EXPECT_EQ(result.code, 130);
  EXPECT_TRUE(contains(result.err, "stopped by SIGINT in the gradient check")) << result.err;
}

TEST(Progress, QuietMeansNoProgress) {
  const Scratch scratch;
  const Result result = riserun(short_training(kIris, scratch / "run", {"--quiet"}),
                                {.environment = {{"PATH", "/usr/bin:/bin"}}});
  EXPECT_EQ(result.code, 0);
  EXPECT_FALSE(contains(result.err, "epoch")) << result.err;
}

TEST(Progress, ATerminalGetsABarAndMayRefuseColours) {
  const Scratch scratch;
  const auto shown = [&](const std::string& out, std::map<std::string, std::string> environment) {
    environment.emplace("TERM", "xterm");
    environment.emplace("NO_COLOR", "");
    return riserun(short_training(kIris, scratch / out, {"--epochs", "300"}),
                   {.environment = environment, .terminal = true})
        .out;
  };
  const std::string bar = "\r\x1b[2K", blue = "\x1b[34m";
  const std::string coloured = shown("a", {});
  EXPECT_TRUE(contains(coloured, bar)) << coloured;
  EXPECT_TRUE(contains(coloured, blue)) << coloured;
  const std::string plain = shown("b", {{"NO_COLOR", "1"}});
  EXPECT_TRUE(contains(plain, bar)) << plain;
  EXPECT_FALSE(contains(plain, blue)) << plain;
  const std::string dumb = shown("c", {{"TERM", "dumb"}});
  EXPECT_FALSE(contains(dumb, "\x1b")) << dumb;
  EXPECT_EQ(count(dumb, "epoch "), 51 + count(dumb, "in epoch ")) << "every 6th and the first";
}

}  // namespace
}  // namespace riserun::test

// riserun plot: pictures of run folders and of history files.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

const std::string kHistory =
    "epoch,step,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate\n"
    "1,10,2.1,0.3,2.0,0.35,0.1\n2,20,1.1,0.6,1.2,0.55,0.1\n3,30,0.6,0.8,0.9,0.7,0.1\n";

/// A run folder with nothing but a history.
std::string make_run(const Scratch& scratch, const std::string& name) {
  fs::create_directory(scratch / name);
  static_cast<void>(scratch.write(name + "/history.csv", kHistory));
  return scratch / name;
}

TEST(PlotCommand, DrawsARunIntoItsFolder) {
  const Scratch scratch;
  const std::string run = make_run(scratch, "slow");
  const Result result = riserun({"plot", run});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out, run + "/loss.svg\n");
  const std::string svg = read(run + "/loss.svg");
  EXPECT_TRUE(contains(svg, "</svg>"));
  EXPECT_TRUE(contains(svg, "slow"));
}

TEST(PlotCommand, ComparesRuns) {
  const Scratch scratch;
  const std::string a = make_run(scratch, "slow"), b = make_run(scratch, "fast");
  const Result result = riserun({"plot", a, b + "/history.csv", "--out", scratch / "both.svg",
                                 "--title", "Slow and fast", "--log"});
  EXPECT_EQ(result.code, 0) << result.err;
  const std::string svg = read(scratch / "both.svg");
  for (const char* text : {"slow", "fast", "Slow and fast", "validation loss"})
    EXPECT_TRUE(contains(svg, text)) << text;
}

TEST(PlotCommand, APictureInTheCurrentFolderIsReplacedOnlyByItsName) {
  const Scratch scratch;
  const std::string a = make_run(scratch, "slow"), b = make_run(scratch, "fast");
  const std::string mine = scratch.write("loss.svg", "mine");
  const Result refused = riserun({"plot", a, b}, {.folder = scratch.path()});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(contains(refused.err, "--out loss.svg")) << refused.err;
  EXPECT_EQ(read(mine), "mine");
  EXPECT_EQ(riserun({"plot", a, b, "--out", "loss.svg"}, {.folder = scratch.path()}).code, 0);
  EXPECT_TRUE(contains(read(mine), "</svg>"));
}

TEST(PlotCommand, OptionsThatDoNothingAreRefused) {
  const Scratch scratch;
  const std::string run = make_run(scratch, "run");
  for (const auto& [options, message] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{run, "--roc", "r.svg", "--log"}, "--log does nothing without the loss curves"},
           {{run, "--html", "r.html", "--metric", "lr"}, "have them drawn, too: --out FILE"},
           {{run, "--html", "r.html", "--dark"}, "--dark does nothing with --html"},
           {{run, "--speed", "s.csv", "--out", "s.svg"}, "plot runs by themselves"},
           {{"--speed", "s.csv", "--steps", "--out", "s.svg"},
            "--steps does nothing with --speed"}}) {
    std::vector<std::string> arguments = options;
    arguments.insert(arguments.begin(), "plot");
    const Result result = riserun(arguments, {.folder = scratch.path()});
    EXPECT_EQ(result.code, 2) << message << result.err;
    EXPECT_TRUE(contains(result.err, message)) << result.err;
  }
  // With the curves beside it the option has something to do.
  EXPECT_EQ(
      riserun({"plot", run, "--html", scratch / "r.html", "--log", "--out", scratch / "l.svg"})
          .code,
      0);
}

TEST(PlotCommand, SaysWhatItCannotRead) {
  const Scratch scratch;
  Result result = riserun({"plot", scratch / "none"});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "none")) << result.err;
  result = riserun({"plot", scratch.path().string()});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "history.csv")) << result.err;
  result = riserun({"plot", scratch.write("bad.csv", "epoch,train_loss\n1,abc\n")});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "bad.csv:2:3")) << result.err;
  result = riserun({"plot", scratch.write("short.csv", "epoch,train_loss\n")});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "nothing to draw")) << result.err;
}

TEST(PlotCommand, UnknownFormatsAndUnwritablePlacesAreNamed) {
  const Scratch scratch;
  const std::string run = make_run(scratch, "run");
  const Result format = riserun({"plot", run, "--out", scratch / "a.jpg"});
  EXPECT_EQ(format.code, 2);
  EXPECT_TRUE(contains(format.err, ".svg")) << format.err;
  const Result place = riserun({"plot", run, "--out", run + "/history.csv/a.svg"});
  EXPECT_EQ(place.code, 1);
  EXPECT_TRUE(contains(place.err, "a.svg")) << place.err;
}

TEST(PlotCommand, WithoutRsvgConvertAPngFailsClearly) {
  const Scratch scratch;
  const std::string run = make_run(scratch, "run");
  const Result result = riserun({"plot", run, "--out", scratch / "a.png"},
                                {.environment = {{"PATH", "/nonexistent"}}});
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "librsvg2-bin")) << result.err;
  EXPECT_FALSE(fs::exists(scratch / "a.png"));
}

}  // namespace
}  // namespace riserun::test

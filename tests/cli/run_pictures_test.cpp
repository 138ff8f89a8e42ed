// riserun plot RUN --boundary, --roc, ..: the pictures of one run, and runs compared.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

Result make_run(const std::string& data, const std::string& out, std::vector<std::string> more) {
  std::vector<std::string> arguments{"train", data, "--hidden", "4", "--quiet", "--out", out};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return riserun(arguments);
}

Result plot(const std::string& run, const std::string& kind, const std::string& file) {
  return riserun({"plot", run, "--" + kind, file});
}

TEST(RunPictures, TheManualHasEachKind) {
  const std::string manual = read(RISERUN_SOURCE_DIR "/docs/pictures.md");
  const std::string help = riserun({"plot", "--help"}).out;
  const std::regex line("\n  --([a-z-]+) (?:FILE|CSV)");
  int kinds = 0;
  for (std::sregex_iterator at(help.begin(), help.end(), line), end; at != end; ++at, ++kinds)
    EXPECT_TRUE(contains(manual, " --" + (*at)[1].str() + " ")) << (*at)[1];
  EXPECT_GE(kinds, 11) << help;
}

TEST(RunPictures, OfTwoFeaturesAndClasses) {
  const Scratch scratch;
  const std::string run = scratch / "moons";
  ASSERT_EQ(
      make_run("moons:n=80", run, {"--epochs", "4", "--snapshots", "2", "--record", "gradients"})
          .code,
      0);
  const std::map<std::string, std::string> expected{{"boundary", ">probability of 1<"},
                                                    {"confusion", ">true class<"},
                                                    {"roc", ": area "},
                                                    {"gradients", "data-name=\"layer 2\""},
                                                    {"frames", "<g class=\"frame last\""}};
  for (const auto& [kind, part] : expected) {
    const Result result = plot(run, kind, scratch / "p.svg");
    ASSERT_EQ(result.code, 0) << kind << result.err;
    EXPECT_TRUE(contains(read(scratch / "p.svg"), part)) << kind;
    fs::remove(scratch / "p.svg");
  }
  EXPECT_EQ(riserun({"plot", run, "--boundary", scratch / "dark.svg", "--dark"}).code, 0);
  EXPECT_TRUE(contains(read(scratch / "dark.svg"), "#0d1117"));
  EXPECT_EQ(riserun({"plot", run, "--steps", "--out", scratch / "steps.svg"}).code, 0);
  EXPECT_TRUE(contains(read(scratch / "steps.svg"), "loss of each batch"));
  // What this run has not, or cannot have.
  for (const char* kind : {"worst", "predicted", "rates"}) {
    const Result result = plot(run, kind, scratch / "p.svg");
    EXPECT_EQ(result.code, 1) << kind;
    EXPECT_FALSE(fs::exists(scratch / "p.svg")) << kind;
  }
  EXPECT_EQ(plot(run, "frames", scratch / "p.png").code, 2);
}

TEST(RunPictures, OfNumbersAndOfImages) {
  const Scratch scratch;
  std::string rows = "a,b,price\n";
  for (int i = 0; i < 60; ++i)
    rows +=
        std::to_string(i) + "," + std::to_string(i % 7) + "," + std::to_string(3 * i + 1) + "\n";
  ASSERT_EQ(make_run(scratch.write("p.csv", rows), scratch / "numbers",
                     {"--task", "regression", "--epochs", "30"})
                .code,
            0);
  EXPECT_EQ(plot(scratch / "numbers", "predicted", scratch / "p.svg").code, 0);
  EXPECT_TRUE(contains(read(scratch / "p.svg"), "predicted price"));
  EXPECT_EQ(plot(scratch / "numbers", "roc", scratch / "r.svg").code, 1);
  ASSERT_EQ(make_run(RISERUN_SOURCE_DIR "/examples/data/digits.csv.gz", scratch / "digits",
                     {"--epochs", "1"})
                .code,
            0);
  EXPECT_EQ(plot(scratch / "digits", "worst", scratch / "w.svg").code, 0);
  EXPECT_TRUE(contains(read(scratch / "w.svg"), ", said "));
  EXPECT_EQ(plot(scratch / "digits", "boundary", scratch / "b.svg").code, 1);
  const Result frames = plot(scratch / "digits", "frames", scratch / "f.svg");
  EXPECT_EQ(frames.code, 1);
  EXPECT_TRUE(contains(frames.err, "64 features and 10 classes")) << frames.err;
}

TEST(RunPictures, DataThatChangedSinceAreRefused) {
  const Scratch scratch;
  const std::string data = scratch.write("d.csv", two_clouds(20));
  ASSERT_EQ(make_run(data, scratch / "run", {"--epochs", "1"}).code, 0);
  static_cast<void>(scratch.write("d.csv", two_clouds(21)));
  const Result result = plot(scratch / "run", "boundary", scratch / "b.svg");
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(contains(result.err, "d.csv")) << result.err;
}

TEST(ComparedRuns, OneMetricAndTheMeanOverSeeds) {
  const Scratch scratch;
  std::vector<std::string> runs;
  for (const char* seed : {"1", "2", "3"}) {
    runs.push_back(scratch / (std::string("s") + seed));
    ASSERT_EQ(make_run("moons:n=60", runs.back(), {"--epochs", "3", "--seed", seed}).code, 0);
  }
  ASSERT_EQ(
      riserun({"plot", runs[0], runs[1], "--metric", "val_loss", "--out", scratch / "m.svg"}).code,
      0);
  EXPECT_TRUE(contains(read(scratch / "m.svg"), "validation loss"));
  EXPECT_FALSE(contains(read(scratch / "m.svg"), "accuracy"));
  ASSERT_EQ(
      riserun({"plot", runs[0], runs[1], runs[2], "--mean", "--out", scratch / "mean.svg"}).code,
      0);
  const std::string mean = read(scratch / "mean.svg");
  EXPECT_TRUE(contains(mean, "s1 .. s3: mean of 3"));
  EXPECT_EQ(count(mean, "<path class=\"band\""), 2);
  ASSERT_EQ(riserun({"plot", runs[0], "--metric", "val_auc", "--out", scratch / "auc.svg"}).code,
            0);
  EXPECT_TRUE(contains(read(scratch / "auc.svg"), "validation AUC"));
  const Result unknown = riserun({"plot", runs[0], "--metric", "val_los"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_TRUE(contains(unknown.err, "val_loss")) << unknown.err;
  EXPECT_EQ(riserun({"plot", runs[0], "--mean"}).code, 2);
  EXPECT_EQ(riserun({"plot", runs[0], "--steps"}).code, 1);
}

TEST(ComparedRuns, TheBandStaysAmongTheRuns) {
  const Scratch scratch;
  std::vector<std::string> arguments{"plot"};
  // Accuracies of 100, 100 and 40 %: mean and deviation alone would reach 115 %.
  for (const char* accuracy : {"1", "1", "0.4"}) {
    arguments.push_back(
        scratch.write("h" + std::to_string(arguments.size()) + ".csv",
                      std::string("epoch,validation_loss,validation_accuracy\n1,1,") + accuracy +
                          "\n2,0.001," + accuracy + "\n"));
  }
  arguments.insert(arguments.end(),
                   {"--mean", "--metric", "val_accuracy", "--out", scratch / "m.svg"});
  ASSERT_EQ(riserun(arguments).code, 0);
  const std::string svg = read(scratch / "m.svg");
  EXPECT_TRUE(contains(svg, ">100%<") || contains(svg, ">100 %<")) << svg;
  for (const char* beyond : {">110%<", ">110 %<", ">120%<", ">120 %<"})
    EXPECT_FALSE(contains(svg, beyond)) << beyond;
}

TEST(ComparedRuns, AFolderOfFoldsStandsForThem) {
  const Scratch scratch;
  const std::string run = scratch / "moons-cv";
  ASSERT_EQ(make_run("moons:n=60", run, {"--epochs", "3", "--cv", "3"}).code, 0);
  const Result result = riserun({"plot", run});
  ASSERT_EQ(result.code, 0) << result.err;
  const std::string svg = read(run + "/loss.svg");
  for (const char* part : {"moons-cv", "fold-1 .. fold-3: mean of 3", "<path class=\"band\""})
    EXPECT_TRUE(contains(svg, part)) << part;
  const Result boundary = plot(run, "boundary", scratch / "b.svg");
  EXPECT_EQ(boundary.code, 2);
  EXPECT_TRUE(contains(boundary.err, "fold-1")) << boundary.err;
}

TEST(RatePictures, SuggestWhatTrainingSuggested) {
  const Scratch scratch;
  const std::string run = scratch / "find";
  const Result found = riserun({"train", "moons:n=200", "--lr", "find", "--quiet", "--out", run});
  ASSERT_EQ(found.code, 0) << found.err;
  const std::size_t at = found.out.find("--lr ");
  const std::string rate = found.out.substr(at, found.out.find(':', at) - at);
  ASSERT_EQ(plot(run, "rates", scratch / "r.svg").code, 0);
  EXPECT_TRUE(contains(read(scratch / "r.svg"), ">" + rate + "<")) << rate;
  const Result curves = riserun({"plot", run});
  EXPECT_EQ(curves.code, 1);
  EXPECT_TRUE(contains(curves.err, "--rates FILE draws it")) << curves.err;
}

TEST(RatePictures, OvershootComparesRunsOfSeveralRates) {
  const Scratch scratch;
  std::vector<std::string> arguments{"plot"};
  for (const char* rate : {"0.3", "0.001", "0.05"}) {
    arguments.push_back(scratch / ("lr" + std::string(rate)));
    ASSERT_EQ(make_run("moons:n=60", arguments.back(), {"--epochs", "3", "--lr", rate}).code, 0);
  }
  arguments.insert(arguments.end(), {"--overshoot", scratch / "o.svg"});
  ASSERT_EQ(riserun(arguments).code, 0);
  const std::string svg = read(scratch / "o.svg");
  for (const char* part : {">lr 0.001<", ">lr 0.05<", ">lr 0.3<", "least: lr "})
    EXPECT_TRUE(contains(svg, part)) << part;
  EXPECT_LT(svg.find(">lr 0.001<"), svg.find(">lr 0.3<"));
  const Result one = riserun({"plot", arguments[1], "--overshoot", scratch / "p.svg"});
  EXPECT_EQ(one.code, 2);
}

TEST(RunPictures, WhatARunDidNotRecordIsNamed) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(make_run(scratch.write("d.csv", two_clouds(20)), run, {"--epochs", "1"}).code, 0);
  EXPECT_TRUE(contains(plot(run, "gradients", scratch / "g.svg").err, "--record gradients"));
  EXPECT_TRUE(contains(plot(run, "rates", scratch / "g.svg").err, "--lr find"));
  EXPECT_TRUE(contains(plot(run, "frames", scratch / "g.svg").err, "--snapshots"));
}

TEST(RunPictures, ARunKnowsWhereItsStepsTimeGoes) {
  const Scratch scratch;
  const std::string run = scratch / "run";
  ASSERT_EQ(make_run("moons:n=60", run, {"--epochs", "1"}).code, 0);
  EXPECT_TRUE(contains(read(run + "/timings.csv"), "threads,batch,points_per_second,build,sweep"));
  const std::string page = read(run + "/report.html");
  for (const char* part : {"Where a step's time goes", "sweep", "reduce"}) {
    const std::string escaped = std::regex_replace(part, std::regex("'"), "&#39;");
    EXPECT_TRUE(contains(page, part) || contains(page, escaped)) << part;
  }
  for (const char* engine : {"scalar", "lanes"}) {
    const std::string out = scratch / engine;
    ASSERT_EQ(make_run("moons:n=60", out, {"--epochs", "1", "--engine", engine}).code, 0);
    const std::string csv = scratch / "speed.csv";
    const Result speed =
        riserun({"speed", out, "--threads", "1,2", "--seconds", "0.002", "--out", csv});
    ASSERT_EQ(speed.code, 0) << speed.err;
    EXPECT_EQ(count(read(csv), "\n"), 3) << read(csv);
    EXPECT_TRUE(contains(read(csv), "\n2,32,")) << read(csv);
    ASSERT_EQ(riserun({"plot", "--speed", csv, "--out", scratch / "s.svg"}).code, 0);
    for (const char* part : {">ideal<", ">build<", ">update<"})
      EXPECT_TRUE(contains(read(scratch / "s.svg"), part)) << part;
  }
}

TEST(SpeedPicture, IsMadeOfACsv) {
  const Scratch scratch;
  const std::string csv =
      scratch.write("speed.csv", "threads,points_per_second,build,sweep\n1,100,5,3\n2,190,2,2\n");
  ASSERT_EQ(riserun({"plot", "--speed", csv, "--out", scratch / "s.svg"}).code, 0);
  for (const char* part : {"ideal", "build", "sweep"})
    EXPECT_TRUE(contains(read(scratch / "s.svg"), part)) << part;
  EXPECT_EQ(riserun({"plot", "--speed", csv}).code, 2);
  EXPECT_EQ(riserun({"plot", "--speed", scratch.write("x.csv", "a\n1\n"), "--out", "s.svg"}).code,
            1);
  EXPECT_EQ(riserun({"plot"}).code, 2);
}

}  // namespace
}  // namespace riserun::test

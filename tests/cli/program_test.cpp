// The program as a whole: help, versions, mistyped words, streams.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

const char* const kCommands[] = {"demo", "train", "predict", "check",
                                 "plot", "graph", "slope",   "speed"};

TEST(Program, WithoutArgumentsShowsHelpAndFails) {
  const Result result = riserun({});
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.out, "");
  for (const char* command : kCommands) EXPECT_TRUE(contains(result.err, command)) << command;
}

TEST(Program, VersionAndHelpAreResults) {
  const Result version = riserun({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_EQ(version.out, "riserun " RISERUN_VERSION "\n");
  const Result help = riserun({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_EQ(help.err, "");
  EXPECT_TRUE(contains(help.out, "Examples:"));
}

TEST(Program, EveryCommandsHelpEndsWithAnExample) {
  for (const std::string command : kCommands) {
    const Result result = riserun({command, "--help"});
    EXPECT_EQ(result.code, 0) << command;
    const std::size_t examples = result.out.find("\nExamples:\n");
    ASSERT_NE(examples, std::string::npos) << result.out;
    EXPECT_TRUE(contains(result.out.substr(examples), "riserun " + command)) << result.out;
    EXPECT_EQ(riserun({"help", command}).out, result.out);
  }
}

TEST(Program, NoHelpLineIsWiderThanATerminal) {
  for (const std::string command : kCommands) {
    const std::string help = riserun({command, "--help"}).out;
    std::size_t begin = 0;
    for (std::size_t end; (end = help.find('\n', begin)) != help.npos; begin = end + 1)
      EXPECT_LE(end - begin, 100u) << help.substr(begin, end - begin);
  }
}

TEST(Program, MistypedCommandIsNamedWithTheNearest) {
  const Result result = riserun({"trian", "data.csv"});
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.err,
            "riserun: unknown command \"trian\"; did you mean \"train\"?\nTry: riserun --help\n");
  EXPECT_EQ(result.out, "");
}

TEST(Program, AWordLikeNoCommandGetsNoGuess) {
  const Result result = riserun({"elephant"});
  EXPECT_EQ(result.code, 2);
  EXPECT_FALSE(contains(result.err, "did you mean"));
}

TEST(Program, MistypedOptionIsNamedWithTheNearest) {
  const Result result = riserun({"train", "data.csv", "--epoch", "5"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(
      contains(result.err, "riserun train: unknown option --epoch; did you mean \"--epochs\"?"))
      << result.err;
  // Also where the missing argument could be complained about first.
  EXPECT_TRUE(contains(riserun({"train", "--hiden=3"}).err,
                       "unknown option --hiden; did you mean \"--hidden\"?"));
}

TEST(Program, AnArgumentTooManyAndOneTooFew) {
  Result result = riserun({"graph", "x", "y"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "unexpected argument \"y\"")) << result.err;
  result = riserun({"graph"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "EXPRESSION|MODEL is required")) << result.err;
}

TEST(Program, NumbersOutsideTheirRangeSayWhatWasExpected) {
  Result result = riserun({"train", "data.csv", "--epochs", "abc"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "--epochs: expected a whole number")) << result.err;
  EXPECT_TRUE(contains(result.err, "found \"abc\"")) << result.err;
  result = riserun({"train", "data.csv", "--lr", "-1"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "--lr: expected a number above 0 or auto")) << result.err;
  result = riserun({"train", "data.csv", "--optimizer", "adma"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "did you mean \"adam\"?")) << result.err;
}

TEST(Program, OfAnOptionGivenTwiceTheLastCounts) {
  const Scratch scratch;
  const Result result =
      riserun({"graph", "1", "--out", scratch / "a.dot", "--out", scratch / "b.dot"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(read(scratch / "a.dot"), "");
  EXPECT_TRUE(contains(read(scratch / "b.dot"), "digraph"));
}

TEST(Program, ResultsThatCannotBeWrittenAreAFailure) {
  const Scratch scratch;
  const std::string script =
      "exec " RISERUN_PROGRAM " graph 1+2 > /dev/full 2> " + (scratch / "err");
  const int status = std::system(script.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_TRUE(contains(read(scratch / "err"), "No space left on device")) << read(scratch / "err");
}

// No word of the option parser's own.
TEST(Program, WhatIsMissingIsSaidInPlainWords) {
  for (const auto& [words, message] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"predict"}, "MODEL is required: model.safetensors, or the run folder it is in"},
           {{"predict", "runs/x"}, "DATA is required: a file of CSV"},
           {{"train", "moons:", "--epochs"}, "--epochs needs a value: --epochs N"},
           {{"train", "moons:", "--out"}, "--out needs a value: --out DIR"},
           {{"predict", "a", "b", "--out"}, "--out needs a value: --out FILE"},
           {{"plot", "a", "--boundary", "--out", "b.png"},
            "--boundary needs a value: --boundary FILE; --out is an option of its own"},
           {{"train", "moons:", "--epochs", "--force"}, "--force is an option of its own"},
           {{"train", "moons:", "--quiet=maybe"}, "--quiet: expected true or false"}}) {
    const Result result = riserun(words);
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_TRUE(contains(result.err, message)) << result.err;
    EXPECT_FALSE(contains(result.err, "TEXT")) << result.err;
  }
}

}  // namespace
}  // namespace riserun::test

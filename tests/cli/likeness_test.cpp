// riserun train --like micrograd: the demo's own settings, what is said of them, and its 100 %.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

TEST(Likeness, MicrogradsDemoReachesAllOfItsMoons) {
  const Scratch scratch;
  const std::string out = scratch / "moons";
  const Result result =
      riserun({"train", "moons:n=100,noise=0.1", "--like", "micrograd", "--out", out, "--quiet"});
  EXPECT_EQ(result.code, 0) << result.err << result.out;
  for (const char* text : {"like    micrograd; what differs from the defaults:", "--hidden ",
                           "[16, 16]", "--loss ", "'hinge'", "337 parameters", "accuracy 100"})
    EXPECT_TRUE(contains(result.out, text)) << text << " in\n" << result.out;
  EXPECT_FALSE(contains(result.out, "--l2 ")) << "it is the default\n" << result.out;
  EXPECT_TRUE(contains(read(out + "/boundary.svg"), "<svg"));
  EXPECT_TRUE(contains(read(out + "/config.toml"), "outputs = 'one'"));
}

TEST(Likeness, OptionsBesideItWin) {
  const Result result = riserun({"train", "--hidden", "8", "moons:n=100,noise=0.1", "--like",
                                 "micrograd", "--l2", "0", "--print-config"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(contains(result.out, "hidden = [8]")) << result.out;
  EXPECT_TRUE(contains(result.out, "l2 = 0"));
  EXPECT_TRUE(contains(result.out, "loss = 'hinge'"));
}

TEST(Likeness, NobodyElseCanBeImitated) {
  const Result result = riserun({"train", "moons:n=20", "--like", "migrograd"});
  EXPECT_EQ(result.code, 2);
  EXPECT_TRUE(contains(result.err, "did you mean \"micrograd\"?")) << result.err;
}

TEST(Likeness, OneOutputIsForTwoClassesAndLossesThatCanHaveIt) {
  const auto refused = [](const std::vector<std::string>& more, std::string_view text) {
    const Scratch scratch;
    std::vector<std::string> arguments{"train", "--outputs", "one", "--out", scratch / "run"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Result result = riserun(arguments);
    EXPECT_EQ(result.code, 2) << result.out;
    EXPECT_TRUE(contains(result.err, text)) << result.err;
  };
  refused({kIris, "--loss", "hinge"}, "--outputs one is for two classes");
  refused({"moons:n=20"}, "the softmax loss needs an output for each class");
  refused({kData + "diabetes.csv"}, "a regression has an output for each number");
}

}  // namespace
}  // namespace riserun::test

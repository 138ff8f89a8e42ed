#include <riserun/base/option_info.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

TEST(OptionRange, EndsCountUnlessTheyAreOpen) {
  EXPECT_TRUE(kNotNegative.holds(0.0));
  EXPECT_FALSE(kNotNegative.holds(-1e-300));
  EXPECT_FALSE(kPositive.holds(0.0));
  EXPECT_TRUE(kPositive.holds(1e300));
  EXPECT_TRUE(kBelowOne.holds(0.0));
  EXPECT_FALSE(kBelowOne.holds(1.0));
  EXPECT_TRUE(kShare.holds(1.0));
  EXPECT_FALSE(kSharePastZero.holds(0.0));
  for (const double x : {std::nan(""), HUGE_VAL, -HUGE_VAL})
    for (const OptionRange& range : {kNotNegative, kPositive, kBelowOne, kShare})
      EXPECT_FALSE(range.holds(x));
}

TEST(OptionInfo, SaysWhichOptionWhatItTakesAndWhatItGot) {
  const auto message = [](const OptionInfo& info, double x) -> std::string {
    try {
      info.require(x);
    } catch (const ConfigError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(message({"momentum", kBelowOne}, 1), "momentum must be >= 0 and < 1, not 1.000000");
  EXPECT_EQ(message({"weight_decay", kNotNegative}, -1),
            "the weight decay must be a finite number >= 0, not -1.000000");
  EXPECT_EQ(message({.name = "delta", .range = kPositive, .words = "huber's delta"}, 0),
            "huber's delta must be a finite number > 0, not 0.000000");
  EXPECT_EQ(message({"peak", kSharePastZero}, 2), "peak must be > 0 and <= 1, not 2.000000");
  EXPECT_EQ(message({"momentum", kBelowOne}, 0.5), "");
}

}  // namespace
}  // namespace riserun

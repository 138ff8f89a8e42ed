#include <riserun/train/fit/usual_start.hpp>

#include <gtest/gtest.h>

namespace riserun::train {
namespace {

TEST(UsualStart, EpochsAreEnoughForTwoThousandUpdatesAndNoFewerThanThirty) {
  EXPECT_EQ(usual_epochs({.rows = 160, .features = 1}), 400);
  EXPECT_EQ(usual_epochs({.rows = 161, .features = 1}), 334);  // a sixth batch of one row
  EXPECT_EQ(usual_epochs({.rows = 160, .features = 1, .batch_size = 8}), 100);
  EXPECT_EQ(usual_epochs({.rows = 160, .features = 1, .batch_size = 8, .accumulate = 4}), 400);
  EXPECT_EQ(usual_epochs({.rows = 40'000, .features = 1}), 30);
  EXPECT_EQ(usual_epochs({.rows = 1, .features = 1}), 2000);
}

TEST(UsualStart, TheRateRisesOverAtMostATwentiethOfTheRun) {
  EXPECT_EQ(usual_warmup({.rows = 160, .features = 1}, 400), 20);
  EXPECT_EQ(usual_warmup({.rows = 160, .features = 1}, 30), 7);
  EXPECT_EQ(usual_warmup({.rows = 160, .features = 1}, 1), 0);
}

TEST(UsualStart, WeightsDecayWhereRowsAreFewForTheFeatures) {
  EXPECT_EQ(usual_weight_decay({.rows = 160, .features = 1}), 0);
  EXPECT_EQ(usual_weight_decay({.rows = 160, .features = 2}), 0);
  EXPECT_EQ(usual_weight_decay({.rows = 400, .features = 10}), 0.8);
  EXPECT_EQ(usual_weight_decay({.rows = 12'000, .features = 16}), 0.047);
  EXPECT_EQ(usual_weight_decay({.rows = 90, .features = 784}), 1.5);
  EXPECT_EQ(usual_weight_decay({.rows = 1, .features = 0}), 0);
}

}  // namespace
}  // namespace riserun::train

#include <riserun/train/fit/usual_start.hpp>

#include <gtest/gtest.h>

namespace riserun::train {
namespace {

TEST(UsualStart, EpochsAreEnoughForTwoThousandUpdatesAndNoFewerThanThirty) {
  EXPECT_EQ(usual_epochs({.rows = 160}), 400);
  EXPECT_EQ(usual_epochs({.rows = 161}), 334);  // a sixth batch of one row
  EXPECT_EQ(usual_epochs({.rows = 160, .batch_size = 8}), 100);
  EXPECT_EQ(usual_epochs({.rows = 160, .batch_size = 8, .accumulate = 4}), 400);
  EXPECT_EQ(usual_epochs({.rows = 40'000}), 30);
  EXPECT_EQ(usual_epochs({.rows = 1}), 2000);
}

TEST(UsualStart, TheRateRisesOverAtMostATwentiethOfTheRun) {
  EXPECT_EQ(usual_warmup({.rows = 160}, 400), 20);
  EXPECT_EQ(usual_warmup({.rows = 160}, 30), 7);
  EXPECT_EQ(usual_warmup({.rows = 160}, 1), 0);
}

TEST(UsualStart, WeightsDecayWhereRowsAreFewForTheFeatures) {
  EXPECT_EQ(usual_weight_decay(160, 1), 0);
  EXPECT_EQ(usual_weight_decay(160, 2), 0);
  EXPECT_EQ(usual_weight_decay(400, 10), 0.8);
  EXPECT_EQ(usual_weight_decay(12'000, 16), 0.047);
  EXPECT_EQ(usual_weight_decay(90, 784), 1.5);
  EXPECT_EQ(usual_weight_decay(0, 0), 0);
}

}  // namespace
}  // namespace riserun::train

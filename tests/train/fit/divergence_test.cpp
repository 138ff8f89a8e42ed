#include <riserun/train/fit/divergence.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace riserun::train {
namespace {

using testing::HasSubstr;
using testing::Not;

LossWatch watch_of(std::initializer_list<double> losses) {
  LossWatch watch;
  for (double loss : losses) watch.add(loss);
  return watch;
}

TEST(LossWatch, MeasuresTheRiseFromTheLeast) {
  const auto rise = watch_of({2.0, 1.0, 1.5, 8.0, 40.0}).rise();
  ASSERT_TRUE(rise);
  EXPECT_EQ(rise->factor, 40.0);
  EXPECT_EQ(rise->steps, 3);
}

TEST(LossWatch, SeesNoRiseWhereThereIsNone) {
  EXPECT_FALSE(LossWatch{}.rise());
  EXPECT_FALSE(watch_of({5.0}).rise());
  EXPECT_FALSE(watch_of({3.0, 2.0, 1.0}).rise());
  EXPECT_FALSE(watch_of({1.0, 1.9}).rise());
  EXPECT_FALSE(watch_of({0.0, 1.0}).rise());  // no factor
}

TEST(LossWatch, ForgetsAfterSixteenSteps) {
  LossWatch watch = watch_of({1.0});
  for (int i = 0; i < 15; ++i) watch.add(10.0);
  EXPECT_TRUE(watch.rise());
  watch.add(10.0);
  EXPECT_FALSE(watch.rise());
}

TEST(LossWatch, AnOvershootIsARiseBeyondTheBeginning) {
  EXPECT_TRUE(watch_of({2.0, 1.0, 41.0, 45.0, 40.0}).overshoot());
  EXPECT_FALSE(watch_of({2.0, 0.001, 1.0, 1.0, 1.0}).overshoot());  // still below the beginning
  EXPECT_FALSE(watch_of({2.0, 1.0, 5.0, 5.0, 5.0}).overshoot());    // only 5x
  // Batches that have a row of a rare class, and those that have none.
  EXPECT_FALSE(watch_of({0.7, 0.001, 5.0, 0.001, 6.0, 7.0}).overshoot());
  EXPECT_FALSE(watch_of({41.0}).overshoot());
}

Divergence example() {
  Divergence details;
  details.epoch = 2;
  details.step = 47;
  details.batch_position = 4;
  details.row = 16;
  details.loss = std::numeric_limits<double>::infinity();
  details.learning_rate = 0.1;
  details.suggested_learning_rate = 0.01;
  details.rise = LossWatch::Rise{40.0, 3};
  return details;
}

TEST(Divergence, SaysWhereAndWhatToTry) {
  EXPECT_EQ(example().message(),
            "training diverged at epoch 2, step 47: the loss of data row 17 is inf (point 5 of the "
            "batch); the loss rose 40x in 3 steps: try a learning rate of 0.01 instead of 0.1. The "
            "parameters are kept as they were after epoch 1");
}

TEST(Divergence, InTheFirstStepTheLearningRateIsInnocent) {
  Divergence details = example();
  details.epoch = 1;
  details.step = 1;
  details.rise.reset();
  EXPECT_THAT(details.message(), HasSubstr("the learning rate is not at fault"));
  EXPECT_THAT(details.message(), Not(HasSubstr("try")));
}

TEST(Divergence, ANaNHasNoSign) {
  Divergence details = example();
  details.loss = -std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(details.message(), HasSubstr("row 17 is nan ("));
}

TEST(Divergence, TellsGradientsFromLosses) {
  Divergence details = example();
  details.gradient = true;
  details.loss = 0.25;
  EXPECT_THAT(details.message(), HasSubstr("row 17 is 0.25, but its gradient is not finite"));
  details.one_point = false;
  EXPECT_THAT(details.message(), HasSubstr("the gradients of the batch add up"));
}

}  // namespace
}  // namespace riserun::train

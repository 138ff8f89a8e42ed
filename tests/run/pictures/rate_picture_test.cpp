#include <riserun/run/pictures/rate_picture.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>
#include "tests/temporary_folder.hpp"

namespace riserun::run {
namespace {

using ::testing::HasSubstr;

TEST(RatePicture, ASuggestionHasTwoDigits) {
  train::RateCurve curve;
  curve.suggestion = 0.123456;
  EXPECT_EQ(suggestion_of(curve), 0.12);
}

TEST(RatePicture, ReadsATableThatAnotherProgramWrote) {
  const test::TemporaryFolder scratch;
  const train::RateCurve curve =
      load_rate_curve(scratch.with("rates.csv", "learning_rate,loss\n0.1,2\n0.2,1\n0.4,3\n"));
  ASSERT_EQ(curve.points.size(), 3u);
  EXPECT_EQ(curve.points[1].loss, 1.0);
}

TEST(RatePicture, RefusesRatesThatFall) {
  const test::TemporaryFolder scratch;
  const auto file = scratch.with("rates.csv", "learning_rate,loss\n0.2,2\n0.1,1\n");
  try {
    static_cast<void>(load_rate_curve(file));
    ADD_FAILURE() << "it was taken";
  } catch (const DataError& error) {
    EXPECT_THAT(error.what(), HasSubstr("rates.csv:3: learning rates must be above 0 and rise"));
  }
}

}  // namespace
}  // namespace riserun::run

#include <riserun/train/data/scaling.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Columns: 1 3 5 7 (mean 4, deviation sqrt(5)); constant 0.1; -8 .. 8.
Dataset columns() {
  return Dataset({.feature_count = 3,
                  .features = {1, 0.1, -8, 3, 0.1, 0, 5, 0.1, 0, 7, 0.1, 8},
                  .labels = {0, 1, 0, 1},
                  .source = "columns.csv"});
}

TEST(Scaling, StandardizeGivesMeanZeroDeviationOne) {
  const Dataset data = columns();
  const Scaling scaling = Scaling::fit(data, ScalingKind::standardize);
  EXPECT_DOUBLE_EQ(scaling.offset[0], 4.0);
  EXPECT_DOUBLE_EQ(scaling.scale[0], std::sqrt(5.0));
  const Dataset scaled = scaling.apply(data);
  double sum = 0, squares = 0;
  for (const DataPoint point : scaled) {
    sum += point.x[2];
    squares += point.x[2] * point.x[2];
  }
  EXPECT_NEAR(sum, 0.0, 1e-15);
  EXPECT_NEAR(squares / 4, 1.0, 1e-15);
}

// The mean of six times 0.1 is not 0.1 in doubles; the difference must not be scaled up to 1.
TEST(Scaling, AConstantBecomesZeroExactly) {
  const Dataset data({.feature_count = 1, .features = std::vector<double>(6, 0.1)});
  const Scaling scaling = Scaling::fit(data, ScalingKind::standardize);
  EXPECT_EQ(scaling.scale[0], kScaleOfConstant);
  for (const DataPoint point : scaling.apply(data)) EXPECT_EQ(point.x[0], 0.0);
  // Nothing is known of other values either. A target, which must be found again, keeps its unit.
  const Dataset later({.feature_count = 1, .features = {7e5}});
  EXPECT_NEAR(scaling.apply(later)[0].x[0], 0.0, 1e-300);
  const Dataset targets({.feature_count = 1, .features = {1, 2}, .targets = {4, 4}});
  EXPECT_EQ(Scaling::fit_targets(targets, ScalingKind::standardize).scale[0], 1.0);
}

TEST(Scaling, MinMaxFillsZeroToOne) {
  const Scaling scaling = Scaling::fit(columns(), ScalingKind::min_max);
  EXPECT_THAT(scaling.offset, ElementsAre(1, 0.1, -8));
  EXPECT_THAT(scaling.scale, ElementsAre(6, kScaleOfConstant, 16));
  const Dataset scaled = scaling.apply(columns());
  EXPECT_THAT(scaled[0].x, ElementsAre(0, 0, 0));
  EXPECT_THAT(scaled[3].x, ElementsAre(1, 0, 1));
}

// Rare values stay within ten of the others, however few they are; two values become 0 and 1.
TEST(Scaling, LimitedIsStandardizeThatNoRareValueCanEscape) {
  std::vector<double> features;
  for (int row = 0; row < 1000; ++row) {
    features.insert(features.end(), {double(row % 10), row == 500 ? 70.0 : 0.0, 3.0});
    features.insert(features.end(), {row % 100 == 0 ? 9.0 : 5.0, row < 2 ? 40.0 + row : 20.0});
  }
  const Dataset data({.feature_count = 5, .features = features});
  const Scaling standard = Scaling::fit(data, ScalingKind::standardize);
  const Scaling limited = Scaling::fit(data, ScalingKind::limited);
  EXPECT_EQ(limited.offset[0], standard.offset[0]);
  EXPECT_EQ(limited.scale[0], standard.scale[0]);
  EXPECT_EQ(limited.offset[1], 0.0) << "two values";
  EXPECT_EQ(limited.scale[1], 70.0);
  EXPECT_EQ(limited.scale[2], kScaleOfConstant) << "a constant";
  EXPECT_EQ(limited.offset[3], 5.0) << "two values";
  EXPECT_EQ(limited.scale[3], 4.0);
  EXPECT_LT(standard.scale[4], 1.0);
  EXPECT_EQ(limited.scale[4], 2.1) << "a tenth of the range";
}

// 0.2 + (0.9 - 0.2) is not 0.9 in doubles.
TEST(Scaling, TwoValuesBecomeZeroAndOneWhateverTheirRounding) {
  const Dataset data({.feature_count = 1, .features = {0.2, 0.9, 0.9, 0.9, 0.2}});
  const Dataset scaled = Scaling::fit(data, ScalingKind::limited).apply(data);
  for (std::size_t row = 0; row < data.size(); ++row)
    EXPECT_EQ(scaled[row].x[0], data[row].x[0] == 0.9 ? 1.0 : 0.0);
}

TEST(Scaling, NoneChangesNothing) {
  const Dataset data = columns();
  const Scaling scaling = Scaling::fit(data, ScalingKind::none);
  EXPECT_EQ(scaling, Scaling{});
  EXPECT_EQ(scaling.apply(data)[0].x.data(), data[0].x.data());
}

TEST(Scaling, FittedOnTheTrainingPartOnly) {
  const Dataset data = columns();
  const Dataset training = data.subset(std::vector<std::size_t>{0, 1});
  const Dataset validation = data.subset(std::vector<std::size_t>{3, 2});
  const Scaling scaling = Scaling::fit(training, ScalingKind::min_max);
  const Dataset scaled = scaling.apply(validation);
  EXPECT_EQ(scaled[0].x[0], 3.0);  // (7 - 1) / 2: outside [0, 1], as it must be
  EXPECT_EQ(scaled[0].row, 3u);
  EXPECT_EQ(scaled[0].label, 1);
  EXPECT_EQ(scaled.source(), "columns.csv");
  EXPECT_EQ(scaled.schema(), data.schema());
}

TEST(Scaling, KeepsTargetsAndFeaturesOnlyData) {
  const Dataset regression(
      {.feature_count = 1, .features = {2, 4}, .targets = {5, 6, 7, 8}, .target_count = 2});
  const Scaling scaling = Scaling::fit(regression, ScalingKind::min_max);
  EXPECT_THAT(scaling.apply(regression)[1].target, ElementsAre(7, 8));
  const Dataset features({.feature_count = 1, .features = {3}});
  EXPECT_THAT(scaling.apply(features)[0].x, ElementsAre(0.5));
  EXPECT_EQ(scaling.apply(features).task(), Task::unlabelled);
}

TEST(Scaling, TargetsAreScaledAndComeBack) {
  const Dataset data({.schema = {.target_names = {"price", "age"}},
                      .feature_count = 1,
                      .features = {2, 4, 6, 8},
                      .targets = {100, 7, 300, 7, 500, 7, 700, 7},
                      .target_count = 2,
                      .source = "houses.csv"});
  const Scaling scaling = Scaling::fit_targets(data, ScalingKind::standardize);
  EXPECT_THAT(scaling.offset, ElementsAre(400, 7));
  EXPECT_THAT(scaling.scale, ElementsAre(std::sqrt(50000.0), 1));
  const Dataset scaled = scaling.apply_to_targets(data);
  EXPECT_EQ(scaled.schema(), data.schema());
  for (std::size_t row = 0; row < 4; ++row) {
    EXPECT_EQ(scaled[row].x[0], data[row].x[0]);
    EXPECT_EQ(scaled[row].row, row);
    EXPECT_DOUBLE_EQ(scaled[row].target[0], (data[row].target[0] - 400) / std::sqrt(50000.0));
    std::vector<double> back(scaled[row].target.begin(), scaled[row].target.end());
    scaling.undo(back);
    EXPECT_DOUBLE_EQ(back[0], data[row].target[0]);
    EXPECT_EQ(back[1], 7.0);
  }
  std::vector<double> one{1};
  EXPECT_THROW(scaling.undo(one), ShapeError);
  EXPECT_THROW((void)Scaling::fit_targets(columns(), ScalingKind::standardize), DataError);
  EXPECT_THROW((void)scaling.apply_to_targets(columns()), DataError);
  EXPECT_EQ(Scaling::fit_targets(columns(), ScalingKind::none), Scaling{});
  const Dataset wide({.schema = {.target_names = {"mass"}},
                      .feature_count = 1,
                      .features = {1, 2},
                      .targets = {-1.7e308, 1.7e308}});
  EXPECT_THAT(
      message_of<DataError>([&] { (void)Scaling::fit_targets(wide, ScalingKind::min_max); }),
      HasSubstr("\"mass\" are too far apart"));
}

TEST(Scaling, OneRowInPlace) {
  const Scaling scaling{.kind = ScalingKind::min_max, .offset = {1, 2}, .scale = {2, 4}};
  std::vector<double> x{3, 4};
  scaling.apply(x);
  EXPECT_THAT(x, ElementsAre(1, 0.5));
  std::vector<double> wrong{3};
  EXPECT_THROW(scaling.apply(wrong), ShapeError);
  EXPECT_THROW((void)scaling.apply(columns()), ShapeError);
}

TEST(Scaling, WordsRoundTrip) {
  for (const ScalingKind kind :
       {ScalingKind::none, ScalingKind::standardize, ScalingKind::min_max}) {
    EXPECT_EQ(scaling_kind(to_string(kind)), kind);
  }
  EXPECT_THAT(message_of<ConfigError>([] { (void)scaling_kind("zscore"); }),
              HasSubstr("standardize"));
}

TEST(Scaling, UnusableNumbersAreRefused) {
  EXPECT_NO_THROW((Scaling{.kind = ScalingKind::min_max, .offset = {0}, .scale = {1}}.validate(1)));
  EXPECT_THROW((Scaling{.kind = ScalingKind::min_max, .offset = {0}, .scale = {0}}.validate(1)),
               ShapeError);
  EXPECT_THROW((Scaling{.kind = ScalingKind::min_max, .offset = {NAN}, .scale = {1}}.validate(1)),
               ShapeError);
  EXPECT_THROW((Scaling{.kind = ScalingKind::min_max, .offset = {0}, .scale = {1}}.validate(2)),
               ShapeError);
  EXPECT_THROW((Scaling{.kind = ScalingKind::none, .offset = {0}, .scale = {1}}.validate(1)),
               ShapeError);
}

TEST(Scaling, RangesTooWideForADoubleAreRefused) {
  const Dataset wide({.feature_count = 1, .features = {-1.7e308, 1.7e308}});
  EXPECT_THAT(message_of<DataError>([&] { (void)Scaling::fit(wide, ScalingKind::min_max); }),
              HasSubstr("\"x1\" are too far apart"));
  EXPECT_THROW((void)Scaling::fit(wide, ScalingKind::standardize), DataError);
  EXPECT_THROW((void)Scaling::fit(Dataset(), ScalingKind::min_max), DataError);
}

}  // namespace
}  // namespace riserun::train

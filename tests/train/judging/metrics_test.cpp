#include <riserun/train/judging/metrics.hpp>

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>

namespace riserun::train {
namespace {

using Doubles = std::vector<double>;
using Flags = std::vector<unsigned char>;

// The values of scikit-learn's documentation of mean_squared_error, mean_absolute_error, r2_score.
TEST(Metrics, OfNumbers) {
  const Doubles targets{3, -0.5, 2, 7}, predictions{2.5, 0.0, 2, 8};
  EXPECT_DOUBLE_EQ(root_mean_square_error(predictions, targets), std::sqrt(0.375));
  EXPECT_DOUBLE_EQ(mean_absolute_error(predictions, targets), 0.5);
  EXPECT_NEAR(r_squared(predictions, targets), 0.9486081370449679, 1e-15);
}

TEST(Metrics, OfNumbersAgainstEigen) {
  Random random(2);
  Eigen::ArrayXd t(101), p(101);
  for (Eigen::Index i = 0; i < t.size(); ++i) {
    t(i) = 50 + 10 * random.normal();
    p(i) = t(i) + random.normal();
  }
  const std::span<const double> targets(t.data(), 101), predictions(p.data(), 101);
  EXPECT_NEAR(root_mean_square_error(predictions, targets),
              (p - t).matrix().norm() / std::sqrt(101.0), 1e-13);
  EXPECT_NEAR(mean_absolute_error(predictions, targets), (p - t).abs().mean(), 1e-13);
  EXPECT_NEAR(r_squared(predictions, targets),
              1 - (p - t).square().sum() / (t - t.mean()).square().sum(), 1e-13);
}

TEST(Metrics, TheMeanHasR2Zero) {
  const Doubles targets{1, 2, 3, 6}, mean(4, 3.0), reversed{6, 3, 2, 1};
  EXPECT_EQ(r_squared(mean, targets), 0.0);
  EXPECT_LT(r_squared(reversed, targets), 0.0);
  EXPECT_EQ(r_squared(targets, targets), 1.0);
  EXPECT_TRUE(std::isnan(r_squared(targets, mean)));  // nothing to explain
}

/// The definition: every pair of a positive and a negative point.
double auc_by_pairs(const Doubles& scores, const Flags& positive) {
  double won = 0, pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    for (std::size_t j = 0; j < scores.size(); ++j)
      if (positive[i] == 1 && positive[j] == 0) {
        ++pairs;
        won += scores[i] > scores[j] ? 1.0 : scores[i] == scores[j] ? 0.5 : 0.0;
      }
  return won / pairs;
}

TEST(Metrics, AreaUnderTheCurve) {
  // scikit-learn's example of roc_auc_score.
  EXPECT_DOUBLE_EQ(area_under_curve(Doubles{0.1, 0.4, 0.35, 0.8}, Flags{0, 0, 1, 1}), 0.75);
  EXPECT_EQ(area_under_curve(Doubles{1, 2, 3}, Flags{0, 1, 1}), 1.0);
  EXPECT_EQ(area_under_curve(Doubles{3, 2, 1}, Flags{0, 1, 1}), 0.0);
  EXPECT_EQ(area_under_curve(Doubles{1, 1, 1}, Flags{0, 1, 1}), 0.5);
  Random random(4);
  for (int trial = 0; trial < 20; ++trial) {
    Doubles scores(40);
    Flags positive(40);
    for (std::size_t i = 0; i < 40; ++i) {
      scores[i] = static_cast<double>(random.below(12));  // many equals
      positive[i] = static_cast<unsigned char>(random.below(2));
    }
    EXPECT_NEAR(area_under_curve(scores, positive), auc_by_pairs(scores, positive), 1e-14);
  }
  EXPECT_TRUE(std::isnan(area_under_curve(Doubles{1, 2}, Flags{1, 1})));
  EXPECT_TRUE(std::isnan(area_under_curve(Doubles{1, 2}, Flags{0, 0})));
  EXPECT_TRUE(std::isnan(area_under_curve(Doubles{}, Flags{})));
  EXPECT_TRUE(std::isnan(area_under_curve(Doubles{NAN, 2}, Flags{0, 1})));
}

TEST(Metrics, TopK) {
  const Doubles scores{0.1, 0.5, 0.2, 0.5};
  EXPECT_TRUE(in_top_k(scores, 1, 1));
  EXPECT_FALSE(in_top_k(scores, 3, 1));  // equal to class 1, which comes first
  EXPECT_TRUE(in_top_k(scores, 3, 2));
  EXPECT_FALSE(in_top_k(scores, 2, 2));
  EXPECT_TRUE(in_top_k(scores, 2, 3));
  EXPECT_TRUE(in_top_k(scores, 0, 4));
}

TEST(Metrics, RefuseSizesThatDiffer) {
  const Doubles two{1, 2}, three{1, 2, 3};
  EXPECT_THROW((void)root_mean_square_error(two, three), ShapeError);
  EXPECT_THROW((void)mean_absolute_error(two, three), ShapeError);
  EXPECT_THROW((void)r_squared(two, three), ShapeError);
  EXPECT_THROW((void)area_under_curve(two, Flags{1}), ShapeError);
  EXPECT_THROW((void)in_top_k(two, 2, 1), ShapeError);
}

}  // namespace
}  // namespace riserun::train

#include <riserun/train/judging/report.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <riserun/base/errors.hpp>
#include <riserun/train/judging/evaluation.hpp>
#include <riserun/train/judging/metrics.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

TEST(Report, OfAClassification) {
  const Dataset data = digits(200);
  const nn::MLP model = digits_mlp();
  const nn::SoftmaxCrossEntropy loss;
  Workers workers(2);
  const Report result = report(model, loss, data, workers);
  const Evaluation plain = evaluate(model, loss, data, workers);
  EXPECT_EQ(result.points, 200u);
  EXPECT_EQ(result.loss, plain.loss);
  EXPECT_EQ(result.accuracy, plain.accuracy);
  EXPECT_EQ(result.confusion.total(), 200u);
  EXPECT_EQ(result.metrics["f1"], result.confusion.macro_f1());
  EXPECT_TRUE(result.numbers.empty());

  // By the definitions, with the probabilities themselves.
  double top3 = 0, areas = 0;
  std::vector<std::vector<double>> p(10);
  for (const DataPoint& point : data) {
    std::vector<double> y = model(point.x);
    std::vector<std::size_t> order(10);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t c) { return y[c]; });
    top3 += std::find(order.begin(), order.begin() + 3, static_cast<std::size_t>(point.label)) !=
            order.begin() + 3;
    double sum = 0;
    for (double& v : y) sum += v = std::exp(v);
    for (std::size_t c = 0; c < 10; ++c) p[c].push_back(y[c] / sum);
  }
  for (std::size_t c = 0; c < 10; ++c) {
    std::vector<unsigned char> positive;
    for (const DataPoint& point : data)
      positive.push_back(static_cast<std::size_t>(point.label) == c);
    areas += area_under_curve(p[c], positive);
  }
  EXPECT_EQ(result.top_k, 3u);
  EXPECT_DOUBLE_EQ(result.metrics["top_k"], top3 / 200);
  EXPECT_NEAR(result.metrics["auc"], areas / 10, 1e-9);
  EXPECT_GE(result.metrics["top_k"], result.accuracy);

  EXPECT_EQ(report(model, loss, data, workers, {.top_k = 0}).top_k, 0u);
  EXPECT_EQ(report(model, loss, data, workers, {.top_k = 10}).top_k, 0u) << "always 1";
  EXPECT_EQ(report(model, loss, data, workers, {.top_k = 1}).metrics["top_k"], result.accuracy);
}

// One output and two: the same scores, the same area.
TEST(Report, OfTwoClasses) {
  DataTable table;
  table.feature_count = 1;
  for (int i = 0; i < 40; ++i) {
    table.features.push_back(std::sin(i));
    table.labels.push_back(std::sin(i) + 0.8 * std::cos(5 * i) > 0 ? 1 : 0);
  }
  const Dataset data(std::move(table));
  std::vector<unsigned char> positive;
  std::vector<double> x;
  for (const DataPoint& point : data) {
    positive.push_back(point.label == 1);
    x.push_back(point.x[0]);
  }
  nn::MLP one({1, 1}), two({1, 2});
  std::ranges::copy(std::vector{1.0, 0.0}, one.parameters().data().begin());
  std::ranges::copy(std::vector{-1.0, 2.0, 0.5, 0.0}, two.parameters().data().begin());
  Workers workers(1);
  const double expected = area_under_curve(x, positive);
  ASSERT_GT(expected, 0.6);
  EXPECT_NEAR(report(one, nn::BinaryCrossEntropy{}, data, workers).metrics["auc"], expected, 1e-12);
  EXPECT_NEAR(report(two, nn::SoftmaxCrossEntropy{}, data, workers).metrics["auc"], expected,
              1e-12);
  EXPECT_EQ(report(one, nn::BinaryCrossEntropy{}, data, workers).top_k, 0u);
}

// In the target's own unit, whatever the training saw.
TEST(Report, OfARegression) {
  DataTable table;
  table.feature_count = 1;
  table.schema.target_names = {"height", "weight"};
  std::vector<double> heights, weights;
  for (int i = 0; i < 30; ++i) {
    table.features.push_back(i / 30.0);
    heights.push_back(170 + 20 * std::sin(i));
    weights.push_back(70 + 9 * std::cos(i));
    table.targets.insert(table.targets.end(), {heights.back(), weights.back()});
  }
  table.target_count = 2;
  const Dataset data(std::move(table));
  const Scaling scaling = Scaling::fit_targets(data, ScalingKind::standardize);
  nn::MLP model({1, 4, 2});
  Workers workers(1);
  const Report result = report(model, nn::MeanSquaredError{}, scaling.apply_to_targets(data),
                               workers, {.target_scaling = scaling, .constants = {0.0, 0.5}});
  std::vector<double> height_predictions, weight_predictions;
  for (const DataPoint& point : data) {
    std::vector<double> y = model(point.x);
    scaling.undo(y);
    height_predictions.push_back(y[0]);
    weight_predictions.push_back(y[1]);
  }
  ASSERT_EQ(result.numbers.size(), 2u);
  EXPECT_EQ(result.numbers[0].name, "height");
  EXPECT_NEAR(result.numbers[0].metrics["rmse"],
              root_mean_square_error(height_predictions, heights), 1e-10);
  EXPECT_NEAR(result.numbers[1].metrics["mae"], mean_absolute_error(weight_predictions, weights),
              1e-10);
  EXPECT_NEAR(result.numbers[1].metrics["r2"], r_squared(weight_predictions, weights), 1e-10);
  EXPECT_NEAR(result.numbers[0].constant, scaling.offset[0], 1e-12);
  EXPECT_NEAR(result.numbers[0].constant_rmse, scaling.scale[0], 1e-10);  // that of the mean
  EXPECT_NEAR(result.numbers[1].constant, scaling.offset[1] + 0.5 * scaling.scale[1], 1e-12);
  EXPECT_NEAR(target_means(data)[1], scaling.offset[1], 1e-12);
  EXPECT_TRUE(std::isnan(report(model, nn::MeanSquaredError{}, data, workers).numbers[0].constant));
  EXPECT_TRUE(std::isnan(result.accuracy));
  EXPECT_THROW((void)report(nn::MLP({2, 2}), nn::MeanSquaredError{}, data, workers), ShapeError);
}

TEST(Report, OutputsOfAllRowsForAnyThreads) {
  const Dataset data = digits(77);
  const nn::MLP model = digits_mlp();
  std::vector<double> expected;
  for (const DataPoint& point : data)
    for (double y : model(point.x)) expected.push_back(y);
  for (int threads : {1, 3}) {
    Workers workers(threads);
    EXPECT_EQ(all_outputs(model, data, workers), expected);
  }
}

}  // namespace
}  // namespace riserun::train

#include <riserun/train/judging/confusion.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/train/judging/evaluation.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

ConfusionMatrix three_classes() {
  ConfusionMatrix matrix(3);
  matrix.add(0, 0, 8);
  matrix.add(0, 1, 2);
  matrix.add(1, 1, 5);
  matrix.add(2, 0, 4);
  matrix.add(2, 1);
  return matrix;
}

TEST(ConfusionMatrix, Counts) {
  const ConfusionMatrix matrix = three_classes();
  EXPECT_EQ(matrix.total(), 20u);
  EXPECT_EQ(matrix.count(2, 0), 4u);
  EXPECT_EQ(matrix.points_of(0), 10u);
  EXPECT_EQ(matrix.predictions_of(1), 8u);
  EXPECT_DOUBLE_EQ(matrix.accuracy(), 13.0 / 20.0);
  EXPECT_DOUBLE_EQ(matrix.recall(0), 0.8);
  EXPECT_DOUBLE_EQ(matrix.precision(1), 5.0 / 8.0);
  EXPECT_TRUE(std::isnan(matrix.precision(2)));
  EXPECT_TRUE(std::isnan(ConfusionMatrix(2).accuracy()));
}

TEST(ConfusionMatrix, TheWorstMistakesFirst) {
  const auto worst = three_classes().worst(2);
  ASSERT_EQ(worst.size(), 2u);
  EXPECT_EQ(worst[0].truth, 2);
  EXPECT_EQ(worst[0].predicted, 0);
  EXPECT_EQ(worst[0].count, 4u);
  EXPECT_EQ(worst[1].truth, 0);
  EXPECT_EQ(three_classes().worst(99).size(), 3u);
}

// scikit-learn's example of f1_score: y_true = [0, 1, 2, 0, 1, 2], y_pred = [0, 2, 1, 0, 0, 1] has
// macro F1 0.2666...
TEST(ConfusionMatrix, F1) {
  ConfusionMatrix matrix(4);  // class 3 neither occurs nor is predicted: it does not count
  const int truth[] = {0, 1, 2, 0, 1, 2}, predicted[] = {0, 2, 1, 0, 0, 1};
  for (std::size_t i = 0; i < 6; ++i) matrix.add(truth[i], predicted[i]);
  EXPECT_DOUBLE_EQ(matrix.f1(0), 0.8);
  EXPECT_EQ(matrix.f1(1), 0.0);
  EXPECT_EQ(matrix.f1(2), 0.0);
  EXPECT_TRUE(std::isnan(matrix.f1(3)));
  EXPECT_DOUBLE_EQ(matrix.macro_f1(), 0.8 / 3);
  const double precision = matrix.precision(0), recall = matrix.recall(0);
  EXPECT_DOUBLE_EQ(matrix.f1(0), 2 * precision * recall / (precision + recall));
  EXPECT_TRUE(std::isnan(ConfusionMatrix(2).macro_f1()));
}

TEST(ConfusionMatrix, RefusesForeignClasses) {
  ConfusionMatrix matrix(3);
  EXPECT_THROW(matrix.add(3, 0), ShapeError);
  EXPECT_THROW(matrix.add(0, -1), ShapeError);
  EXPECT_THROW(matrix.add(ConfusionMatrix(2)), ShapeError);
}

TEST(Confusion, AgreesWithTheModelPointByPoint) {
  const Dataset data = digits(200);
  const nn::MLP model = digits_mlp();
  ConfusionMatrix expected(10);
  for (const DataPoint& point : data)
    expected.add(point.label, nn::predicted_class(model(point.x)));
  for (int threads : {1, 3}) {
    Workers workers(threads);
    const ConfusionMatrix matrix = confusion(model, nn::SoftmaxCrossEntropy{}, data, workers);
    for (int t = 0; t < 10; ++t)
      for (int p = 0; p < 10; ++p) EXPECT_EQ(matrix.count(t, p), expected.count(t, p));
    EXPECT_DOUBLE_EQ(matrix.accuracy(),
                     evaluate(model, nn::SoftmaxCrossEntropy{}, data, workers).accuracy);
  }
}

}  // namespace
}  // namespace riserun::train

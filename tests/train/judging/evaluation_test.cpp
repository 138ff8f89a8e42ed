#include <riserun/train/judging/evaluation.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/train/data/fit_check.hpp>
#include <riserun/train/judging/confusion.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

Dataset regression(std::size_t features, std::size_t targets) {
  DataTable table;
  table.feature_count = features;
  table.target_count = targets;
  for (std::size_t row = 0; row < 50; ++row) {
    for (std::size_t f = 0; f < features; ++f)
      table.features.push_back(std::sin(static_cast<double>(row * 7 + f)));
    for (std::size_t t = 0; t < targets; ++t)
      table.targets.push_back(std::cos(static_cast<double>(row + 3 * t)));
  }
  table.source = "waves.csv";
  return Dataset(std::move(table));
}

/// Two features, two classes, on either side of a line.
Dataset two_clouds(std::size_t rows) {
  DataTable table;
  table.feature_count = 2;
  for (std::size_t row = 0; row < rows; ++row) {
    const double x = std::sin(static_cast<double>(row)),
                 y = std::cos(3.0 * static_cast<double>(row));
    table.features.insert(table.features.end(), {x, y});
    table.labels.push_back(x + y > 0.2 ? 1 : 0);
  }
  return Dataset(std::move(table));
}

// Targets 0 and 1 have their boundary at 1/2, logits and margins theirs at 0: the same model gives
// different answers for different losses.
TEST(Evaluate, OneOutputIsReadAsTheLossMeansIt) {
  const Dataset data = two_clouds(60);
  Workers workers(1);
  for (const nn::Activation output : {nn::Activation::linear, nn::Activation::sigmoid})
    for (const nn::AnyLoss& loss :
         {nn::AnyLoss(nn::MeanSquaredError{}), nn::AnyLoss(nn::MeanAbsoluteError{}),
          nn::AnyLoss(nn::Huber{})}) {
      nn::MLP model({2, 1}, {.output = output});
      // Class 1 where x + y > 0.2: an output above 1/2 there.
      const double bias = output == nn::Activation::linear ? 0.3 : -0.2;
      std::ranges::copy(std::vector{1.0, 1.0, bias}, model.parameters().data().begin());
      EXPECT_EQ(evaluate(model, loss, data, workers).accuracy, 1.0);
      EXPECT_EQ(confusion(model, loss, data, workers).accuracy(), 1.0);
    }
  nn::MLP margin({2, 1});
  std::ranges::copy(std::vector{1.0, 1.0, -0.2}, margin.parameters().data().begin());
  EXPECT_EQ(evaluate(margin, nn::Hinge{}, data, workers).accuracy, 1.0);
  EXPECT_EQ(evaluate(margin, nn::BinaryCrossEntropy{}, data, workers).accuracy, 1.0);
  EXPECT_LT(evaluate(margin, nn::MeanSquaredError{}, data, workers).accuracy, 1.0);
}

TEST(Evaluate, IsTheMeanLossAndAccuracy) {
  const Dataset data = digits(333);
  const nn::MLP model = digits_mlp();
  const nn::SoftmaxCrossEntropy loss;
  double sum = 0.0;
  int correct = 0;
  for (const DataPoint& point : data) {
    const auto outputs = model(point.x);
    sum += loss(outputs, nn::Target{point.target, point.label});
    correct += nn::predicted_class(outputs) == point.label;
  }
  Workers workers(2);
  const Evaluation result = evaluate(model, loss, data, workers);
  EXPECT_EQ(result.points, 333u);
  EXPECT_NEAR(result.loss, sum / 333.0, 1e-13);
  EXPECT_DOUBLE_EQ(result.accuracy, correct / 333.0);
}

TEST(Evaluate, BitsDoNotDependOnTheWorkers) {
  const Dataset data = digits(101);
  const nn::MLP model = digits_mlp();
  Workers one(1);
  const double expected = evaluate(model, nn::SoftmaxCrossEntropy{}, data, one).loss;
  for (int threads : {2, 3, 8}) {
    Workers workers(threads);
    EXPECT_EQ(evaluate(model, nn::SoftmaxCrossEntropy{}, data, workers).loss, expected);
  }
}

TEST(Evaluate, ARegressionHasNoAccuracy) {
  Workers workers(1);
  const Evaluation result =
      evaluate(nn::MLP({3, 2}), nn::MeanSquaredError{}, regression(3, 2), workers);
  EXPECT_TRUE(std::isfinite(result.loss));
  EXPECT_TRUE(std::isnan(result.accuracy));
}

// ---- what does not fit is said before the first point ---------------------------------------

struct Misfit {
  const char* name;
  nn::MLP model;
  nn::AnyLoss loss;
  Dataset data;
  const char* message;
};

TEST(RequireFit, RefusesWhatDoesNotFit) {
  const Dataset classes = digits(20);
  const nn::AnyLoss softmax = nn::SoftmaxCrossEntropy{}, mse = nn::MeanSquaredError{},
                    binary = nn::BinaryCrossEntropy{};
  const Misfit cases[] = {
      {"features", nn::MLP({63, 10}), softmax, classes, "64 features, the model has 63 inputs"},
      {"classes", nn::MLP({64, 9}), softmax, classes, "10 classes, the model has 9 outputs"},
      {"binary", nn::MLP({64, 10}), binary, classes, "use softmax"},
      {"sigmoid twice", nn::MLP({2, 1}, {.output = nn::Activation::sigmoid}), binary,
       two_clouds(20), "leave the output linear"},
      {"softmax for numbers", nn::MLP({3, 2}), softmax, regression(3, 2), "use mse"},
      {"targets", nn::MLP({3, 1}), mse, regression(3, 2), "2 targets, the model has 1 output"},
      {"no rows", nn::MLP({3, 1}), mse, Dataset(), "there are no rows"},
  };
  for (const Misfit& misfit : cases) {
    EXPECT_THAT([&] { require_fit(misfit.model, misfit.loss, misfit.data); },
                ThrowsMessage<Error>(HasSubstr(misfit.message)))
        << misfit.name;
  }
  EXPECT_NO_THROW(require_fit(nn::MLP({64, 10}), softmax, classes));
  EXPECT_NO_THROW(require_fit(nn::MLP({64, 10}), mse, classes));
  EXPECT_NO_THROW(require_fit(nn::MLP({3, 2}), mse, regression(3, 2)));
}

}  // namespace
}  // namespace riserun::train

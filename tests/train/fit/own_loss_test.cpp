// The trainer on losses of the user: points of any type, any control flow, what they count and
// throw.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <riserun/core/ops.hpp>
#include <riserun/train/fit/divergence.hpp>
#include <riserun/train/fit/trainer.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

// The generic interface: y = a x + b from points of a user's own type, with the user's own control
// flow.
struct Measurement {
  double x, y;
  bool outlier;
};

std::vector<Measurement> line() {
  std::vector<Measurement> points;
  for (int i = 0; i < 60; ++i) {
    const double x = i / 30.0 - 1.0;
    points.push_back({x, 3.0 * x - 0.5, false});
  }
  for (int i = 0; i < 60; i += 7) points[static_cast<std::size_t>(i)] = {0.0, 1e3, true};
  return points;
}

constexpr auto kLineLoss = [](const auto& p, const Measurement& point) {
  if (point.outlier) return Value(0.0);  // a constant: no gradient
  const Value error = p[0] * point.x + p[1] - point.y;
  return error * error;
};

TEST(Trainer, FitsALossOfScalars) {
  const std::vector<Measurement> points = line();
  std::vector<double> expected;
  for (int threads : {1, 2, 4}) {
    nn::ParameterSet parameters;
    parameters.add("slope", std::vector<double>{0.0});
    parameters.add("intercept", std::vector<double>{0.0});
    Trainer trainer({.optimizer = SGD{.learning_rate = 0.1},
                     .epochs = 60,
                     .batch_size = 10,
                     .threads = threads});
    const History history = trainer.fit(parameters, kLineLoss, points, points);
    EXPECT_NEAR(parameters.tensor("slope")[0], 3.0, 1e-6);
    EXPECT_NEAR(parameters.tensor("intercept")[0], -0.5, 1e-6);
    EXPECT_LT(history.back().validation_loss, 1e-10);
    EXPECT_TRUE(std::isnan(history.back().train_accuracy));
    EXPECT_TRUE(std::isnan(history.back().validation_accuracy));
    if (threads == 1) expected = copy_of(parameters.data());
    EXPECT_TRUE(std::ranges::equal(parameters.data(), expected));
  }
}

TEST(Trainer, FitsAModelWithALossOfTheUser) {
  const Dataset training = digits(120);
  nn::MLP builtin = digits_mlp(), own = digits_mlp();
  TrainerOptions options = quick(2);
  options.points_per_slot = 16;  // else another order of additions
  Trainer(options).fit(builtin, nn::SoftmaxCrossEntropy{}, training);
  Trainer(options).fit(own, DigitLoss{}, training);
  EXPECT_TRUE(std::ranges::equal(builtin.parameters().data(), own.parameters().data()));
}

TEST(Trainer, ALossMayCountWhatIsRight) {
  const Dataset training = digits(120);
  nn::MLP model = digits_mlp();
  const auto loss = [](const nn::BoundMLP& bound, const DataPoint& point) {
    const Outputs outputs = bound(point.x);
    const Value value = nn::SoftmaxCrossEntropy{}(outputs, {point.target, point.label});
    return PointOutcome{value, nn::predicted_class(outputs.data()) == point.label};
  };
  const History history = Trainer(quick(2)).fit(model, loss, training, training);
  EXPECT_GT(history.back().train_accuracy, 0.1);
  Workers workers(1);
  EXPECT_DOUBLE_EQ(history.back().validation_accuracy,
                   evaluate(model, nn::SoftmaxCrossEntropy{}, training, workers).accuracy);
}

TEST(Trainer, NamesTheDataRow) {
  // Rows 40 .. 79 of the data, of which row 57 has an impossible target.
  std::vector<std::size_t> positions(40);
  std::iota(positions.begin(), positions.end(), std::size_t{40});
  const Dataset training = digits(200).subset(positions);
  nn::MLP model = digits_mlp();
  const auto loss = [](const nn::BoundMLP& bound, const DataPoint& point) {
    const Value value = nn::SoftmaxCrossEntropy{}(bound(point.x), {point.target, point.label});
    return point.row == 57 ? log(value - value) : value;
  };
  try {
    Trainer(quick(2)).fit(model, loss, training);
    FAIL() << "nothing thrown";
  } catch (const TrainingDiverged& diverged) {
    EXPECT_EQ(diverged.details().row, 57u);
    EXPECT_EQ(diverged.details().epoch, 1);
    EXPECT_THAT(diverged.what(), HasSubstr("data row 58 is -inf"));
  }
}

TEST(Trainer, PassesOnWhatTheLossThrows) {
  nn::ParameterSet parameters;
  parameters.add("w", std::vector<double>{1.0});
  std::vector<double> points(30, 0.5);
  const auto loss = [](const auto& p, double x) {
    if (x < 0.0) throw std::domain_error("a negative point");
    return p[0] * x;
  };
  points[25] = -1.0;
  TrainerOptions options{.optimizer = SGD{.learning_rate = 0.1, .momentum = 0.0},
                         .epochs = 1,
                         .batch_size = 10,
                         .threads = 2,
                         .shuffle = false};
  EXPECT_THROW(Trainer(options).fit(parameters, loss, points), std::domain_error);
  // The two batches before it count, the third does not.
  EXPECT_DOUBLE_EQ(parameters.data()[0], 1.0 - 2 * 0.1 * 0.5);
}

}  // namespace
}  // namespace riserun::train

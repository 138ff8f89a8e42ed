#include <riserun/nn/losses.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/nn/layer.hpp>
#include <riserun/nn/loss_of_values.hpp>

namespace riserun::nn {
namespace {

// Outputs with given values: the biases of a layer whose one input is 0.
class Given {
 public:
  explicit Given(const std::vector<double>& values)
      : layer_(set_, "given", 1, values.size(), Activation::linear, Initializer::zeros, random_) {
    std::ranges::copy(values, set_.tensor("given.bias").begin());
    outputs_ = std::make_unique<Outputs>(layer_(bind(set_, tape_), std::vector{0.0}));
  }
  const Outputs& outputs() const { return *outputs_; }
  std::vector<double> gradients(Value loss) {
    tape_.zero_grad();
    tape_.backward_to_parameters(loss);
    const auto all = tape_.parameter_gradients();
    return {all.begin() + static_cast<std::ptrdiff_t>(layer_.biases()), all.end()};
  }

 private:
  ParameterSet set_;
  Random random_{1};
  Layer layer_;
  Tape tape_;
  std::unique_ptr<Outputs> outputs_;
};

template <class Loss>
void expect(const Loss& loss, const std::vector<double>& outputs, const Target& target,
            double value, const std::vector<double>& gradient) {
  Given given(outputs);
  const Value recorded = loss(given.outputs(), target);
  EXPECT_NEAR(recorded.data(), value, 1e-14);
  EXPECT_EQ(loss(std::span<const double>(outputs), target), recorded.data());
  const auto found = given.gradients(recorded);
  for (std::size_t i = 0; i < gradient.size(); ++i) EXPECT_NEAR(found[i], gradient[i], 1e-14) << i;
  const std::vector<Value> values(given.outputs().begin(), given.outputs().end());
  const Value of_values = loss_of_values(loss, values, target);
  EXPECT_EQ(of_values.data(), recorded.data());
  EXPECT_EQ(given.gradients(of_values), found);
}

TEST(Losses, MeanSquaredError) {
  const std::vector<double> wanted{1.0, -1.0};
  expect(MeanSquaredError{}, {3.0, 0.0}, {.values = wanted}, 2.5, {2.0, 1.0});
  expect(MeanSquaredError{}, {0.5, 0.5}, {.label = 1}, 0.25, {0.5, -0.5});
  expect(MeanSquaredError{}, {0.25}, {.label = 1}, 0.5625, {-1.5});
}

TEST(Losses, MeanAbsoluteError) {
  const std::vector<double> wanted{1.0, -1.0};
  expect(MeanAbsoluteError{}, {3.0, -1.5}, {.values = wanted}, 1.25, {0.5, -0.5});
  expect(MeanAbsoluteError{}, {1.0, 0.0}, {.values = wanted}, 0.5, {0.0, 0.5});
  expect(MeanAbsoluteError{}, {0.25}, {.label = 1}, 0.75, {-1.0});
}

TEST(Losses, HuberIsSquareNearAndStraightFar) {
  const std::vector<double> wanted{1.0, 0.0};
  expect(Huber{}, {1.5, -3.0}, {.values = wanted}, 0.5 * (0.125 + 2.5), {0.25, -0.5});
  expect(Huber{.delta = 4.0}, {1.5, -3.0}, {.values = wanted}, 0.5 * (0.125 + 4.5), {0.25, -1.5});
  expect(Huber{.delta = 0.5}, {2.0}, {.label = 0}, 0.5 * (2.0 - 0.25), {0.5});
}

TEST(Losses, Hinge) {
  expect(Hinge{}, {0.25}, {.label = 1}, 0.75, {-1.0});
  expect(Hinge{}, {0.25}, {.label = 0}, 1.25, {1.0});
  expect(Hinge{}, {2.0}, {.label = 1}, 0.0, {0.0});
  expect(Hinge{}, {1.0, 0.5, -3.0}, {.label = 1}, 1.5, {1.0, -1.0, 0.0});
}

TEST(Losses, SquaredHinge) {
  expect(SquaredHinge{}, {0.25}, {.label = 1}, 0.5625, {-1.5});
  expect(SquaredHinge{}, {0.25}, {.label = 0}, 1.5625, {2.5});
  expect(SquaredHinge{}, {1.0, 0.0, -3.0}, {.label = 1}, 4.0, {4.0, -4.0, 0.0});
}

// By the definition: -sum over the classes of target probability * ln(probability).
TEST(Losses, SmoothingSpreadsTheTarget) {
  const std::vector<double> scores{1.0, 2.0, -1.0};
  const double sum = std::exp(1.0) + std::exp(2.0) + std::exp(-1.0);
  double loss = 0.0;
  std::vector<double> gradient;
  for (std::size_t i = 0; i < 3; ++i) {
    const double p = std::exp(scores[i]) / sum, target = (i == 0 ? 0.7 : 0.0) + 0.3 / 3;
    loss -= target * std::log(p);
    gradient.push_back(p - target);
  }
  expect(SoftmaxCrossEntropy{.smoothing = 0.3}, scores, {.label = 0}, loss, gradient);

  const double p = 1 / (1 + std::exp(-0.5));
  expect(BinaryCrossEntropy{.smoothing = 0.2}, {0.5}, {.label = 1},
         -0.9 * std::log(p) - 0.1 * std::log(1 - p), {p - 0.9});
  expect(BinaryCrossEntropy{.smoothing = 0.2}, {0.5}, {.label = 0},
         -0.1 * std::log(p) - 0.9 * std::log(1 - p), {p - 0.1});
}

TEST(Losses, OptionsOutOfRangeAreRefused) {
  for (const AnyLoss& bad : {AnyLoss(Huber{.delta = 0.0}), AnyLoss(Huber{.delta = NAN}),
                             AnyLoss(SoftmaxCrossEntropy{.smoothing = 1.0}),
                             AnyLoss(SoftmaxCrossEntropy{.smoothing = -0.1}),
                             AnyLoss(BinaryCrossEntropy{.smoothing = NAN})})
    EXPECT_THROW(validate(bad), ConfigError);
  for (const AnyLoss& fine : {AnyLoss(Huber{.delta = 3.0}), AnyLoss(Hinge{}),
                              AnyLoss(BinaryCrossEntropy{.smoothing = 0.5})})
    EXPECT_NO_THROW(validate(fine));
}

TEST(Losses, BinaryCrossEntropyNeverOverflows) {
  const double p = 1 / (1 + std::exp(-0.5));
  expect(BinaryCrossEntropy{}, {0.5}, {.label = 1}, -std::log(p), {p - 1});
  expect(BinaryCrossEntropy{}, {0.5}, {.label = 0}, -std::log(1 - p), {p});
  expect(BinaryCrossEntropy{}, {1000.0}, {.label = 0}, 1000.0, {1.0});
  expect(BinaryCrossEntropy{}, {-1000.0}, {.label = 1}, 1000.0, {-1.0});
}

TEST(Losses, SoftmaxCrossEntropy) {
  const double sum = std::exp(1.0) + std::exp(2.0) + std::exp(-1.0);
  expect(SoftmaxCrossEntropy{}, {1, 2, -1}, {.label = 0}, std::log(sum) - 1,
         {std::exp(1.0) / sum - 1, std::exp(2.0) / sum, std::exp(-1.0) / sum});
  expect(SoftmaxCrossEntropy{}, {1000, 0}, {.label = 1}, 1000, {1, -1});
}

TEST(Losses, WhatDoesNotFitIsRefused) {
  const std::vector<double> two{1, 2}, one{1};
  EXPECT_THROW(SoftmaxCrossEntropy{}(two, {.label = 2}), ShapeError);
  EXPECT_THROW(SoftmaxCrossEntropy{}(two, {.values = one}), ShapeError);
  EXPECT_THROW(BinaryCrossEntropy{}(two, {.label = 1}), ShapeError);
  EXPECT_THROW(BinaryCrossEntropy{}(one, {.label = 2}), ShapeError);
  EXPECT_THROW(Hinge{}(one, {.values = one}), ShapeError);
  EXPECT_THROW(MeanSquaredError{}(two, {.values = one}), ShapeError);
}

TEST(Losses, NamesRoundTrip) {
  for (const char* name : {"softmax", "mse", "mae", "huber", "hinge", "squared_hinge", "binary"})
    EXPECT_EQ(to_string(parse_loss(name)), name);
  EXPECT_THROW(static_cast<void>(parse_loss("cross")), ConfigError);
}

TEST(Losses, PredictedClass) {
  EXPECT_EQ(predicted_class(std::vector{0.1, 0.7, 0.7}), 1);
  EXPECT_EQ(predicted_class(std::vector{0.1}), 1);
  EXPECT_EQ(predicted_class(std::vector{-0.1}), 0);
  // Losses that compare with the targets 0 and 1 have their boundary between the two.
  for (const char* name : {"mse", "mae", "huber"}) {
    const AnyLoss loss = parse_loss(name);
    EXPECT_TRUE(is_for_numbers(loss));
    EXPECT_EQ(predicted_class(std::vector{0.4}, class_boundary(loss)), 0) << name;
    EXPECT_EQ(predicted_class(std::vector{0.6}, class_boundary(loss)), 1) << name;
  }
  for (const char* name : {"softmax", "hinge", "squared_hinge", "binary"}) {
    EXPECT_FALSE(is_for_numbers(parse_loss(name)));
    EXPECT_EQ(class_boundary(parse_loss(name)), 0.0) << name;
  }
}

}  // namespace
}  // namespace riserun::nn

#include "nn/losses.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/core.hpp"
#include "nn/layer.hpp"

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
}

TEST(Losses, MeanSquaredError) {
  const std::vector<double> wanted{1.0, -1.0};
  expect(MeanSquaredError{}, {3.0, 0.0}, {.values = wanted}, 2.5, {2.0, 1.0});
  expect(MeanSquaredError{}, {0.5, 0.5}, {.label = 1}, 0.25, {0.5, -0.5});
  expect(MeanSquaredError{}, {0.25}, {.label = 1}, 0.5625, {-1.5});
}

TEST(Losses, Hinge) {
  expect(Hinge{}, {0.25}, {.label = 1}, 0.75, {-1.0});
  expect(Hinge{}, {0.25}, {.label = 0}, 1.25, {1.0});
  expect(Hinge{}, {2.0}, {.label = 1}, 0.0, {0.0});
  expect(Hinge{}, {1.0, 0.5, -3.0}, {.label = 1}, 1.5, {1.0, -1.0, 0.0});
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
  for (const char* name : {"softmax", "mse", "hinge", "binary"})
    EXPECT_EQ(to_string(parse_loss(name)), name);
  EXPECT_THROW(static_cast<void>(parse_loss("cross")), ConfigError);
}

TEST(Losses, PredictedClass) {
  EXPECT_EQ(predicted_class(std::vector{0.1, 0.7, 0.7}), 1);
  EXPECT_EQ(predicted_class(std::vector{0.1}), 1);
  EXPECT_EQ(predicted_class(std::vector{-0.1}), 0);
}

}  // namespace
}  // namespace riserun::nn

// nn's models and losses on lanes beside the scalar engine.
#include <riserun/lanes/recording/recorded_mlp.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include "tests/lanes/both_engines.hpp"

namespace riserun::lanes {
namespace {

struct Case {
  const char* name;
  std::size_t outputs, targets;  // no targets: classes, two for one output
  nn::AnyLoss loss;
  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
};

const Case kCases[] = {{"softmax", 4, 0, nn::SoftmaxCrossEntropy{}},
                       {"smoothed", 4, 0, nn::SoftmaxCrossEntropy{.smoothing = 0.1}},
                       {"binary", 1, 0, nn::BinaryCrossEntropy{}},
                       {"binary_smoothed", 1, 0, nn::BinaryCrossEntropy{.smoothing = 0.2}},
                       {"hinge", 4, 0, nn::Hinge{}},
                       {"hinge_of_one", 1, 0, nn::Hinge{}},
                       {"squared_hinge", 4, 0, nn::SquaredHinge{}},
                       {"mse", 3, 3, nn::MeanSquaredError{}},
                       {"mse_of_classes", 3, 0, nn::MeanSquaredError{}},
                       {"mse_of_one_output", 1, 0, nn::MeanSquaredError{}},
                       {"mae", 3, 3, nn::MeanAbsoluteError{}},
                       {"huber", 3, 3, nn::Huber{.delta = 0.5}}};

class MlpOnLanes : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Losses, MlpOnLanes, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(MlpOnLanes, EveryLossIsTried) {
  for (const std::string& name : nn::loss_names())
    EXPECT_TRUE(std::ranges::any_of(kCases, [&](const Case& one) {
      return nn::to_string(one.loss) == name;
    })) << name;
}

TEST_P(MlpOnLanes, IsTheScalarEnginesLossGradientAndAnswer) {
  const Case& one = GetParam();
  for (const nn::Activation activation :
       {nn::Activation::relu, nn::Activation::tanh, nn::Activation::sigmoid}) {
    const nn::MLP model({5, 9, 7, one.outputs}, {.activation = activation, .seed = 3});
    const PointLayout layout{.x = 5, .targets = one.targets, .has_label = one.targets == 0};
    Random random(9);
    Points points(21, std::vector<double>(layout.inputs()));
    std::vector<int> labels;
    for (auto& point : points) {
      for (double& v : point) v = random.normal();
      labels.push_back(static_cast<int>(random.below(one.outputs == 1 ? 2 : one.outputs)));
      if (layout.has_label) point.back() = labels.back();
    }

    Results oracle;
    std::size_t correct = 0;
    Tape tape;
    const nn::BoundMLP bound = model.bind(tape);
    oracle.gradient.resize(model.parameters().size());
    oracle.terms.resize(model.parameters().size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      tape.zero_grad();
      const Outputs y = bound(std::span(points[i]).first(5));
      const nn::Target target =
          layout.has_label ? nn::Target{{}, labels[i]} : nn::Target{std::span(points[i]).last(3)};
      const Value loss = std::visit([&](const auto& of) { return of(y, target); }, one.loss);
      correct += nn::predicted_class(y.data(), nn::class_boundary(one.loss)) == labels[i];
      tape.backward_to_parameters(loss);
      oracle.losses.push_back(loss.data());
      for (std::size_t k = 0; k < oracle.gradient.size(); ++k) {
        oracle.gradient[k] += tape.parameter_gradients()[k];
        oracle.terms[k] += std::abs(tape.parameter_gradients()[k]);
      }
      tape.rewind();
    }

    const Plan plan(record(model, one.loss, layout), {.packs = 3});
    const auto& layers = plan.explanation().layers;
    ASSERT_EQ(layers.size(), 3u) << plan.explanation().text();
    EXPECT_EQ(layers[0].activation, nn::to_string(activation));
    EXPECT_LE(
        worst_difference(
            on_plan(plan, {model.parameters().data().begin(), model.parameters().data().end()},
                    points),
            oracle),
        200);
    if (!layout.has_label) continue;
    Executor executor(plan);
    for (std::size_t i = 0; i < points.size(); ++i)
      std::ranges::copy(points[i], executor.point(i).begin());
    executor.forward(model.parameters().data(), points.size());
    EXPECT_EQ(executor.correct(), correct);
  }
}

TEST(MlpOnLanes, WhatDoesNotFitIsRefused) {
  const nn::MLP model({5, 4, 3});
  const PointLayout numbers{.x = 5, .targets = 2}, classes{.x = 5, .targets = 0, .has_label = true};
  EXPECT_THROW(record(model, nn::MeanSquaredError{}, numbers), ShapeError);
  EXPECT_THROW(record(model, nn::SoftmaxCrossEntropy{}, numbers), ShapeError);
  EXPECT_THROW(record(model, nn::BinaryCrossEntropy{}, classes), ShapeError);
}

}  // namespace
}  // namespace riserun::lanes

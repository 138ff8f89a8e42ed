// Training on the lock-step engine beside training on the scalar one, its oracle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include <riserun/core/select.hpp>
#include <riserun/train/fit/divergence.hpp>
#include <riserun/train/fit/trainer.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using riserun::select;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::ThrowsMessage;

TrainerOptions options(Engine engine, int threads = 1) {
  return {.optimizer = Adam{.learning_rate = 3e-3},
          .epochs = 3,
          .batch_size = 32,
          .threads = threads,
          .engine = engine};
}

struct TrainedDigits {
  std::vector<double> parameters;
  History history;
};

TrainedDigits train_digits(TrainerOptions with, const Dataset& data) {
  nn::MLP model = digits_mlp();
  TrainedDigits trained;
  trained.history = Trainer(with).fit(model, nn::SoftmaxCrossEntropy{}, data, data);
  trained.parameters = copy_of(model.parameters().data());
  return trained;
}

TEST(LanesTraining, ThreeEpochsOfDigitsEndWithTheScalarEnginesParameters) {
  const Dataset data = digits(1797);
  const TrainedDigits lanes = train_digits(options(Engine::lanes), data);
  const TrainedDigits scalar = train_digits(options(Engine::scalar), data);
  for (std::size_t k = 0; k < scalar.parameters.size(); ++k)
    ASSERT_NEAR(lanes.parameters[k], scalar.parameters[k], 1e-9) << k;
  for (std::size_t e = 0; e < 3; ++e) {
    EXPECT_NEAR(lanes.history[e].train_loss, scalar.history[e].train_loss, 1e-10);
    EXPECT_EQ(lanes.history[e].train_accuracy, scalar.history[e].train_accuracy);
    EXPECT_NEAR(lanes.history[e].validation_loss, scalar.history[e].validation_loss, 1e-10);
  }
  EXPECT_GT(lanes.history[2].train_accuracy, 0.9);
}

// Batches of 45 and a last one of 10: every slot has a partial pack.
TEST(LanesTraining, BitsDoNotDependOnTheThreads) {
  const Dataset data = digits(235);
  for (std::size_t batch : {45, 32, 7}) {
    TrainerOptions with = options(Engine::lanes);
    with.batch_size = batch;
    const TrainedDigits one = train_digits(with, data);
    for (int threads : {2, 3, 5}) {
      with.threads = threads;
      EXPECT_THAT(train_digits(with, data).parameters, ElementsAreArray(one.parameters));
    }
  }
}

// Options that only training knows: the same draws, weights and losses as on tapes.
TEST(LanesTraining, DropoutClassWeightsAndSmoothingAreTheScalarEngines) {
  const Dataset data = digits(400);
  const auto train = [&](Engine engine, int threads, bool dropout, bool weights, bool smoothing) {
    nn::MLP model({64, 24, 16, 10}, {.seed = 3});
    TrainerOptions with = options(engine, threads);
    if (dropout) with.dropout = 0.3;
    if (weights) with.class_weights = {1, 2, 0.5, 1, 0, 1, 3, 1, 1, 0.25};
    const nn::SoftmaxCrossEntropy loss{.smoothing = smoothing ? 0.1 : 0.0};
    TrainedDigits trained;
    trained.history = Trainer(with).fit(model, loss, data, data);
    trained.parameters = copy_of(model.parameters().data());
    return trained;
  };
  const TrainedDigits plain = train(Engine::lanes, 1, false, false, false);
  for (const auto& [dropout, weights, smoothing] :
       {std::tuple(true, false, false), std::tuple(false, true, false),
        std::tuple(false, false, true), std::tuple(true, true, true)}) {
    const TrainedDigits scalar = train(Engine::scalar, 1, dropout, weights, smoothing);
    const TrainedDigits lanes = train(Engine::lanes, 1, dropout, weights, smoothing);
    EXPECT_NE(lanes.parameters, plain.parameters);
    for (std::size_t k = 0; k < scalar.parameters.size(); ++k)
      ASSERT_NEAR(lanes.parameters[k], scalar.parameters[k], 1e-9) << k;
    for (std::size_t e = 0; e < 3; ++e) {
      EXPECT_NEAR(lanes.history[e].train_loss, scalar.history[e].train_loss, 1e-10);
      EXPECT_EQ(lanes.history[e].train_accuracy, scalar.history[e].train_accuracy);
      EXPECT_NEAR(lanes.history[e].validation_loss, scalar.history[e].validation_loss, 1e-10);
    }
    for (const int threads : {2, 3})
      EXPECT_EQ(train(Engine::lanes, threads, dropout, weights, smoothing).parameters,
                lanes.parameters);
  }
}

// ---- losses of one's own ----------------------------------------------------------------------

template <class T>
struct Sample {
  T x, y, weight;
  auto members() { return std::tie(x, y, weight); }
};

std::vector<Sample<double>> samples(std::size_t count) {
  std::vector<Sample<double>> all;
  Random random(5);
  for (std::size_t i = 0; i < count; ++i) {
    const double x = random.uniform(-2.0, 2.0);
    all.push_back({x, std::sin(x) + 0.1 * random.normal(), random.uniform(0.5, 1.5)});
  }
  return all;
}

// A cubic, fitted with Huber's loss.
constexpr auto kCubic = [](const auto& p, const auto& point) {
  using T = decltype(p[0] * point.x);
  const T off = p[0] + point.x * (p[1] + point.x * (p[2] + point.x * p[3])) - point.y;
  const T size = abs(off);
  return T(point.weight * select(size < 0.5, T(off * off), T(size - 0.25)));
};

nn::ParameterSet four_parameters() {
  nn::ParameterSet parameters;
  parameters.add("p", std::array{0.1, -0.2, 0.05, 0.01});
  return parameters;
}

TEST(LanesTraining, ALossOfOnesOwnOnPointsOfOnesOwn) {
  const auto points = samples(77);
  std::vector<std::vector<double>> results;
  for (const Engine engine : {Engine::scalar, Engine::lanes})
    for (const int threads : {1, 2}) {
      nn::ParameterSet parameters = four_parameters();
      TrainerOptions with = options(engine, threads);
      with.epochs = 20;
      const History history = Trainer(with).fit(parameters, recordable(kCubic), points, points);
      EXPECT_LT(history.back().validation_loss, history[0].validation_loss);
      results.push_back(copy_of(parameters.data()));
    }
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[2], results[3]);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(results[2][k], results[0][k], 1e-10);
}

TEST(LanesTraining, AccuracyIsCountedOnEitherEngine) {
  const Dataset data = digits(100);
  const auto loss = recordable([](const auto& p, const auto& point) {
    using T = decltype(p[0] * point.x[0]);
    T logit = p[64];
    for (std::size_t i = 0; i < 64; ++i) logit += p[i] * point.x[i];
    const auto odd = point.label == 1 || point.label == 3 || point.label == 5 || point.label == 7 ||
                     point.label == 9;
    return outcome(softplus(select(odd, T(-logit), logit)), (logit > 0.0) == odd);
  });
  std::vector<double> accuracy;
  for (const Engine engine : {Engine::scalar, Engine::lanes}) {
    nn::ParameterSet parameters;
    parameters.add("p", {65});
    accuracy.push_back(Trainer(options(engine)).fit(parameters, loss, data).back().train_accuracy);
  }
  EXPECT_EQ(accuracy[0], accuracy[1]);
  EXPECT_GT(accuracy[0], 0.6);
}

TEST(LanesTraining, ListsOfNumbersArePointsAndMustBeOfOneLength) {
  const auto loss = recordable([](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    T sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += p[i] * x[i];
    return T(sum * sum);
  });
  std::vector<std::vector<double>> points(20, {1.0, 2.0, -1.0});
  nn::ParameterSet parameters = four_parameters();
  Trainer trainer(options(Engine::lanes));
  EXPECT_NO_THROW(trainer.fit(parameters, loss, points));
  points[13].push_back(4.0);
  EXPECT_THAT(
      [&] { trainer.fit(parameters, loss, points); },
      ThrowsMessage<ShapeError>(HasSubstr("point 13 has 4 numbers and the recorded one 3")));
}

TEST(LanesTraining, WhatCannotBeRecordedIsRefusedWithTheRemedy) {
  const auto points = samples(5);
  nn::ParameterSet parameters = four_parameters();
  const auto plain = [](const nn::BoundParameters& p, const Sample<double>& point) {
    if (point.x > 0) return p[0] * point.x;  // whatever runs
    return p[1] * point.y;
  };
  EXPECT_THAT([&] { Trainer(options(Engine::lanes)).fit(parameters, plain, points); },
              ThrowsMessage<ConfigError>(HasSubstr("recordable(loss)")));
  EXPECT_NO_THROW(Trainer(options(Engine::scalar)).fit(parameters, plain, points));
}

TEST(LanesTraining, ALabelThatIsNoClassNamesItsPoint) {
  const auto loss = recordable([](const auto& p, const auto& point) {
    using T = decltype(p[0] * point.x[0]);
    const std::vector<T> scores{p[0] * point.x[20], p[1], p[2] * point.x[30]};
    return softmax_cross_entropy(scores, point.label);
  });
  nn::ParameterSet parameters = four_parameters();
  EXPECT_THAT([&] { Trainer(options(Engine::lanes)).fit(parameters, loss, digits(20)); },
              ThrowsMessage<ShapeError>(HasSubstr("is none of the recorded loss's 3 classes")));
}

// The point that fails is the same one, and named the same.
TEST(LanesTraining, ALossThatIsNotFiniteIsFoundAtItsPoint) {
  auto points = samples(40);
  points[23].x = std::numeric_limits<double>::infinity();
  std::vector<std::string> said;
  for (const Engine engine : {Engine::scalar, Engine::lanes}) {
    nn::ParameterSet parameters = four_parameters();
    try {
      Trainer(options(engine)).fit(parameters, recordable(kCubic), points);
    } catch (const TrainingDiverged& error) {
      said.push_back(std::to_string(error.details().row) + " in step " +
                     std::to_string(error.details().step));
    }
    EXPECT_THAT(copy_of(parameters.data()), ElementsAreArray(four_parameters().data()));
  }
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0], said[1]);
  EXPECT_THAT(said[0], HasSubstr("23 in"));
}

TEST(LanesTraining, ExplainSaysWhatIsRecognised) {
  const lanes::Explanation said = explain(digits_mlp(), nn::SoftmaxCrossEntropy{}, digits(10));
  ASSERT_EQ(said.layers.size(), 3u);
  EXPECT_EQ(said.layers[1].inputs, 64u);
  EXPECT_EQ(said.layers[1].outputs, 32u);
  EXPECT_EQ(said.layers[1].activation, "relu");
  EXPECT_EQ(said.scalar_nodes, 2u);  // cross-entropy, is_largest
  EXPECT_THAT(said.text(), HasSubstr("layer       64 -> 32, bias, relu"));
}

TEST(Engine, HasNames) {
  EXPECT_EQ(parse_engine("lanes"), Engine::lanes);
  EXPECT_EQ(parse_engine(to_string(Engine::scalar)), Engine::scalar);
  EXPECT_THROW(static_cast<void>(parse_engine("gpu")), ConfigError);
}

}  // namespace
}  // namespace riserun::train

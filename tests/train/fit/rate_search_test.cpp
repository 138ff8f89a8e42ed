#include <riserun/train/fit/rate_search.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include <riserun/base/errors.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

// A curve that is flat, falls around 1e-2, and rises beyond 1: the fall is found, not the noise.
TEST(RateCurve, SuggestsWhereTheLossFallsFastest) {
  std::vector<RatePoint> points;
  for (int i = 0; i <= 100; ++i) {
    const double x = -5.0 + 0.06 * i;  // log10(rate)
    double loss = 1.0 / (1.0 + std::exp(4.0 * (x + 2.0)));
    if (x > 0.3) loss += std::exp(5 * (x - 0.3)) - 1;
    points.push_back({std::pow(10.0, x), loss, loss});
  }
  const RateCurve curve = rate_curve(points);
  EXPECT_NEAR(std::log10(curve.suggestion), -2.0, 0.2);
  EXPECT_GT(curve.least, 0.5);
  EXPECT_LT(curve.least, 3.0);
}

// Batches of noisy points: the start's noise is no fall, one outlier no explosion.
TEST(RateCurve, IsNotTakenInByNoiseAtTheStart) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    std::vector<RatePoint> points;
    for (int i = 0; i < 200; ++i) {
      const double x = -6.0 + 0.035 * i;
      const double loss = 1.0 / (1.0 + std::exp(4.0 * (x + 1.5))) + random.uniform(-0.3, 0.3) +
                          (random.below(20) == 0 ? 20.0 : 0.0) + (x > 0.5 ? 30 * (x - 0.5) : 0.0);
      points.push_back({std::pow(10.0, x), loss, loss});
    }
    const RateCurve curve = rate_curve(points);
    EXPECT_GT(curve.suggestion, 0.003) << seed;
    EXPECT_LT(curve.suggestion, 0.5) << seed;
  }
  Random random(5);
  std::vector<RatePoint> flat;
  for (int i = 1; i <= 200; ++i) flat.push_back({1e-6 * i, random.uniform(0.5, 1.5), 1.0});
  EXPECT_TRUE(std::isnan(rate_curve(flat).suggestion));
}

TEST(RateCurve, HasNoSuggestionWhereTheLossOnlyRises) {
  std::vector<RatePoint> points;
  for (int i = 1; i <= 40; ++i) points.push_back({0.001 * i, 0.1 * i, 0.1 * i});
  EXPECT_TRUE(std::isnan(rate_curve(points).suggestion));
  EXPECT_TRUE(std::isnan(rate_curve({}).suggestion));
}

TEST(RateSearch, FindsARateThatTrainsDigitsAndRestoresTheModel) {
  nn::MLP model = digits_mlp();
  const auto before = copy_of(model.parameters().data());
  const Dataset training = digits(600);
  TrainerOptions options{.optimizer = SGD{.learning_rate = 123.0}, .threads = 1};
  const RateCurve curve =
      search_rate(options, model, nn::SoftmaxCrossEntropy{}, training, {.steps = 120});
  EXPECT_EQ(copy_of(model.parameters().data()), before);
  ASSERT_GE(curve.points.size(), 20u);
  EXPECT_LE(curve.points.size(), 120u);
  EXPECT_DOUBLE_EQ(curve.points.front().rate, 1e-6);
  for (std::size_t i = 1; i < curve.points.size(); ++i)
    EXPECT_NEAR(curve.points[i].rate / curve.points[i - 1].rate, std::pow(1e7, 1.0 / 119), 1e-9);
  EXPECT_GT(curve.suggestion, 1e-3);
  EXPECT_LT(curve.suggestion, 1.0);

  options.optimizer = SGD{.learning_rate = curve.suggestion};
  options.epochs = 5;
  const History history = Trainer(options).fit(model, nn::SoftmaxCrossEntropy{}, training);
  EXPECT_LT(history.back().train_loss, 0.5 * history[0].train_loss);
  EXPECT_TRUE(curve.to_csv().starts_with("learning_rate,loss,smoothed_loss\n1e-06,"));
}

// Losses that leave the finite numbers end the sweep; what the loss throws is passed on. The
// parameters come back either way.
TEST(RateSearch, SurvivesADivergenceAndPassesOnExceptions) {
  nn::ParameterSet parameters;
  parameters.add("w", std::vector<double>{101.0});
  const std::vector<double> points(4, 1.0);
  const auto quartic = [](const auto& p, double x) {
    const Value d = p[0] - x;
    return d * d * d * d * d * d;
  };
  const TrainerOptions options{.optimizer = SGD{.momentum = 0.0}, .batch_size = 4, .threads = 1};
  const RateCurve curve = search_rate(options, parameters, quartic, points,
                                      {.highest = 1e6, .steps = 60, .explosion = 1e300});
  EXPECT_LT(curve.points.size(), 60u);
  EXPECT_EQ(parameters.data()[0], 101.0);
  int calls = 0;
  const auto troubled = [&](const auto& p, double x) {
    if (++calls > 40) throw std::domain_error("enough");
    return p[0] * x;
  };
  EXPECT_THROW(static_cast<void>(search_rate(options, parameters, troubled, points)),
               std::domain_error);
  EXPECT_EQ(parameters.data()[0], 101.0);
}

TEST(RateSearch, CountsUpdatesNotBatches) {
  nn::MLP model = digits_mlp();
  TrainerOptions options{.batch_size = 10, .accumulate = 3, .threads = 1};
  const RateCurve curve = search_rate(options, model, nn::SoftmaxCrossEntropy{}, digits(100),
                                      {.highest = 1e-3, .steps = 25});
  EXPECT_EQ(curve.points.size(), 25u);
  EXPECT_DOUBLE_EQ(curve.points.back().rate, 1e-3);
}

TEST(RateSearch, RefusesNonsense) {
  nn::MLP model = digits_mlp();
  for (const RateSearch& bad :
       {RateSearch{.lowest = 0.0}, RateSearch{.lowest = 1.0, .highest = 0.1},
        RateSearch{.steps = 5}, RateSearch{.smoothing = 1.0}, RateSearch{.explosion = 1.0}})
    EXPECT_THROW(
        static_cast<void>(search_rate({}, model, nn::SoftmaxCrossEntropy{}, digits(50), bad)),
        ConfigError);
}

}  // namespace
}  // namespace riserun::train

// Points of several shapes on the lock-step engine: a recording for each key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include <riserun/train/fit/divergence.hpp>
#include <riserun/train/fit/trainer.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::ThrowsMessage;

using riserun::select;

using Series = std::vector<double>;

/// Of lengths 2 to 6, none of them a multiple of eight times.
std::vector<Series> many_series(std::size_t count) {
  Random random(9);
  std::vector<Series> all(count);
  for (Series& series : all) {
    series.resize(2 + random.below(5));
    double x = random.uniform(-1.0, 1.0);
    for (double& y : series) y = x = 0.8 * x + 0.3 * random.normal();
  }
  return all;
}

// A recurrent cell foretells each number of a series from those before it.
constexpr auto kForetell = [](const auto& p, const auto& series) {
  using T = decltype(p[0] * series[0]);
  T memory = 0.0, loss = 0.0;
  for (std::size_t i = 0; i + 1 < series.size(); ++i) {
    memory = tanh(p[0] * series[i] + p[1] * memory + p[2]);
    const T off = p[3] * memory + p[4] - series[i + 1];
    loss = loss + off * off;
  }
  return T(loss / static_cast<double>(series.size() - 1));
};
constexpr auto kLength = [](const Series& series) { return series.size(); };

nn::ParameterSet five_parameters() {
  nn::ParameterSet parameters;
  parameters.add("p", std::vector<double>{0.5, -0.3, 0.1, 0.7, 0.0});
  return parameters;
}

TrainerOptions series_options(Engine engine, int threads = 1) {
  return {.optimizer = Adam{.learning_rate = 0.02},
          .epochs = 3,
          .batch_size = 37,
          .threads = threads,
          .engine = engine};
}

struct TrainedSeries {
  std::vector<double> parameters;
  History history;
};

TrainedSeries train(const TrainerOptions& with, const std::vector<Series>& points,
                    const std::vector<Series>& validation) {
  nn::ParameterSet parameters = five_parameters();
  TrainedSeries trained;
  trained.history =
      Trainer(with).fit(parameters, recordable(kForetell, kLength), points, validation);
  trained.parameters = copy_of(parameters.data());
  return trained;
}

TEST(LanesKeys, ThreeEpochsOfSeriesEndWithTheScalarEnginesParameters) {
  const auto points = many_series(331);
  auto validation = many_series(20);
  validation.push_back({1, 2, 3, 4, 5, 6, 7, 8, 9});  // of a length that no point has
  const TrainedSeries scalar = train(series_options(Engine::scalar), points, validation);
  const TrainedSeries lanes = train(series_options(Engine::lanes), points, validation);
  for (std::size_t k = 0; k < scalar.parameters.size(); ++k)
    EXPECT_NEAR(lanes.parameters[k], scalar.parameters[k], 1e-9) << k;
  for (std::size_t e = 0; e < 3; ++e) {
    EXPECT_NEAR(lanes.history[e].train_loss, scalar.history[e].train_loss, 1e-12);
    EXPECT_NEAR(lanes.history[e].validation_loss, scalar.history[e].validation_loss, 1e-12);
  }
  EXPECT_LT(lanes.history[2].train_loss, lanes.history[0].train_loss);
}

TEST(LanesKeys, BitsDoNotDependOnTheThreads) {
  const auto points = many_series(150);
  for (const std::size_t batch : {37, 64, 5, 1}) {
    TrainerOptions with = series_options(Engine::lanes);
    with.batch_size = batch;
    const TrainedSeries one = train(with, points, {});
    for (const int threads : {2, 3, 5}) {
      with.threads = threads;
      EXPECT_THAT(train(with, points, {}).parameters, ElementsAreArray(one.parameters));
    }
  }
}

// A slot has whole packs of a key, but for the key's last one.
TEST(LanesKeys, ABatchIsTakenKeyByKeyInPacks) {
  const std::vector<std::int64_t> keys{3, -1, 3, 3, -1, 5, 3, 3, 3, 3};
  const Buckets buckets(keys);
  ASSERT_EQ(buckets.size(), 3u);
  EXPECT_EQ(buckets.all()[1].key, 3);
  EXPECT_EQ(buckets.all()[1].points, 7u);
  EXPECT_EQ(buckets.all()[1].first, 0u);
  EXPECT_EQ(buckets.all()[1].middle, 6u);
  EXPECT_EQ(buckets.all()[1].last, 9u);
  Arrangement to;
  const std::vector<std::size_t> batch{9, 5, 1, 0, 3, 8, 4, 2};
  buckets.arrange(batch, 4, to);
  EXPECT_THAT(to.points, ElementsAre(1, 4, 9, 0, 3, 8, 2, 5));
  EXPECT_THAT(to.ends, ElementsAre(2, 6, 7, 8));
}

TEST(LanesKeys, TheFirstPointOfTheBatchThatFailsIsNamed) {
  auto points = many_series(60);
  // The longest comes last where the shorter are taken first, and is the first of the batch.
  points[3] = Series(6, std::numeric_limits<double>::infinity());
  points[31] = points[33] = Series(2, std::numeric_limits<double>::infinity());
  std::vector<std::size_t> rows;
  for (const Engine engine : {Engine::scalar, Engine::lanes}) {
    TrainerOptions with = series_options(engine);
    with.shuffle = false;
    with.batch_size = 60;
    try {
      train(with, points, {});
    } catch (const TrainingDiverged& error) {
      rows.push_back(error.details().row);
    }
  }
  EXPECT_THAT(rows, ElementsAre(3, 3));
}

// ---- keys that lie ------------------------------------------------------------------------------

TEST(LanesKeys, AKeyOfTwoLengthsIsRefused) {
  auto points = many_series(40);
  points[0] = points[20] = points[39] = {0.1, 0.2, 0.3};
  points[17] = {0.1, 0.2};
  nn::ParameterSet parameters = five_parameters();
  const auto liar = recordable(kForetell, [](const Series&) { return 7; });
  EXPECT_THAT([&] { Trainer(series_options(Engine::lanes)).fit(parameters, liar, points); },
              ThrowsMessage<ShapeError>(AllOf(HasSubstr("the recorded one of the same key, 7, 3"),
                                              HasSubstr("the key must differ"))));
  EXPECT_NO_THROW(Trainer(series_options(Engine::scalar)).fit(parameters, liar, points));
  points[39] = {0.1, 0.2};  // seen while recording already
  EXPECT_THAT([&] { Trainer(series_options(Engine::lanes)).fit(parameters, liar, points); },
              ThrowsMessage<ShapeError>(HasSubstr("points 0 and 39 have the same key, 7")));
}

// As many numbers, another graph.
struct Powers {
  double x;
  int degree;
};

}  // namespace

template <>
struct LanesPoint<Powers> {
  struct View {
    lanes::Number x;
    int degree;
  };
  static std::size_t inputs(const Powers&) { return 1; }
  static View view(const Powers& point) { return {lanes::Inputs(0, 1)[0], point.degree}; }
  static void write(const Powers& point, std::span<double> to) { to[0] = point.x; }
};

namespace {

constexpr auto kPower = [](const auto& p, const auto& point) {
  using T = decltype(p[0] * point.x);
  T y = p[0];
  for (int i = 1; i <= point.degree; ++i) y = y * point.x + p[static_cast<std::size_t>(i)];
  return T(y * y);
};

TEST(LanesKeys, AKeyOfTwoGraphsIsRefusedWhereItIsSeen) {
  std::vector<Powers> points(31, {0.5, 2});
  const auto fit = [&](auto key) {
    nn::ParameterSet parameters = five_parameters();
    Trainer(series_options(Engine::lanes)).fit(parameters, recordable(kPower, key), points);
    return copy_of(parameters.data());
  };
  const auto degree = [](const Powers& point) { return point.degree; };
  const auto liar = [](const Powers&) { return std::size_t{1}; };
  EXPECT_EQ(fit(liar), fit(degree));  // no lie yet
  for (const std::size_t other : {15, 30}) {
    points[other].degree = 3;
    EXPECT_NO_THROW(fit(degree));
    EXPECT_THAT([&] { fit(liar); },
                ThrowsMessage<ShapeError>(HasSubstr("points 0 and " + std::to_string(other) +
                                                    " have the same key, 1, and the loss has "
                                                    "different graphs for them")));
    points[other].degree = 2;
  }
}

TEST(LanesKeys, TooManyKeysAreRefused) {
  std::vector<Powers> points;
  for (int i = 0; i < 1025; ++i) points.push_back({0.5, i});
  nn::ParameterSet parameters = five_parameters();
  EXPECT_THAT(
      [&] {
        Trainer(series_options(Engine::lanes))
            .fit(parameters, recordable(kPower, [](const Powers& p) { return p.degree; }), points);
      },
      ThrowsMessage<ConfigError>(HasSubstr("1025 different keys")));
}

// ---- symbols ------------------------------------------------------------------------------------

// Which of three letters follows which: a table of scores, a row for each letter.
TEST(LanesKeys, TextsAreListsOfLabels) {
  const std::vector<std::vector<int>> texts{{0, 1, 2}, {2, 1}, {0, 0, 1}, {1, 2}, {1, 0, 2}};
  const auto loss = recordable(
      [](const auto& p, const auto& text) {
        using T = decltype(p[0] * 1.0);
        T sum = 0.0;
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
          std::vector<T> scores;
          for (std::size_t next = 0; next < 3; ++next) {
            T score = p[next];
            for (int now = 1; now < 3; ++now)
              score = select(text[i] == now, T(p[static_cast<std::size_t>(3 * now) + next]), score);
            scores.push_back(score);
          }
          sum = sum + softmax_cross_entropy(scores, text[i + 1]);
        }
        return sum;
      },
      [](const std::vector<int>& text) { return text.size(); });
  std::vector<std::vector<double>> results;
  for (const Engine engine : {Engine::scalar, Engine::lanes}) {
    nn::ParameterSet parameters;
    parameters.add("scores", {3, 3});
    Trainer(series_options(engine)).fit(parameters, loss, texts);
    results.push_back(copy_of(parameters.data()));
    EXPECT_GT(parameters.data()[1], parameters.data()[2]);  // 1 follows 0 more often than 2 does
  }
  for (std::size_t k = 0; k < 9; ++k) EXPECT_NEAR(results[0][k], results[1][k], 1e-12);
}

TEST(LanesKeys, ExplainListsThem) {
  const auto points = many_series(50);
  const auto said = explain(five_parameters(), recordable(kForetell, kLength), points);
  ASSERT_EQ(said.size(), 5u);
  std::size_t all = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(said[i].key, static_cast<std::int64_t>(i + 2));
    EXPECT_EQ(said[i].plan.inputs, i + 2);
    all += said[i].points;
  }
  EXPECT_EQ(all, 50u);
  EXPECT_GT(said[4].plan.nodes, said[0].plan.nodes);
  EXPECT_THAT(text(said), AllOf(HasSubstr("key         2: "), HasSubstr("key         6: ")));
}

}  // namespace
}  // namespace riserun::train

// What the trainer's options do, on losses whose updates can be written out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/train/data/class_weights.hpp>
#include <riserun/train/fit/trainer.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;

/// Two parameters; the gradient of a point's loss is the point's (x, y).
struct Slopes {
  struct Point {
    double x, y;
  };
  nn::ParameterSet parameters;
  std::vector<Point> points;
  static constexpr auto loss = [](const auto& p, const Point& point) {
    return p[0] * point.x + p[1] * point.y;
  };
  explicit Slopes(std::vector<Point> given) : points(std::move(given)) {
    parameters.add("w", std::vector<double>{0.0, 0.0});
  }
  std::vector<double> after(TrainerOptions options) {
    options.shuffle = false;
    options.threads = 1;
    if (options.epochs == TrainerOptions{}.epochs) options.epochs = 1;
    options.optimizer = SGD{.learning_rate = 1.0, .momentum = 0.0};
    static_cast<void>(Trainer(options).fit(parameters, loss, points));
    return copy_of(parameters.data());
  }
};

TEST(Clipping, ByNormKeepsTheDirection) {
  EXPECT_THAT(Slopes({{3, -4}}).after({.clip_norm = 1.0}),
              ElementsAre(testing::DoubleEq(-0.6), testing::DoubleEq(0.8)));
  EXPECT_THAT(Slopes({{3, -4}}).after({.clip_norm = 5.0}), ElementsAre(-3, 4));
  EXPECT_THAT(Slopes({{3, -4}}).after({}), ElementsAre(-3, 4));
}

TEST(Clipping, ByValueEachDerivative) {
  EXPECT_THAT(Slopes({{3, -0.5}}).after({.clip_value = 1.0}), ElementsAre(-1, 0.5));
  // The norm first: (3, -4) becomes (1.5, -2), and that (1.5, -1.75).
  EXPECT_THAT(Slopes({{3, -4}}).after({.clip_norm = 2.5, .clip_value = 1.75}),
              ElementsAre(-1.5, 1.75));
}

TEST(Accumulation, IsTheMeanOverTheLargerBatch) {
  // Batches of 2, 2, 1: updates of 4 points and of 1.
  Slopes slopes({{1, 0}, {2, 0}, {3, 1}, {6, 1}, {10, 4}});
  std::vector<long> steps;
  std::vector<std::size_t> batches;
  TrainerOptions options{.batch_size = 2, .accumulate = 2};
  options.on_batch = [&](const BatchReport& report) {
    steps.push_back(report.step);
    EXPECT_EQ(report.steps, 2);
    EXPECT_EQ(report.batches, 3u);
  };
  EXPECT_THAT(slopes.after(options), ElementsAre(-3 - 10, -0.5 - 4));
  EXPECT_THAT(steps, ElementsAre(0, 1, 2));
}

TEST(Accumulation, OfAnMlpComesNearTheLargeBatch) {
  const auto train = [](std::size_t batch_size, std::size_t accumulate) {
    nn::MLP model = digits_mlp();
    Trainer trainer({.optimizer = SGD{.learning_rate = 0.1},
                     .epochs = 2,
                     .batch_size = batch_size,
                     .accumulate = accumulate,
                     .threads = 1});
    trainer.fit(model, nn::SoftmaxCrossEntropy{}, digits(100));
    return copy_of(model.parameters().data());
  };
  const auto large = train(64, 1), small = train(16, 4);
  for (std::size_t i = 0; i < large.size(); ++i) ASSERT_NEAR(large[i], small[i], 1e-12);
}

TEST(ClassWeights, CountThatOften) {
  // The gradient of a weighted class is that of its rows given twice, but for the mean's count.
  const auto gradient_step = [](const std::vector<int>& labels, std::vector<double> weights,
                                double rate) {
    DataTable table;
    table.feature_count = 1;
    for (int label : labels) {
      table.features.push_back(label == 0 ? -1.0 : 0.5);
      table.labels.push_back(label);
    }
    nn::MLP model({1, 2}, {.seed = 2});
    Trainer trainer({.optimizer = SGD{.learning_rate = rate, .momentum = 0.0},
                     .epochs = 1,
                     .batch_size = 10,
                     .threads = 1,
                     .class_weights = std::move(weights)});
    trainer.fit(model, nn::SoftmaxCrossEntropy{}, Dataset(std::move(table)));
    return copy_of(model.parameters().data());
  };
  const auto doubled = gradient_step({0, 1, 1}, {}, 0.3);
  const auto weighted = gradient_step({0, 1}, {1.0, 2.0}, 0.2);
  for (std::size_t i = 0; i < doubled.size(); ++i) EXPECT_NEAR(doubled[i], weighted[i], 1e-14);
}

TEST(ClassWeights, BalancedGiveEachClassTheSameSay) {
  DataTable table{
      .feature_count = 1, .features = std::vector<double>(8), .labels = {0, 0, 0, 0, 0, 0, 1, 1}};
  const Dataset data(std::move(table));
  EXPECT_THAT(balanced_weights(data), ElementsAre(testing::DoubleEq(8.0 / 12), 2.0));
  const std::vector<std::size_t> zeros{0, 1};
  EXPECT_THROW(static_cast<void>(balanced_weights(data.subset(zeros))), DataError);
  for (const std::vector<double>& bad : {std::vector<double>{1}, {1, -1}, {1, NAN}, {0, 0}})
    EXPECT_THROW(require_weights(bad, data), ConfigError);
  nn::MLP model({1, 2});
  EXPECT_THROW(Trainer({.class_weights = {1, 2, 3}}).fit(model, nn::SoftmaxCrossEntropy{}, data),
               ConfigError);
}

/// 200 rows of two classes that overlap, a tenth of them of class 1.
Dataset overlapping() {
  DataTable table{.feature_count = 2};
  for (int row = 0; row < 200; ++row) {
    const int rare = row % 10 == 0 ? 1 : 0;
    table.features.insert(table.features.end(),
                          {row * 37 % 101 / 50.0 - 1 + 0.7 * rare, row * 53 % 97 / 48.0 - 1});
    table.labels.push_back(rare);
  }
  return Dataset(std::move(table));
}

TrainerOptions kept_by(std::string what, std::vector<double> weights = {}) {
  return {.optimizer = AdamW{.learning_rate = 0.05},
          .epochs = 40,
          .threads = 1,
          .restore_best = true,
          .keep_by = std::move(what),
          .class_weights = std::move(weights)};
}

// The epoch that is kept is the one that the figure chooses, and the history says by what.
TEST(KeepBy, TheWeightedLossOrAFigureChoosesTheEpoch) {
  const Dataset data = overlapping();
  const std::vector<std::size_t> some{1,  10, 21, 30,  45,  50,  62, 70,
                                      83, 90, 97, 104, 110, 155, 180};
  const Dataset validation = data.subset(some);
  std::set<int> epochs;
  for (const TrainerOptions& options :
       {kept_by("loss"), kept_by("loss", {1, 9}), kept_by("auc"), kept_by("accuracy")}) {
    nn::MLP model({2, 8, 2}, {.seed = 3});
    Trainer trainer(options);
    const History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, data, validation);
    const bool plain = options.keep_by == "loss" && options.class_weights.empty();
    double least = std::numeric_limits<double>::infinity();
    int best = 0;
    for (const HistoryRow& row : history) {
      EXPECT_EQ(std::isnan(row.judged_loss), plain);
      if (options.keep_by == "auc") {
        EXPECT_EQ(row.judged_loss, 1 - row.metrics["auc"]);
      }
      if (options.keep_by == "accuracy") {
        EXPECT_EQ(row.judged_loss, 1 - row.validation_accuracy);
      }
      const double judged = plain ? row.validation_loss : row.judged_loss;
      if (judged < least) {
        least = judged;
        best = row.epoch;
      }
    }
    EXPECT_EQ(trainer.state().best_epoch, best) << options.keep_by;
    EXPECT_EQ(history.best()->epoch, best) << options.keep_by;
    EXPECT_EQ(history.to_csv().find("judged_loss") == std::string::npos, plain);
    epochs.insert(best);
    Workers workers(1);
    const Evaluation kept =
        evaluate(model, nn::SoftmaxCrossEntropy{}, validation, workers, {}, options.class_weights);
    if (!options.class_weights.empty()) {
      EXPECT_EQ(kept.weighted_loss, least);
    }
  }
  EXPECT_GT(epochs.size(), 2U) << "they choose differently";
}

TEST(KeepBy, WhatTheTaskLacksIsRefused) {
  EXPECT_THROW(Trainer({.keep_by = "luck"}), ConfigError);
  nn::MLP model({2, 2}, {.seed = 3});
  const Dataset data = overlapping();
  EXPECT_THROW(Trainer(kept_by("r2")).fit(model, nn::SoftmaxCrossEntropy{}, data, data),
               ConfigError);
}

TEST(Dropout, IsOffInValidation) {
  nn::MLP model = digits_mlp();
  Trainer trainer({.epochs = 2, .threads = 2, .dropout = 0.5});
  const History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, digits(100), digits(60));
  Workers workers(1);
  EXPECT_EQ(history.back().validation_loss,
            evaluate(model, nn::SoftmaxCrossEntropy{}, digits(60), workers).loss);
}

// A loss of one's own gets random numbers that are the same on any thread, new each epoch.
TEST(PointContext, HasAStreamForEachPointOfEachEpoch) {
  std::vector<std::vector<double>> ends;
  for (int threads : {1, 2, 4}) {
    nn::ParameterSet parameters;
    parameters.add("w", std::vector<double>{1.0});
    const std::vector<double> points(30, 1.0);
    const auto noisy = [](const auto& p, double x, PointContext& context) {
      if (!context.training) return Value(7.0);
      return p[0] * (x + context.random.normal());
    };
    std::vector<double> losses;
    TrainerOptions options{.optimizer = SGD{.learning_rate = 0.01, .momentum = 0.0},
                           .epochs = 3,
                           .batch_size = 15,
                           .threads = threads};
    options.on_batch = [&](const BatchReport& report) { losses.push_back(report.loss); };
    const History history = Trainer(options).fit(parameters, noisy, points, points);
    EXPECT_EQ(history.back().validation_loss, 7.0);
    losses.push_back(parameters.data()[0]);
    ends.push_back(losses);
  }
  EXPECT_EQ(ends[0], ends[1]);
  EXPECT_EQ(ends[0], ends[2]);
  EXPECT_NE(ends[0][0], ends[0][2]) << "another epoch, other numbers";
}

// ---- when it ends ---------------------------------------------------------------------------

/// Validation points whose loss is given by the epoch: it falls until epoch `turn`, then rises.
struct Turning {
  nn::ParameterSet parameters;
  std::vector<double> points = std::vector<double>(10, 1.0);
  Turning() { parameters.add("w", std::vector<double>{0.0}); }
  // The training pulls w up by 1 each epoch; the validation likes it near 4.
  static Value loss(const nn::BoundParameters& p, double x) {
    if (x < 0.0) return (p[0] - 4.0) * (p[0] - 4.0);
    return -p[0] * x;
  }
  History fit(Trainer& trainer) {
    const std::vector<double> validation{-1.0};
    return trainer.fit(parameters, loss, points, validation);
  }
};

TrainerOptions one_up(int patience, bool restore_best) {
  return {.optimizer = SGD{.learning_rate = 1.0, .momentum = 0.0},
          .epochs = 20,
          .batch_size = 10,
          .threads = 1,
          .restore_best = restore_best,
          .patience = patience};
}

TEST(EarlyStopping, EndsAfterSoManyEpochsWithoutABetterOne) {
  for (int patience : {1, 3}) {
    Turning turning;
    Trainer trainer(one_up(patience, true));
    const History history = turning.fit(trainer);
    EXPECT_EQ(history.size(), static_cast<std::size_t>(4 + patience));
    EXPECT_EQ(trainer.end(), FitEnd::patience);
    EXPECT_FALSE(trainer.stopped());
    EXPECT_EQ(turning.parameters.data()[0], 4.0) << "the best epoch's";
  }
  Turning turning;
  Trainer trainer(one_up(0, false));
  EXPECT_EQ(turning.fit(trainer).size(), 20u);
  EXPECT_EQ(trainer.end(), FitEnd::all_epochs);
  EXPECT_EQ(turning.parameters.data()[0], 20.0);
}

TEST(EarlyStopping, ARunThatEndedSoDoesNotGoOn) {
  Turning turning;
  Trainer trainer(one_up(2, false));
  turning.fit(trainer);
  const TrainingState state = trainer.state();
  trainer.start_from(state);
  EXPECT_EQ(turning.fit(trainer).size(), 6u);
  EXPECT_EQ(trainer.end(), FitEnd::patience);
  EXPECT_EQ(turning.parameters.data()[0], 6.0);
}

TEST(Plateau, LowersTheRateWhenTheLossDoesNotFall) {
  Turning turning;
  TrainerOptions options = one_up(0, false);
  options.schedule = {
      .kind = ScheduleKind::plateau, .final_factor = 0.2, .factor = 0.5, .patience = 2};
  options.epochs = 12;
  Trainer trainer(options);
  // w is 1, 2, 3, 4 after the first epochs, and then 5, 6: two epochs without a gain. Half the
  // rate: 6.5, 7. A quarter, 7.25, 7.5, and no less than a fifth.
  const History history = turning.fit(trainer);
  const std::vector<double> rates = history.column(&HistoryRow::learning_rate);
  EXPECT_THAT(rates, ElementsAre(1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2));
}

TEST(MaxSeconds, EndsAfterTheBatchBeyondThem) {
  const Dataset training = digits(128);
  nn::MLP model = digits_mlp();
  Trainer trainer({.epochs = 100000, .threads = 1, .max_seconds = 0.02});
  const History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, training);
  EXPECT_EQ(trainer.end(), FitEnd::max_seconds);
  EXPECT_LT(history.size(), 100000u);
  EXPECT_GE(trainer.state().seconds, 0.02);
  // A run gone on with has used its time already.
  trainer.start_from(trainer.state());
  const auto before = copy_of(model.parameters().data());
  trainer.fit(model, nn::SoftmaxCrossEntropy{}, training);
  EXPECT_EQ(copy_of(model.parameters().data()), before);
}

TEST(OwnSchedule, ReplacesTheBuiltInOne) {
  Slopes slopes({{1, 0}, {1, 0}});
  TrainerOptions options{.schedule = {.kind = ScheduleKind::cosine}, .batch_size = 1};
  options.learning_rate_factor = [](long step, long total) {
    EXPECT_EQ(total, 2);
    return step == 0 ? 0.5 : 0.25;
  };
  EXPECT_THAT(slopes.after(options), ElementsAre(-0.75, 0.0));
}

TEST(TrainerOptions, OutOfRangeAreRefused) {
  for (const TrainerOptions& bad :
       {TrainerOptions{.penalty = {.l1 = -1}}, TrainerOptions{.clip_norm = -1},
        TrainerOptions{.clip_norm = NAN}, TrainerOptions{.clip_value = INFINITY},
        TrainerOptions{.accumulate = 0}, TrainerOptions{.patience = -1},
        TrainerOptions{.max_seconds = -1}, TrainerOptions{.dropout = 1.0},
        TrainerOptions{.dropout = -0.1}})
    EXPECT_THROW(Trainer{bad}, ConfigError);
  nn::MLP model = digits_mlp();
  EXPECT_THROW(Trainer().fit(model, nn::SoftmaxCrossEntropy{.smoothing = 1.0}, digits(5)),
               ConfigError);
}

}  // namespace
}  // namespace riserun::train

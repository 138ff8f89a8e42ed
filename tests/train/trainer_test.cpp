#include "train/trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/errors.hpp"
#include "core/ops.hpp"
#include "digits.hpp"
#include "train/divergence.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

TrainerOptions quick(int threads, std::size_t batch_size = 32) {
  return {.optimizer = SGD{.learning_rate = 0.05},
          .epochs = 3,
          .batch_size = batch_size,
          .threads = threads};
}

// ---- the same bits ----------------------------------------------------------------------------

class BitsOfTraining : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(BatchSizes, BitsOfTraining, testing::Values(1, 13, 32, 128, 400));

TEST_P(BitsOfTraining, AreTheSameForAnyThreads) {
  const Dataset training = digits(200), validation = digits(50);
  std::vector<double> expected;
  History expected_history;
  for (int threads : {1, 2, 3, 4, 8, 8}) {
    nn::MLP model = digits_mlp();
    Trainer trainer(quick(threads, GetParam()));
    const History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, training, validation);
    if (threads == 1) {
      expected = copy_of(model.parameters().data());
      expected_history = history;
    }
    EXPECT_TRUE(std::ranges::equal(model.parameters().data(), expected)) << threads << " threads";
    for (auto measure : {&HistoryRow::train_loss, &HistoryRow::train_accuracy,
                         &HistoryRow::validation_loss, &HistoryRow::validation_accuracy})
      EXPECT_EQ(history.column(measure), expected_history.column(measure));
  }
}

TEST(Trainer, ValidationAndCallbacksChangeNoBit) {
  const Dataset training = digits(150);
  nn::MLP plain = digits_mlp(), watched = digits_mlp();
  Trainer(quick(2)).fit(plain, nn::SoftmaxCrossEntropy{}, training);
  TrainerOptions options = quick(2);
  options.on_batch = [](const BatchReport&) {};
  options.on_epoch = [](const EpochReport&) {};
  options.stop_requested = [] { return false; };
  Trainer(options).fit(watched, nn::SoftmaxCrossEntropy{}, training, digits(30));
  EXPECT_TRUE(std::ranges::equal(plain.parameters().data(), watched.parameters().data()));
}

TEST(Trainer, AnotherSeedIsAnotherOrder) {
  const Dataset training = digits(150);
  nn::MLP one = digits_mlp(), two = digits_mlp();
  TrainerOptions options = quick(1);
  Trainer(options).fit(one, nn::SoftmaxCrossEntropy{}, training);
  options.seed = 2;
  Trainer(options).fit(two, nn::SoftmaxCrossEntropy{}, training);
  EXPECT_FALSE(std::ranges::equal(one.parameters().data(), two.parameters().data()));
}

// ---- it learns --------------------------------------------------------------------------------

TEST(Trainer, LearnsDigits) {
  const auto [training, validation] = digits(1797).split({.validation = 0.2, .seed = 7});
  nn::MLP model = digits_mlp();
  Trainer trainer({.optimizer = Adam{}, .epochs = 12, .threads = 2});
  const History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, training, validation);
  ASSERT_EQ(history.size(), 12u);
  EXPECT_GT(history.back().validation_accuracy, 0.95);
  EXPECT_LT(history.back().train_loss, 0.2 * history[0].train_loss);
  EXPECT_EQ(history.back().epoch, 12);
  EXPECT_EQ(history.back().step, 12 * static_cast<long>((training.size() + 31) / 32));
  EXPECT_GT(history.back().points_per_second, 0.0);
}

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

// The accuracy counted while training reads one output as the loss means it.
TEST(Trainer, CountsOneOutputOfTwoClassesRightly) {
  const Dataset all = digits(200);
  DataTable table;
  table.feature_count = 64;
  for (const DataPoint& point : all) {
    table.features.insert(table.features.end(), point.x.begin(), point.x.end());
    table.labels.push_back(point.label == 0 ? 1 : 0);
  }
  const Dataset zeros(std::move(table));
  for (const nn::Activation output : {nn::Activation::linear, nn::Activation::sigmoid}) {
    nn::MLP model({64, 16, 1}, {.output = output});
    TrainerOptions options = quick(2);
    options.optimizer = Adam{.learning_rate = 0.01};
    options.epochs = 10;
    const History history = Trainer(options).fit(model, nn::MeanSquaredError{}, zeros, zeros);
    EXPECT_GT(history.back().train_accuracy, 0.97);
    EXPECT_GT(history.back().validation_accuracy, 0.97);
  }
}

TEST(Trainer, FollowsTheSchedule) {
  const Dataset training = digits(64);
  nn::MLP model = digits_mlp();
  std::vector<double> rates;
  TrainerOptions options = quick(1);
  options.schedule = {.kind = ScheduleKind::linear};
  options.on_batch = [&](const BatchReport& report) { rates.push_back(report.learning_rate); };
  Trainer(options).fit(model, nn::SoftmaxCrossEntropy{}, training);
  ASSERT_EQ(rates.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i)
    EXPECT_NEAR(rates[i], 0.05 * (1.0 - static_cast<double>(i) / 6.0), 1e-15);
}

// ---- reports, stopping, the best epoch ---------------------------------------------------------

TEST(Trainer, ReportsBatchesAndEpochs) {
  const Dataset training = digits(70);
  nn::MLP model = digits_mlp();
  std::vector<BatchReport> batches;
  int epochs = 0;
  TrainerOptions options = quick(1);
  options.on_batch = [&](const BatchReport& report) { batches.push_back(report); };
  options.on_epoch = [&](const EpochReport& report) {
    EXPECT_EQ(report.row.epoch, ++epochs);
    EXPECT_EQ(report.epochs, 3);
    EXPECT_EQ(batches.size(), static_cast<std::size_t>(3 * epochs));
  };
  Trainer(options).fit(model, nn::SoftmaxCrossEntropy{}, training);
  EXPECT_EQ(epochs, 3);
  ASSERT_EQ(batches.size(), 9u);
  EXPECT_EQ(batches[5].epoch, 2);
  EXPECT_EQ(batches[5].step, 6);
  EXPECT_EQ(batches[5].steps, 9);
  EXPECT_EQ(batches[5].batch, 3u);
  EXPECT_EQ(batches[5].points, 70u);
  EXPECT_EQ(batches[4].points, 64u);
}

TEST(Trainer, StopsAfterTheBatch) {
  const Dataset training = digits(128);
  nn::MLP model = digits_mlp(), expected = digits_mlp();
  int batches = 0;
  TrainerOptions options = quick(2);
  options.on_batch = [&](const BatchReport&) { ++batches; };
  options.stop_requested = [&] { return batches == 6; };
  Trainer trainer(options);
  EXPECT_FALSE(trainer.stopped());
  const History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, training);
  EXPECT_TRUE(trainer.stopped());
  EXPECT_EQ(batches, 6);
  EXPECT_EQ(history.size(), 1u);  // complete epochs only

  TrainerOptions whole = quick(1);
  whole.epochs = 1;
  Trainer(whole).fit(expected, nn::SoftmaxCrossEntropy{}, training);
  EXPECT_FALSE(std::ranges::equal(model.parameters().data(), expected.parameters().data()))
      << "the two batches of the second epoch count";
}

// ---- trouble ------------------------------------------------------------------------------------

/// Loss (w - x)^2 with a learning rate that makes it explode until it overflows.
struct Explosion {
  nn::ParameterSet parameters;
  std::vector<double> points = std::vector<double>(20, 1.0);
  static constexpr auto loss = [](const auto& p, double x) { return (p[0] - x) * (p[0] - x); };
  Explosion() { parameters.add("w", std::vector<double>{3.0}); }
};

// The warm-up leads the learning rate from fine to far too fast: the best epoch is somewhere in
// between.
TEST(Trainer, EndsWithTheBestEpochWhenAsked) {
  for (bool restore : {false, true}) {
    Explosion explosion;
    std::vector<double> after;
    int best = 0;
    TrainerOptions options{.optimizer = SGD{.learning_rate = 2.0, .momentum = 0.0},
                           .schedule = {.warmup_steps = 48},
                           .epochs = 12,
                           .batch_size = 5,
                           .threads = 1,
                           .restore_best = restore};
    options.on_epoch = [&](const EpochReport& report) {
      after.push_back(explosion.parameters.data()[0]);
      if (report.best) best = report.row.epoch;
    };
    const std::vector<double> validation{1.0, 1.1};
    const History history =
        Trainer(options).fit(explosion.parameters, Explosion::loss, explosion.points, validation);
    ASSERT_GT(best, 1);
    ASSERT_LT(best, 12);
    EXPECT_EQ(history.best()->epoch, best);
    const double expected = restore ? after[static_cast<std::size_t>(best) - 1] : after.back();
    EXPECT_EQ(explosion.parameters.data()[0], expected);
  }
}

TEST(Trainer, NamesADivergence) {
  for (int threads : {1, 2}) {
    Explosion explosion;
    TrainerOptions options{.optimizer = SGD{.learning_rate = 100.0, .momentum = 0.0},
                           .epochs = 50,
                           .batch_size = 5,
                           .threads = threads};
    std::vector<double> after;
    options.on_epoch = [&](const EpochReport&) { after.push_back(explosion.parameters.data()[0]); };
    try {
      Trainer(options).fit(explosion.parameters, Explosion::loss, explosion.points);
      FAIL() << "nothing thrown";
    } catch (const TrainingDiverged& diverged) {
      const Divergence& details = diverged.details();
      EXPECT_GT(details.epoch, 1);
      EXPECT_EQ(details.batch_position, 0u);
      EXPECT_EQ(details.learning_rate, 100.0);
      EXPECT_EQ(details.suggested_learning_rate, 10.0);
      EXPECT_TRUE(details.rise);
      EXPECT_THAT(diverged.what(), HasSubstr("try a learning rate of 10 instead of 100"));
      EXPECT_EQ(after.size(), static_cast<std::size_t>(details.epoch - 1));
      EXPECT_EQ(explosion.parameters.data()[0], after.back());
      EXPECT_TRUE(std::isfinite(explosion.parameters.data()[0]));
    }
  }
}

// No loss is computed after the last update of an epoch, so the parameters themselves are looked
// at.
TEST(Trainer, KeepsNoEpochWithParametersThatAreNotFinite) {
  Explosion explosion;
  int epochs = 0;
  TrainerOptions options{.optimizer = SGD{.learning_rate = 1e308, .momentum = 0.0},
                         .epochs = 1,
                         .batch_size = 20,
                         .threads = 1};
  options.on_epoch = [&](const EpochReport&) { ++epochs; };
  try {
    Trainer(options).fit(explosion.parameters, Explosion::loss, explosion.points);
    FAIL() << "nothing thrown";
  } catch (const TrainingDiverged& diverged) {
    EXPECT_TRUE(diverged.details().parameters);
    EXPECT_EQ(diverged.details().step, 1);
    EXPECT_EQ(diverged.details().batch, 1u);
    EXPECT_THAT(diverged.what(), HasSubstr("the update made a parameter that is not finite"));
    EXPECT_THAT(diverged.what(), HasSubstr("try 1e+307 instead of 1e+308"));
  }
  EXPECT_EQ(explosion.parameters.data()[0], 3.0);
  EXPECT_EQ(epochs, 0);
}

TEST(Trainer, AdvisesOnARiseThatStaysFinite) {
  Explosion explosion;
  std::string advice;
  TrainerOptions options{.optimizer = SGD{.learning_rate = 3.0, .momentum = 0.0},
                         .epochs = 2,
                         .batch_size = 5,
                         .threads = 1};
  options.on_epoch = [&](const EpochReport& report) { advice = report.advice; };
  Trainer(options).fit(explosion.parameters, Explosion::loss, explosion.points);
  EXPECT_THAT(advice, HasSubstr("try a learning rate of 0.3"));
}

TEST(Trainer, SaysWhenItEndedFarAboveItsBeginning) {
  const auto overshoot_of = [](double rate, bool restore_best) {
    Explosion explosion;
    Trainer trainer({.optimizer = SGD{.learning_rate = rate, .momentum = 0.0},
                     .epochs = 4,
                     .batch_size = 5,
                     .threads = 1,
                     .restore_best = restore_best});
    static_cast<void>(trainer.fit(explosion.parameters, Explosion::loss, explosion.points));
    return trainer.overshoot();
  };
  const auto overshoot = overshoot_of(1.5, false);
  ASSERT_TRUE(overshoot);
  EXPECT_DOUBLE_EQ(overshoot->initial_loss, 4.0);
  EXPECT_GT(overshoot->final_loss, 1e4);
  EXPECT_THAT(overshoot->message(), HasSubstr("where it began (4)"));
  EXPECT_THAT(overshoot->message(), HasSubstr("try a learning rate of 0.15"));
  EXPECT_FALSE(overshoot_of(0.1, false));
  EXPECT_FALSE(overshoot_of(1.01, false)) << "a little above is no overshoot";
}

// What is kept is what counts: here the first epochs were fine.
TEST(Trainer, AGoodEpochThatIsRestoredIsNoOvershoot) {
  for (bool restore : {false, true}) {
    Explosion explosion;
    for (std::size_t i = 0; i < 20; ++i) explosion.points[i] += 0.01 * static_cast<double>(i);
    Trainer trainer({.optimizer = SGD{.learning_rate = 2.0, .momentum = 0.0},
                     .schedule = {.warmup_steps = 48},
                     .epochs = 14,
                     .batch_size = 5,
                     .threads = 1,
                     .restore_best = restore});
    static_cast<void>(trainer.fit(explosion.parameters, Explosion::loss, explosion.points));
    EXPECT_EQ(trainer.overshoot().has_value(), !restore);
  }
}

TEST(Trainer, InTheFirstEpochKeepsTheInitialParameters) {
  const Dataset training = digits(64);
  nn::MLP model = digits_mlp();
  const auto initial = copy_of(model.parameters().data());
  TrainerOptions options = quick(2, 8);
  options.optimizer = SGD{.learning_rate = 1e200};
  EXPECT_THROW(Trainer(options).fit(model, nn::SoftmaxCrossEntropy{}, training), DivergedError);
  EXPECT_TRUE(std::ranges::equal(model.parameters().data(), initial));
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

TEST(Trainer, RefusesNonsense) {
  for (const TrainerOptions& bad :
       {TrainerOptions{.epochs = 0}, TrainerOptions{.batch_size = 0}, TrainerOptions{.threads = -1},
        TrainerOptions{.optimizer = SGD{.learning_rate = -0.1}},
        TrainerOptions{.schedule = {.factor = 2.0}}})
    EXPECT_THROW(Trainer{bad}, ConfigError);
  nn::ParameterSet none, one;
  one.add("w", std::vector<double>{1.0});
  const std::vector<double> points(3), nothing;
  const auto loss = [](const auto&, double) { return Value(1.0); };
  EXPECT_THROW(Trainer().fit(none, loss, points), ConfigError);
  EXPECT_THROW(Trainer().fit(one, loss, nothing), DataError);
  nn::MLP small({3, 2});
  EXPECT_THROW(Trainer().fit(small, nn::SoftmaxCrossEntropy{}, digits(5)), ShapeError);
}

}  // namespace
}  // namespace riserun::train

// The trainer on a model and a data set: it learns, follows the schedule, reports, stops, refuses
// nonsense.
#include <riserun/train/fit/trainer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include <riserun/base/errors.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

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

// A trainer keeps nothing of what it was given: model, loss, data and their program may be gone.
TEST(Trainer, OutlivesWhatItFitted) {
  for (const Engine engine : {Engine::scalar, Engine::lanes}) {
    Trainer trainer({.epochs = 2, .threads = 2, .engine = engine});
    History gone;
    {
      const auto [training, validation] = digits(300).split({.validation = 0.2, .seed = 7});
      const auto model = std::make_unique<nn::MLP>(digits_mlp());
      const auto loss = std::make_unique<nn::AnyLoss>(nn::SoftmaxCrossEntropy{});
      gone = trainer.fit(*model, *loss, training, validation);
    }
    EXPECT_EQ(trainer.state().history.to_csv(), gone.to_csv());
    EXPECT_EQ(trainer.end(), FitEnd::all_epochs);
    EXPECT_FALSE(trainer.overshoot().has_value());
    const Dataset other = digits(100);
    nn::MLP model = digits_mlp(2);
    EXPECT_EQ(trainer.fit(model, nn::SoftmaxCrossEntropy{}, other).size(), 2u);
  }
}

// What callbacks do, such as writing files, is no part of the speed; it is part of the run's time.
TEST(Trainer, ThePointsASecondCountTrainingAlone) {
  const Dataset training = digits(64);
  nn::MLP model = digits_mlp();
  constexpr std::chrono::milliseconds kPause{10};
  const auto pause = [&](const auto&) { std::this_thread::sleep_for(kPause); };
  const History history =
      Trainer({.epochs = 3, .batch_size = 32, .threads = 1, .on_batch = pause, .on_epoch = pause})
          .fit(model, nn::SoftmaxCrossEntropy{}, training);
  double spent = 0.0;
  for (const HistoryRow& row : history) spent += 64.0 / row.points_per_second;
  // Six batches and two epochs before the last row was made.
  EXPECT_LE(spent + 8 * std::chrono::duration<double>(kPause).count(),
            history.back().seconds + 1e-9);
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

// The trainer on a loss that explodes: what it says, and which parameters are kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/train/fit/divergence.hpp>
#include <riserun/train/fit/trainer.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

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
      EXPECT_EQ(details.suggested_learning_rate, 0.1);  // the default, not a tenth
      EXPECT_TRUE(details.rise);
      EXPECT_THAT(diverged.what(), HasSubstr("try a learning rate of 0.1 instead of 100"));
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
    EXPECT_THAT(diverged.what(), HasSubstr("try 0.1 instead of 1e+308"));
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
  EXPECT_THAT(advice, HasSubstr("try a learning rate of 0.1"));
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
  EXPECT_THAT(overshoot->message(), HasSubstr("try a learning rate of 0.1"));
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

}  // namespace
}  // namespace riserun::train

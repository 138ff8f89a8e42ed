// The promise of the same bits, for every optimiser with everything switched on: any number of
// threads, watched or not, left and gone on with or not.
#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <riserun/train/fit/trainer.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

struct Case {
  const char* name;
  OptimizerOptions optimizer;
  ScheduleKind schedule;
  // Without it the test's description would be the bytes of the struct, addresses among them.
  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
};

const Case kCases[] = {
    {"plain", SGD{.learning_rate = 0.05, .momentum = 0.0}, ScheduleKind::constant},
    {"momentum", SGD{.learning_rate = 0.05}, ScheduleKind::step},
    {"nesterov", SGD{.learning_rate = 0.05, .nesterov = true}, ScheduleKind::exponential},
    {"adam", Adam{.learning_rate = 0.01}, ScheduleKind::one_cycle},
    {"adamw", AdamW{.learning_rate = 0.01}, ScheduleKind::plateau},
    {"rmsprop", RMSProp{.learning_rate = 0.005}, ScheduleKind::linear},
    {"rmsprop_momentum", RMSProp{.learning_rate = 0.002, .momentum = 0.8}, ScheduleKind::cosine},
    {"adagrad", Adagrad{.learning_rate = 0.05}, ScheduleKind::constant}};

TrainerOptions everything(const Case& c, int threads) {
  return {.optimizer = c.optimizer,
          .penalty = {.l1 = 1e-4, .l2 = 1e-3},
          .schedule = {.kind = c.schedule, .warmup_steps = 2, .patience = 1},
          .clip_norm = 0.8,
          .clip_value = 0.1,
          .epochs = 3,
          .batch_size = 40,
          .accumulate = 3,
          .threads = threads,
          .points_per_slot = 8,
          .dropout = 0.2,
          .class_weights = {1, 2, 1, 1, 0.5, 1, 1, 1, 3, 1}};
}

std::vector<double> trained(TrainerOptions options, bool watched,
                            const std::optional<TrainingState>& start = {}) {
  nn::MLP model = digits_mlp(3);
  if (watched) {
    options.on_epoch = [](const EpochReport& report) { static_cast<void>(report.state()); };
    if (!options.on_batch) options.on_batch = [](const BatchReport&) {};
  }
  Trainer trainer(std::move(options));
  if (start) trainer.start_from(*start);
  trainer.fit(model, nn::SoftmaxCrossEntropy{.smoothing = 0.1}, digits(190),
              digits(watched ? 40 : 30));
  return copy_of(model.parameters().data());
}

class TrainingBits : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Optimizers, TrainingBits, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(TrainingBits, AreTheSameForAnyThreads) {
  const std::vector<double> expected = trained(everything(GetParam(), 1), false);
  for (int threads : {2, 3, 4, 8, 16})
    EXPECT_EQ(trained(everything(GetParam(), threads), false), expected) << threads << " threads";
}

TEST_P(TrainingBits, AreTheSameAfterBeingLeftAtAnyBatch) {
  std::vector<TrainingState> left;
  TrainerOptions options = everything(GetParam(), 2);
  options.on_batch = [&](const BatchReport& report) { left.push_back(report.state()); };
  const std::vector<double> expected = trained(options, false);
  ASSERT_EQ(left.size(), 15u);  // 5 batches an epoch, in updates of 3 and 2
  for (std::size_t batch : {0u, 1u, 2u, 3u, 4u, 7u, 10u, 13u, 14u}) {
    EXPECT_EQ(left[batch].accumulated.empty(), batch % 5 == 2 || batch % 5 == 4) << batch;
    EXPECT_EQ(trained(everything(GetParam(), 3), false, left[batch]), expected)
        << "after batch " << batch + 1;
  }
}

// Plateau looks at the validation, so its rows must not change; all else may.
TEST_P(TrainingBits, AreTheSameWatchedOrNot) {
  TrainerOptions options = everything(GetParam(), 2);
  if (options.schedule.kind == ScheduleKind::plateau) options.schedule.patience = 10;
  EXPECT_EQ(trained(options, true), trained(options, false));
}

// Each of the options does something: else the table above would say little.
TEST(TrainingBits, DependOnEveryOption) {
  const Case& adam = kCases[3];
  const std::vector<double> expected = trained(everything(adam, 1), false);
  const auto differs = [&](const char* name, auto&& change) {
    TrainerOptions options = everything(adam, 1);
    change(options);
    EXPECT_NE(trained(options, false), expected) << name;
  };
  differs("l1", [](auto& o) { o.penalty.l1 = 0; });
  differs("l2", [](auto& o) { o.penalty.l2 = 0; });
  differs("clip_norm", [](auto& o) { o.clip_norm = 0; });
  differs("clip_value", [](auto& o) { o.clip_value = 0; });
  differs("accumulate", [](auto& o) { o.accumulate = 1; });
  differs("dropout", [](auto& o) { o.dropout = 0; });
  differs("class_weights", [](auto& o) { o.class_weights.clear(); });
  differs("seed", [](auto& o) { o.seed = 2; });
  differs("warm-up", [](auto& o) { o.schedule.warmup_steps = 0; });
}

}  // namespace
}  // namespace riserun::train

// A run that was left after any batch and gone on with ends with the bits of one that was not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/train/fit/trainer.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

TrainerOptions options_of(const OptimizerOptions& optimizer) {
  TrainerOptions options{.optimizer = optimizer,
                         .schedule = {.kind = ScheduleKind::cosine},
                         .epochs = 3,
                         .batch_size = 32,
                         .threads = 2,
                         .restore_best = true};
  set_learning_rate(options.optimizer, 0.01);
  return options;
}

struct Outcome {
  std::vector<double> parameters;
  History history;
  TrainingState state;
};

Outcome run(TrainerOptions options, std::optional<TrainingState> start = {}) {
  // After a start the model's own parameters do not matter.
  nn::MLP model = digits_mlp(start ? 99 : 1);
  Trainer trainer(std::move(options));
  if (start) trainer.start_from(*start);
  const History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, digits(100), digits(30));
  return {copy_of(model.parameters().data()), history, trainer.state()};
}

void expect_the_same(const Outcome& one, const Outcome& other, const std::string& what) {
  EXPECT_EQ(one.parameters, other.parameters) << what;
  for (auto measure : {&HistoryRow::train_loss, &HistoryRow::train_accuracy,
                       &HistoryRow::validation_loss, &HistoryRow::learning_rate})
    EXPECT_EQ(one.history.column(measure), other.history.column(measure)) << what;
  EXPECT_EQ(one.state.optimizer, other.state.optimizer) << what;
}

TEST(Resume, EndsWithTheSameBitsAfterAnyBatch) {
  for (const char* name : {"sgd", "adam", "adamw", "rmsprop", "adagrad"}) {
    TrainerOptions options = options_of(parse_optimizer(name));
    std::vector<TrainingState> left;
    options.on_batch = [&](const BatchReport& report) { left.push_back(report.state()); };
    const Outcome whole = run(options);
    ASSERT_EQ(left.size(), 12u);
    options.on_batch = nullptr;
    for (std::size_t batch = 0; batch < left.size(); ++batch)
      expect_the_same(run(options, left[batch]), whole,
                      std::string(name) + " after batch " + std::to_string(batch + 1));
  }
}

TEST(Resume, AfterAnEpochAndAfterAStop) {
  TrainerOptions options = options_of(Adam{});
  std::vector<TrainingState> left;
  options.on_epoch = [&](const EpochReport& report) { left.push_back(report.state()); };
  const Outcome whole = run(options);
  ASSERT_EQ(left.size(), 3u);
  options.on_epoch = nullptr;
  for (const TrainingState& state : left) {
    EXPECT_EQ(state.batches_done, 0);
    expect_the_same(run(options, state), whole, "after epoch " + std::to_string(state.epoch - 1));
  }
  int asked = 0;
  options.stop_requested = [&] { return ++asked == 7; };
  const Outcome stopped = run(options);
  EXPECT_EQ(stopped.history.size(), 1u);
  EXPECT_EQ(stopped.state.epoch, 2);
  EXPECT_EQ(stopped.state.batches_done, 2);
  options.stop_requested = nullptr;
  expect_the_same(run(options, stopped.state), whole, "after a stop");
}

TEST(Resume, AnotherStateIsAnotherEnd) {
  TrainerOptions options = options_of(SGD{});
  const Outcome whole = run(options);
  int asked = 0;
  options.stop_requested = [&] { return ++asked == 7; };
  TrainingState state = run(options).state;
  options.stop_requested = nullptr;
  state.optimizer.arrays[0].values[5] += 1e-9;
  EXPECT_NE(run(options, state).parameters, whole.parameters);
}

TEST(Resume, TheStartCountsOnce) {
  TrainerOptions options = options_of(SGD{});
  const TrainingState done = run(options).state;
  nn::MLP model = digits_mlp(), again = digits_mlp();
  Trainer trainer(options);
  trainer.start_from(done);
  EXPECT_EQ(trainer.fit(model, nn::SoftmaxCrossEntropy{}, digits(100)).size(), 3u);
  trainer.fit(again, nn::SoftmaxCrossEntropy{}, digits(100));
  EXPECT_EQ(trainer.state().history.size(), 3u);
  EXPECT_EQ(trainer.state().history.back().step, 12);
}

TEST(Resume, RefusesWhatCannotBeOfThisTask) {
  const TrainerOptions options = options_of(Adam{});
  const TrainingState fine = run(options).state;
  const auto message = [&](auto&& change) -> std::string {
    TrainingState state = fine;
    change(state);
    try {
      run(options, state);
    } catch (const DataError& error) {
      return error.what();
    }
    return "taken";
  };
  EXPECT_EQ(message([](TrainingState&) {}), "taken");
  EXPECT_THAT(message([](TrainingState& s) { s.parameters.pop_back(); }), HasSubstr("parameters"));
  EXPECT_THAT(message([](TrainingState& s) { s.last_epoch.clear(); }), HasSubstr("0 parameters"));
  EXPECT_THAT(message([](TrainingState& s) { s.best_parameters.resize(3); }),
              HasSubstr("3 parameters"));
  EXPECT_THAT(message([](TrainingState& s) { s.parameters[2] = NAN; }), HasSubstr("not finite"));
  EXPECT_THAT(message([](TrainingState& s) { s.epoch = 0; }), HasSubstr("epoch 0"));
  EXPECT_THAT(message([](TrainingState& s) { s.batches_done = 5; }), HasSubstr("has 4"));
  EXPECT_THAT(message([](TrainingState& s) { s.optimizer.arrays.pop_back(); }), HasSubstr("adam"));
}

// What a checkpoint needs: every field by name, nothing left out.
TEST(Resume, TheVisitedFieldsAreAllThereIs) {
  const TrainingState state = [] {
    TrainerOptions options = options_of(RMSProp{.momentum = 0.5});
    int asked = 0;
    options.stop_requested = [&] { return ++asked == 7; };
    return run(options).state;
  }();
  TrainingState copy;
  std::vector<std::string> names;
  visit_fields(state, [&](const char* name, const auto& from) {
    names.emplace_back(name);
    visit_fields(copy, [&](const char* other, auto& to) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(from)>,
                                   std::remove_cvref_t<decltype(to)>>)
        if (names.back() == other) to = from;
    });
  });
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
  const TrainerOptions options = options_of(RMSProp{.momentum = 0.5});
  EXPECT_EQ(run(options, copy).parameters, run(options, state).parameters);
}

}  // namespace
}  // namespace riserun::train

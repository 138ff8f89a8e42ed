// One call of Trainer::fit at work: epochs, batches, updates. Not a template.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include <riserun/nn/parameter_set.hpp>
#include <riserun/train/fit/batches.hpp>
#include <riserun/train/fit/divergence.hpp>
#include <riserun/train/fit/trainer_options.hpp>
#include <riserun/train/fit/training_state.hpp>
#include <riserun/train/fit/training_update.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/judging/evaluation.hpp>

namespace riserun::train {

/// What is to be fitted to what.
struct FitTask {
  nn::ParameterSet& parameters;
  PointProgram& program;
  std::size_t points;
  std::size_t points_per_slot;                     // where the options leave it open
  bool accuracy;                                   // the program says which points are right
  std::function<Evaluation(Workers&)> validate{};  // empty: no validation
  std::size_t features = 0;                        // of a point; 0: unknown
};

class TrainingRun {
 public:
  TrainingRun(const TrainerOptions& options, const FitTask& task);

  /// Before run(): goes on from a state. Throws DataError when it cannot be of this task.
  void start_from(const TrainingState& state);

  /// Trains the parameters in place. On an exception of the loss they are as after the last good
  /// update, on divergence as after the last complete epoch.
  void run();
  [[nodiscard]] FitEnd end() const { return end_; }

  /// Whether the parameters that the run ends with have a loss far above the first one.
  [[nodiscard]] std::optional<Overshoot> overshoot() const;

  /// A copy of all there is, after any batch.
  [[nodiscard]] TrainingState state() const;

 private:
  using Clock = std::chrono::steady_clock;

  void measure_beginning();
  bool run_epoch();
  [[nodiscard]] bool out_of_patience() const;
  [[nodiscard]] bool must_stop();
  [[nodiscard]] long all_steps() const;
  [[nodiscard]] double rate_now() const;
  void run_batch();
  [[nodiscard]] HistoryRow measure_epoch();
  void finish_epoch();
  /// Adds the time since the last call to the run's; to the epoch's, too, where it was spent on
  /// training and not in the callbacks, which write files.
  void count_time(bool training = true);
  [[noreturn]] void diverge_at(const BadPoint& bad, std::size_t batch);
  [[noreturn]] void diverge(Divergence details);

  const TrainerOptions& options_;
  const FitTask& task_;
  Workers workers_;
  ParallelGradient gradient_;
  Optimizer optimizer_;
  Batches batches_;
  TrainingUpdate update_;
  LossWatch watch_;
  // All the rest. Its parameters, optimizer and losses of the watch are filled in by state().
  TrainingState state_;
  Clock::time_point counted_ = Clock::now();  // until when state_ has the time spent
  FitEnd end_ = FitEnd::all_epochs;
};

}  // namespace riserun::train

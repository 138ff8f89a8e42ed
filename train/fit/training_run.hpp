// One call of Trainer::fit at work: epochs, batches, updates. Not a template.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <riserun/nn/parameter_set.hpp>
#include <riserun/train/fit/batches.hpp>
#include <riserun/train/fit/divergence.hpp>
#include <riserun/train/fit/trainer_options.hpp>
#include <riserun/train/fit/training_state.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/judging/evaluation.hpp>

namespace riserun::train {

/// What is to be fitted to what.
struct FitTask {
  nn::ParameterSet& parameters;
  PointProgram* program;  // null until it is run
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
  void run_batch();
  [[nodiscard]] std::size_t points_of_update(std::size_t batch) const;
  [[nodiscard]] bool updates_at_once() const;
  BatchResult compute_and_update(std::size_t batch, double rate);
  void gather_gradient(std::size_t batch);
  void update(double rate);
  void judge_plateau(double measure);
  void finish_epoch();
  /// Adds the time since the last call to the run's; to the epoch's, too, where it was spent on
  /// training and not in the callbacks, which write files.
  void count_time(bool training = true);
  [[noreturn]] void diverge(Divergence details);

  const TrainerOptions& options_;
  const FitTask& task_;
  Workers workers_;
  ParallelGradient gradient_;
  Optimizer optimizer_;
  Batches batches_;
  LossWatch watch_;
  std::span<const double> slope_;   // the gradient of the update that is due; empty: not yet
  std::vector<double> block_sums_;  // of gradient_norm
  // All the rest. Its parameters, optimizer and losses of the watch are filled in by state().
  TrainingState state_;
  Clock::time_point counted_ = Clock::now();  // until when state_ has the time spent
  FitEnd end_ = FitEnd::all_epochs;
};

}  // namespace riserun::train

// One call of Trainer::fit at work: epochs, batches, updates. Not a template.
#pragma once

#include <chrono>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "nn/parameter_set.hpp"
#include "train/batches.hpp"
#include "train/divergence.hpp"
#include "train/evaluation.hpp"
#include "train/parallel_gradient.hpp"
#include "train/trainer_options.hpp"

namespace riserun::train {

/// What is to be fitted to what.
struct FitTask {
  nn::ParameterSet& parameters;
  PointProgram& program;
  std::size_t points;
  std::size_t points_per_slot;                     // where the options leave it open
  bool accuracy;                                   // the program says which points are right
  std::function<Evaluation(Workers&)> validate{};  // empty: no validation
};

class TrainingRun {
 public:
  TrainingRun(const TrainerOptions& options, const FitTask& task);

  /// Trains the parameters in place. On an exception of the loss they are as after the last good
  /// update, on divergence as after the last complete epoch.
  History run();
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  using Clock = std::chrono::steady_clock;

  bool run_epoch(int epoch);
  void run_batch(int epoch, std::size_t batch);
  void finish_epoch(int epoch, double seconds);
  [[noreturn]] void diverge(int epoch, std::size_t batch, const BadPoint& bad);

  const TrainerOptions& options_;
  const FitTask& task_;
  Workers workers_;
  ParallelGradient gradient_;
  Optimizer optimizer_;
  Batches batches_;
  LossWatch watch_;
  History history_;
  std::vector<double> last_epoch_, best_;  // parameters
  double best_loss_ = std::numeric_limits<double>::infinity();
  Clock::time_point start_ = Clock::now();
  bool stopped_ = false;

  // Of the epoch under way.
  double loss_sum_ = 0.0, rate_ = 0.0;
  std::size_t correct_ = 0, points_ = 0;
  std::string advice_;
};

}  // namespace riserun::train

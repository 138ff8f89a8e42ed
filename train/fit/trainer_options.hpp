// What a training run is told, and what it tells while it runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/fit/history.hpp>
#include <riserun/train/fit/training_state.hpp>
#include <riserun/train/judging/evaluation.hpp>
#include <riserun/train/optimizers/optimizer.hpp>
#include <riserun/train/optimizers/schedule.hpp>

namespace riserun::train {

class TrainingRun;

/// After each batch.
struct BatchReport {
  int epoch, epochs;                 // from 1
  long step, steps;                  // updates done, and of the whole run
  std::size_t batch, batches;        // from 1, in this epoch
  std::size_t points, all_points;    // done in this epoch
  double loss;                       // mean over the batch, before its update
  double learning_rate;              // of the update
  std::span<const double> gradient;  // mean over the batch; valid during the call
  const TrainingRun* run = nullptr;

  /// The run as it is now, to be gone on with by Trainer::start_from. A copy of everything: ask for
  /// it when it is to be written.
  [[nodiscard]] TrainingState state() const;
};

/// After each epoch, the validation included.
struct EpochReport {
  const HistoryRow& row;
  int epochs;
  bool best;  // the lowest validation loss so far (training loss where there is no validation)
  std::string advice;  // "the loss rose 40x in 3 steps: try a learning rate of 0.01"; mostly empty
  const TrainingRun* run = nullptr;

  /// As BatchReport's; it goes on with the next epoch.
  [[nodiscard]] TrainingState state() const;
};

/// How gradients are computed. `scalar`: a graph for each point, whatever its loss does. `lanes`:
/// the loss is recorded once and evaluated for eight points in lock-step, several times faster;
/// for an MLP, and for losses made with recordable().
enum class Engine { scalar, lanes };
[[nodiscard]] std::string_view to_string(Engine engine);
[[nodiscard]] std::vector<std::string> engine_names();
/// Throws ConfigError listing the names.
[[nodiscard]] Engine parse_engine(std::string_view text);
/// Why a run ended.
enum class FitEnd { all_epochs, stop_requested, patience, max_seconds };

struct TrainerOptions {
  OptimizerOptions optimizer = SGD{};
  Penalty penalty{};    // l1 and l2 of the weights
  Schedule schedule{};  // of the optimizer's learning rate
  // A schedule of your own instead: the factor on the learning rate for update `step` of `total`,
  // 0 <= step < total.
  std::function<double(long step, long total)> learning_rate_factor{};
  double clip_norm = 0.0;       // gradients longer than this are shortened to it; 0: none are
  double clip_value = 0.0;      // then each derivative is kept within +- this; 0: as it is
  int epochs = 30;              // >= 1
  std::size_t batch_size = 32;  // >= 1; the last batch of an epoch may be smaller
  std::size_t accumulate = 1;  // >= 1: batches to an update, which takes the mean over their points
  // 0: as many as there are. Never changes the result; a batch of less than about 2 us of work, or
  // of fewer than two slots (see points_per_slot), gains nothing from a second thread.
  int threads = 0;
  Engine engine = Engine::scalar;
  std::uint64_t seed = 1;  // of the order of the points
  bool shuffle = true;     // anew each epoch
  // Points whose gradients are added up before they meet those of others. It changes the last bits
  // of the result, and how many threads can share a batch: batch_size / points_per_slot. 0: 16 for
  // an MLP on a Dataset, 1 for a loss of your own, 8 for one on lanes.
  std::size_t points_per_slot = 0;
  bool restore_best = false;  // end with the parameters of the best epoch instead of the last
  // What says which epoch is best, for restore_best, patience and the plateau schedule: "loss" (of
  // the validation points, weighted by class_weights where there are any; the training loss where
  // there is no validation), "accuracy" or a metric of theirs, which is measured then.
  std::string keep_by = "loss";
  int patience = 0;  // end after so many epochs without a new best one; 0: never before time
  double max_seconds = 0.0;  // end after the first batch beyond this time; 0: no limit

  // An MLP on a Dataset; losses of your own have PointContext for the one, and do the other.
  double dropout = 0.0;                 // of the hidden layers' outputs, in [0, 1)
  std::vector<double> class_weights{};  // the loss of a point counts so often; empty: all once
  Metrics metrics{};  // of the validation data after each epoch, beside loss and accuracy

  // Called on the thread that called fit().
  std::function<void(const BatchReport&)> on_batch{};
  std::function<void(const EpochReport&)> on_epoch{};
  // Asked before each batch: true ends the run there. It may read a flag a signal handler sets.
  std::function<bool()> stop_requested{};

  /// Throws ConfigError naming the option outside its range.
  void validate() const;
};

}  // namespace riserun::train

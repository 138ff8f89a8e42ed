// Where the time of a training step goes, measured in steps of their own.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/run/folder/finished_run.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/fit/trainer_options.hpp>

namespace riserun::run {

/// Microseconds of a step. The threads' time for building and sweeping is divided by the number of
/// threads, and what is left of the step besides them and the update is `reduce`: adding up the
/// slots' gradients, handing out work, and waiting for others. The four add up to the step.
struct StepTiming {
  int threads = 1;
  std::size_t batch = 0;
  double points_per_second = 0.0;
  double build = 0.0, sweep = 0.0, reduce = 0.0, update = 0.0;

  [[nodiscard]] double step() const { return build + sweep + reduce + update; }
};

/// Trains a copy of the model for about so many seconds, at least a few steps, with the engine,
/// batch size, optimiser and threads of `options`; without dropout, class weights and penalties.
/// Half of the steps are timed as a whole; in the others a clock is read twice a slot and points
/// are built once more than they are swept, so that training itself pays nothing. The model and the
/// data must fit (require_fit), the data be prepared.
[[nodiscard]] StepTiming time_steps(const nn::MLP& model, const nn::AnyLoss& loss,
                                    const train::Dataset& training,
                                    const train::TrainerOptions& options, double seconds);

/// The same of a finished run's model on its training rows, as the run was told to train.
[[nodiscard]] StepTiming time_steps(const FinishedRun& run, int threads, double seconds);

/// The table that speed_picture draws, a row a measurement.
[[nodiscard]] std::string to_csv(const std::vector<StepTiming>& timings);

}  // namespace riserun::run

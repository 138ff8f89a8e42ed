// From the gradients of batches to updates of the parameters: several batches to an update,
// clipping.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <riserun/train/fit/batches.hpp>
#include <riserun/train/fit/trainer_options.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/optimizers/optimizer.hpp>

namespace riserun::train {

/// All that it is given must outlive it.
class TrainingUpdate {
 public:
  TrainingUpdate(const TrainerOptions& options, const Batches& batches, Workers& workers,
                 ParallelGradient& gradient, Optimizer& optimizer, std::span<double> parameters)
      : options_(options),
        batches_(batches),
        workers_(workers),
        gradient_(gradient),
        optimizer_(optimizer),
        parameters_(parameters) {}

  /// Computes the gradient of a batch of the epoch and, where it completes an update, makes that
  /// with the learning rate `rate`. `accumulated` is the gradient of the update's batches so far,
  /// empty at its beginning, and is kept up to date. Where the result is bad nothing is changed.
  BatchResult step(std::size_t batch, double rate, std::vector<double>& accumulated);
  /// After step(batch): the mean gradient over that batch's points. Valid until the next call.
  [[nodiscard]] std::span<const double> mean_gradient(std::size_t batch);

 private:
  [[nodiscard]] std::size_t points_of_update(std::size_t batch) const;
  [[nodiscard]] GradientChange clipping() const;
  [[nodiscard]] bool completes_update(std::size_t batch) const;
  void update(std::span<const double> slope, double rate);

  const TrainerOptions& options_;
  const Batches& batches_;
  Workers& workers_;
  ParallelGradient& gradient_;
  Optimizer& optimizer_;
  std::span<double> parameters_;
  std::vector<double> block_sums_;  // of gradient_norm
  std::vector<double> mean_;        // of mean_gradient, where it is no part of gradient_
};

}  // namespace riserun::train

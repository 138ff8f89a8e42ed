#include <riserun/train/fit/training_update.hpp>

#include <algorithm>

#include <riserun/train/fit/training_step.hpp>
#include <riserun/train/gradient/elementwise.hpp>
#include <riserun/train/gradient/gradient_norm.hpp>

namespace riserun::train {

BatchResult TrainingUpdate::step(std::size_t batch, double rate, std::vector<double>& accumulated) {
  const std::size_t points = points_of_update(batch);
  // Where nothing lies between a batch's gradient and the update, they are one pass.
  if (options_.accumulate == 1 && options_.clip_norm == 0.0)
    return training_step(gradient_, optimizer_, batches_[batch], parameters_, rate, clipping(),
                         points);
  BatchResult result = gradient_.compute(batches_[batch], points);
  if (result.bad) return result;
  const std::span<const double> slope = gradient_.gradient();
  if (options_.accumulate == 1) {
    update(slope, rate);
    return result;
  }
  if (accumulated.empty())
    accumulated.assign(slope.begin(), slope.end());
  else
    elementwise::add(accumulated.data(), slope.data(), accumulated.size());
  if (completes_update(batch)) {
    update(accumulated, rate);
    accumulated.clear();
  }
  return result;
}

std::span<const double> TrainingUpdate::mean_gradient(std::size_t batch) {
  const std::span<const double> slope = gradient_.gradient();
  if (options_.accumulate == 1) return slope;
  // What was computed is the batch's part of the mean over the update's points.
  const double factor =
      static_cast<double>(points_of_update(batch)) / static_cast<double>(batches_[batch].size());
  mean_.assign(slope.begin(), slope.end());
  for (double& g : mean_) g *= factor;
  return mean_;
}

// Of the batches whose gradients are added up with this one's. Updates do not reach over epochs.
std::size_t TrainingUpdate::points_of_update(std::size_t batch) const {
  const std::size_t first = batch / options_.accumulate * options_.accumulate;
  const std::size_t end = std::min(first + options_.accumulate, batches_.count());
  std::size_t points = 0;
  for (std::size_t b = first; b < end; ++b) points += batches_[b].size();
  return points;
}

bool TrainingUpdate::completes_update(std::size_t batch) const {
  return (batch + 1) % options_.accumulate == 0 || batch + 1 == batches_.count();
}

GradientChange TrainingUpdate::clipping() const {
  GradientChange change;
  if (options_.clip_value > 0.0) change.limit = options_.clip_value;
  return change;
}

void TrainingUpdate::update(std::span<const double> slope, double rate) {
  GradientChange change = clipping();
  if (options_.clip_norm > 0.0) {
    const double norm = gradient_norm(slope, workers_, block_sums_);
    if (norm > options_.clip_norm) change.factor = options_.clip_norm / norm;
  }
  optimizer_.update(parameters_, slope, rate, workers_, change);
}

}  // namespace riserun::train

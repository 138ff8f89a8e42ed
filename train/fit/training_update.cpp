// How the gradients of batches become updates of a TrainingRun.
#include <algorithm>
#include <cmath>

#include <riserun/train/fit/training_run.hpp>
#include <riserun/train/fit/training_step.hpp>
#include <riserun/train/gradient/elementwise.hpp>
#include <riserun/train/gradient/gradient_norm.hpp>

namespace riserun::train {

// Of the batches whose gradients are added up with this one's. Updates do not reach over epochs.
std::size_t TrainingRun::points_of_update(std::size_t batch) const {
  const std::size_t first = batch / options_.accumulate * options_.accumulate;
  const std::size_t end = std::min(first + options_.accumulate, batches_.count());
  std::size_t points = 0;
  for (std::size_t b = first; b < end; ++b) points += batches_[b].size();
  return points;
}

// Whether nothing lies between a batch's gradient and the update.
bool TrainingRun::updates_at_once() const {
  return options_.accumulate == 1 && options_.clip_norm == 0.0;
}

BatchResult TrainingRun::compute_and_update(std::size_t batch, double rate) {
  GradientChange change;
  if (options_.clip_value > 0.0) change.limit = options_.clip_value;
  return training_step(gradient_, optimizer_, batches_[batch], task_.parameters.data(), rate,
                       change, points_of_update(batch));
}

void TrainingRun::gather_gradient(std::size_t batch) {
  slope_ = gradient_.gradient();
  if (options_.accumulate == 1) return;
  std::vector<double>& sum = state_.accumulated;
  if (sum.empty())
    sum.assign(slope_.begin(), slope_.end());
  else
    elementwise::add(sum.data(), slope_.data(), sum.size());
  const bool due = (batch + 1) % options_.accumulate == 0 || batch + 1 == batches_.count();
  slope_ = due ? std::span<const double>(sum) : std::span<const double>();
}

void TrainingRun::update(double rate) {
  GradientChange change;
  if (options_.clip_value > 0.0) change.limit = options_.clip_value;
  if (options_.clip_norm > 0.0) {
    const double norm = gradient_norm(slope_, workers_, block_sums_);
    if (norm > options_.clip_norm) change.factor = options_.clip_norm / norm;
  }
  optimizer_.update(task_.parameters.data(), slope_, rate, workers_, change);
  state_.accumulated.clear();
}

void TrainingRun::judge_plateau(double measure) {
  const Schedule& schedule = options_.schedule;
  if (schedule.kind != ScheduleKind::plateau) return;
  // Less than this is noise: PyTorch's default threshold.
  if (measure < state_.plateau_best - 1e-4 * std::abs(state_.plateau_best) ||
      std::isinf(state_.plateau_best)) {
    state_.plateau_best = measure;
    state_.plateau_waited = 0;
  } else if (++state_.plateau_waited >= schedule.patience) {
    state_.plateau_factor =
        std::max(state_.plateau_factor * schedule.factor, schedule.final_factor);
    state_.plateau_waited = 0;
  }
}

}  // namespace riserun::train

#include "train/training_run.hpp"

#include <algorithm>

#include "core/errors.hpp"

namespace riserun::train {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void copy(std::span<const double> from, std::vector<double>& to) {
  to.assign(from.begin(), from.end());
}

}  // namespace

TrainingRun::TrainingRun(const TrainerOptions& options, const FitTask& task)
    : options_(options),
      task_(task),
      workers_(options.threads),
      gradient_(task.program, task.parameters.size(), workers_,
                options.points_per_slot != 0 ? options.points_per_slot : task.points_per_slot),
      optimizer_(options.optimizer, task.parameters.size()),
      batches_(task.points, options.batch_size, options.seed, options.shuffle) {
  copy(task.parameters.data(), last_epoch_);
}

History TrainingRun::run() {
  for (int epoch = 1; epoch <= options_.epochs && run_epoch(epoch); ++epoch) {
  }
  if (options_.restore_best && !best_.empty())
    std::ranges::copy(best_, task_.parameters.data().begin());
  return std::move(history_);
}

// Whether the epoch was completed.
bool TrainingRun::run_epoch(int epoch) {
  const auto start = Clock::now();
  batches_.begin_epoch(epoch);
  loss_sum_ = 0.0;
  correct_ = points_ = 0;
  advice_.clear();
  for (std::size_t batch = 0; batch < batches_.count(); ++batch) {
    if (options_.stop_requested && options_.stop_requested()) {
      stopped_ = true;
      return false;
    }
    run_batch(epoch, batch);
  }
  finish_epoch(epoch, seconds_since(start));
  return true;
}

void TrainingRun::run_batch(int epoch, std::size_t batch) {
  const long steps = static_cast<long>(batches_.count()) * options_.epochs;
  rate_ = learning_rate(options_.optimizer) * options_.schedule(optimizer_.updates(), steps);
  const BatchResult result = gradient_.compute(batches_[batch]);
  if (result.bad) diverge(epoch, batch, *result.bad);
  optimizer_.update(task_.parameters.data(), gradient_.gradient(), rate_, workers_);

  loss_sum_ += result.loss_sum;
  correct_ += result.correct;
  points_ += result.points;
  const double loss = result.loss_sum / static_cast<double>(result.points);
  watch_.add(loss);
  if (advice_.empty())
    if (const auto rise = watch_.overshoot())
      advice_ = rise_advice(*rise, learning_rate(options_.optimizer));
  if (options_.on_batch)
    options_.on_batch({.epoch = epoch,
                       .epochs = options_.epochs,
                       .step = optimizer_.updates(),
                       .steps = steps,
                       .batch = batch + 1,
                       .batches = batches_.count(),
                       .points = points_,
                       .all_points = batches_.points(),
                       .loss = loss,
                       .learning_rate = rate_});
}

void TrainingRun::finish_epoch(int epoch, double seconds) {
  const auto points = static_cast<double>(points_);
  HistoryRow row;
  row.epoch = epoch;
  row.step = optimizer_.updates();
  row.train_loss = loss_sum_ / points;
  if (task_.accuracy) row.train_accuracy = static_cast<double>(correct_) / points;
  if (task_.validate) {
    const Evaluation validation = task_.validate(workers_);
    row.validation_loss = validation.loss;
    row.validation_accuracy = validation.accuracy;
  }
  row.learning_rate = rate_;
  row.seconds = seconds_since(start_);
  row.points_per_second = points / seconds;
  history_.add(row);

  copy(task_.parameters.data(), last_epoch_);
  const double measure = task_.validate ? row.validation_loss : row.train_loss;
  const bool is_best = measure < best_loss_;  // false for NaN
  if (is_best) best_loss_ = measure;
  if (is_best && options_.restore_best) best_ = last_epoch_;
  if (options_.on_epoch)
    options_.on_epoch({.row = row, .epochs = options_.epochs, .best = is_best, .advice = advice_});
}

void TrainingRun::diverge(int epoch, std::size_t batch, const BadPoint& bad) {
  Divergence details;
  details.epoch = epoch;
  details.step = optimizer_.updates() + 1;
  details.batch = batch + 1;
  details.one_point = bad.position != SlotResult::kNone;
  if (details.one_point) {
    details.batch_position = bad.position;
    details.row = task_.program.row(batches_[batch][bad.position]);
  }
  details.gradient = bad.gradient;
  details.loss = bad.loss;
  details.learning_rate = learning_rate(options_.optimizer);
  details.suggested_learning_rate = details.learning_rate / 10.0;
  details.rise = watch_.rise();
  std::ranges::copy(last_epoch_, task_.parameters.data().begin());
  throw TrainingDiverged(details);
}

}  // namespace riserun::train

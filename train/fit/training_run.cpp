#include <riserun/train/fit/training_run.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <riserun/train/gradient/elementwise.hpp>

namespace riserun::train {
namespace {

void copy(std::span<const double> from, std::vector<double>& to) {
  to.assign(from.begin(), from.end());
}

bool all_finite(std::span<const double> values) {
  return elementwise::all_finite(values.data(), values.size());
}

/// Lowers the factor on the learning rate where the measure has not fallen for long enough.
void judge_plateau(const Schedule& schedule, double measure, TrainingState& state) {
  if (schedule.kind != ScheduleKind::plateau) return;
  // Less than this is noise: PyTorch's default threshold.
  if (measure < state.plateau_best - 1e-4 * std::abs(state.plateau_best) ||
      std::isinf(state.plateau_best)) {
    state.plateau_best = measure;
    state.plateau_waited = 0;
  } else if (++state.plateau_waited >= schedule.patience) {
    state.plateau_factor = std::max(state.plateau_factor * schedule.factor, schedule.final_factor);
    state.plateau_waited = 0;
  }
}

/// What the epoch is judged by where that is not the plain loss, the lower the better; NaN: it is.
double judged_loss(const TrainerOptions& options, const Evaluation& validation) {
  if (options.keep_by == "loss") return validation.weighted_loss;
  if (options.keep_by == "accuracy") return 1.0 - validation.accuracy;
  const std::size_t metric = metric_number(options.keep_by);
  return kMetrics[metric].is_error ? validation.metrics[metric] : 1.0 - validation.metrics[metric];
}

}  // namespace

TrainingState BatchReport::state() const { return run->state(); }
TrainingState EpochReport::state() const { return run->state(); }

TrainingRun::TrainingRun(const TrainerOptions& options, const FitTask& task)
    : options_(options),
      task_(task),
      workers_(options.threads),
      gradient_(task.program, task.parameters.size(), workers_,
                options.points_per_slot != 0 ? options.points_per_slot : task.points_per_slot),
      optimizer_(options.optimizer, task.parameters, options.penalty),
      batches_(task.points, options.batch_size, options.seed, options.shuffle),
      update_(options, batches_, workers_, gradient_, optimizer_, task.parameters.data()) {
  copy(task.parameters.data(), state_.last_epoch);
}

void TrainingRun::start_from(const TrainingState& state) {
  require_state_of(state, task_.parameters.size(), batches_.count(), options_.accumulate);
  optimizer_.restore(state.optimizer);
  std::ranges::copy(state.parameters, task_.parameters.data().begin());
  watch_ = LossWatch(state.first_loss, state.recent_losses);
  state_ = state;
}

TrainingState TrainingRun::state() const {
  TrainingState state = state_;
  copy(task_.parameters.data(), state.parameters);
  state.optimizer = optimizer_.state();
  state.first_loss = watch_.first();
  state.recent_losses = watch_.recent();
  return state;
}

void TrainingRun::run() {
  counted_ = Clock::now();
  if (optimizer_.updates() == 0) measure_beginning();
  count_time(false);
  while (state_.epoch <= options_.epochs) {
    if (out_of_patience()) {
      end_ = FitEnd::patience;
      break;
    }
    if (!run_epoch()) break;
  }
  count_time();
}

// The first batch alone may be a single point, and its loss anything; 32 points tell the size of
// the loss, and cost next to nothing. An exception of theirs, or a loss that is not finite, is the
// first batches' to report.
void TrainingRun::measure_beginning() {
  batches_.begin_epoch(1);
  try {
    // Where classes count differently a few points say little: a rare one may be worth a thousand.
    const auto points = batches_.first(options_.class_weights.empty() ? 32 : batches_.points());
    state_.initial_loss =
        gradient_.evaluate(points, std::min<std::size_t>(points.size(), 16)).loss_sum /
        static_cast<double>(points.size());
  } catch (...) {
    state_.initial_loss = HistoryRow::kAbsent;
  }
}

std::optional<Overshoot> TrainingRun::overshoot() const {
  if (state_.history.empty()) return std::nullopt;
  double loss = state_.history.back().train_loss;
  if (options_.restore_best)
    for (const HistoryRow& row : state_.history)
      if (row.epoch == state_.best_epoch) loss = row.train_loss;
  if (!(state_.initial_loss > 0.0 && loss >= kOvershootFactor * state_.initial_loss))
    return std::nullopt;
  return Overshoot{state_.initial_loss, loss, learning_rate(options_.optimizer),
                   lower_learning_rate(options_.optimizer, task_.features)};
}

void TrainingRun::count_time(bool training) {
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - counted_).count();
  state_.seconds += seconds;
  if (training) state_.epoch_seconds += seconds;
  counted_ = now;
}

bool TrainingRun::out_of_patience() const {
  return options_.patience > 0 && state_.epoch - 1 - state_.best_epoch >= options_.patience;
}

bool TrainingRun::must_stop() {
  if (options_.stop_requested && options_.stop_requested())
    end_ = FitEnd::stop_requested;
  else if (options_.max_seconds > 0.0 && state_.seconds >= options_.max_seconds)
    end_ = FitEnd::max_seconds;
  return end_ != FitEnd::all_epochs;
}

// Whether the epoch was completed.
bool TrainingRun::run_epoch() {
  batches_.begin_epoch(static_cast<int>(state_.epoch));
  task_.program.begin_epoch(options_.seed, state_.epoch);
  while (state_.batches_done < static_cast<long>(batches_.count())) {
    if (must_stop()) return false;
    run_batch();
  }
  finish_epoch();
  return true;
}

long TrainingRun::all_steps() const {
  return static_cast<long>((batches_.count() + options_.accumulate - 1) / options_.accumulate) *
         options_.epochs;
}

double TrainingRun::rate_now() const {
  const long step = optimizer_.updates(), steps = all_steps();
  return learning_rate(options_.optimizer) * state_.plateau_factor *
         (options_.learning_rate_factor ? options_.learning_rate_factor(step, steps)
                                        : options_.schedule(step, steps));
}

void TrainingRun::run_batch() {
  const auto batch = static_cast<std::size_t>(state_.batches_done);
  const double rate = rate_now();
  const BatchResult result = update_.step(batch, rate, state_.accumulated);
  if (result.bad) diverge_at(*result.bad, batch);
  ++state_.batches_done;
  state_.learning_rate = rate;
  state_.loss_sum += result.loss_sum;
  state_.correct += static_cast<long>(result.correct);
  state_.points += static_cast<long>(result.points);
  const double loss = result.loss_sum / static_cast<double>(result.points);
  watch_.add(loss);
  if (state_.advice.empty() && options_.class_weights.empty())
    if (const auto rise = watch_.overshoot())
      state_.advice = rise_advice(*rise, lower_learning_rate(options_.optimizer, task_.features));
  count_time();
  if (!options_.on_batch) return;
  options_.on_batch({.epoch = static_cast<int>(state_.epoch),
                     .epochs = options_.epochs,
                     .step = optimizer_.updates(),
                     .steps = all_steps(),
                     .batch = batch + 1,
                     .batches = batches_.count(),
                     .points = static_cast<std::size_t>(state_.points),
                     .all_points = batches_.points(),
                     .loss = loss,
                     .learning_rate = rate,
                     .gradient = update_.mean_gradient(batch),
                     .run = this});
  count_time(false);
}

void TrainingRun::diverge_at(const BadPoint& bad, std::size_t batch) {
  Divergence details{
      .one_point = bad.position != SlotResult::kNone, .gradient = bad.gradient, .loss = bad.loss};
  if (details.one_point) {
    details.batch_position = bad.position;
    details.row = task_.program.row(batches_[batch][bad.position]);
  }
  diverge(details);
}

HistoryRow TrainingRun::measure_epoch() {
  const auto points = static_cast<double>(state_.points);
  HistoryRow row;
  row.epoch = static_cast<int>(state_.epoch);
  row.step = optimizer_.updates();
  row.train_loss = state_.loss_sum / points;
  if (task_.accuracy) row.train_accuracy = static_cast<double>(state_.correct) / points;
  row.points_per_second = points / state_.epoch_seconds;
  if (task_.validate) {
    const Evaluation validation = task_.validate(workers_);
    row.validation_loss = validation.loss;
    row.validation_accuracy = validation.accuracy;
    row.metrics = validation.metrics;
    row.judged_loss = judged_loss(options_, validation);
  }
  count_time();
  row.learning_rate = state_.learning_rate;
  row.seconds = state_.seconds;
  return row;
}

void TrainingRun::finish_epoch() {
  // The last update of the epoch has met no loss yet.
  if (!all_finite(task_.parameters.data())) diverge({.one_point = false, .parameters = true});
  count_time();
  const HistoryRow row = measure_epoch();
  state_.history.add(row);

  copy(task_.parameters.data(), state_.last_epoch);
  const bool plain = options_.keep_by == "loss" && options_.class_weights.empty();
  const double measure = !task_.validate ? row.train_loss
                         : plain         ? row.validation_loss
                                         : row.judged_loss;
  const bool is_best = measure < state_.best_loss;  // false for NaN
  if (is_best) {
    state_.best_loss = measure;
    state_.best_epoch = state_.epoch;
    if (options_.restore_best) state_.best_parameters = state_.last_epoch;
  }
  judge_plateau(options_.schedule, measure, state_);
  const std::string advice = std::exchange(state_.advice, {});
  ++state_.epoch;
  state_.batches_done = state_.correct = state_.points = 0;
  state_.loss_sum = state_.epoch_seconds = 0.0;
  if (!options_.on_epoch) return;
  options_.on_epoch(
      {.row = row, .epochs = options_.epochs, .best = is_best, .advice = advice, .run = this});
  count_time(false);
}

void TrainingRun::diverge(Divergence details) {
  details.epoch = static_cast<int>(state_.epoch);
  // The update that could not be made, or was made and should not have been.
  details.step = optimizer_.updates() + (details.parameters ? 0 : 1);
  details.batch = static_cast<std::size_t>(state_.batches_done) + (details.parameters ? 0 : 1);
  details.learning_rate = learning_rate(options_.optimizer);
  details.suggested_learning_rate = lower_learning_rate(options_.optimizer, task_.features);
  details.rise = watch_.rise();
  std::ranges::copy(state_.last_epoch, task_.parameters.data().begin());
  throw TrainingDiverged(details);
}

}  // namespace riserun::train

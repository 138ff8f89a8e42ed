// Everything that changes while a model is trained, as plain numbers: what a checkpoint holds.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <riserun/train/fit/history.hpp>
#include <riserun/train/optimizers/optimizer.hpp>

namespace riserun::train {

/// A run can be left after any batch and gone on with from this, to the same bits: the same model,
/// data and options given, Trainer::start_from takes it. The order of the points and what dropout
/// leaves out need no state, they follow from seed, epoch and point.
struct TrainingState {
  std::vector<double> parameters;
  OptimizerState optimizer;  // with the number of updates done

  // Where the run is.
  long epoch = 1;         // under way, from 1; options.epochs + 1 when all are done
  long batches_done = 0;  // of that epoch
  double seconds = 0.0;   // spent on the run so far

  // Of the epoch under way.
  double loss_sum = 0.0;
  long correct = 0;
  long points = 0;
  double learning_rate = 0.0;  // of the last update
  double epoch_seconds = 0.0;
  std::string advice;
  std::vector<double> accumulated;  // the gradient of an update that is not complete, else empty

  // Of the epochs done.
  History history;
  std::vector<double> last_epoch;  // the parameters after the last of them, or at first
  long best_epoch = 0;             // 0: none yet
  double best_loss = std::numeric_limits<double>::infinity();
  std::vector<double> best_parameters;  // only with restore_best

  // Reduce on plateau.
  double plateau_best = std::numeric_limits<double>::infinity();
  long plateau_waited = 0;
  double plateau_factor = 1.0;

  // The watch on losses that rise.
  double initial_loss = std::numeric_limits<double>::quiet_NaN();  // mean before any update
  double first_loss = 0.0;                                         // of the first batch
  std::vector<double> recent_losses;  // of the last batches, oldest first
};

/// Throws DataError where the state cannot be one of a model of so many parameters, trained in
/// epochs of `batches` batches, `accumulate` of them to an update.
void require_state_of(const TrainingState& state, std::size_t parameters, std::size_t batches,
                      std::size_t accumulate);

/// Calls visit(name, field) for every field, in this order: what writes and reads checkpoints needs
/// no list of its own. Fields are double, long, std::string, std::vector<double>, OptimizerState or
/// History.
template <class State, class Visit>
void visit_fields(State& state, Visit&& visit) {
  visit("parameters", state.parameters);
  visit("optimizer", state.optimizer);
  visit("epoch", state.epoch);
  visit("batches_done", state.batches_done);
  visit("seconds", state.seconds);
  visit("loss_sum", state.loss_sum);
  visit("correct", state.correct);
  visit("points", state.points);
  visit("learning_rate", state.learning_rate);
  visit("epoch_seconds", state.epoch_seconds);
  visit("advice", state.advice);
  visit("accumulated", state.accumulated);
  visit("history", state.history);
  visit("last_epoch", state.last_epoch);
  visit("best_epoch", state.best_epoch);
  visit("best_loss", state.best_loss);
  visit("best_parameters", state.best_parameters);
  visit("plateau_best", state.plateau_best);
  visit("plateau_waited", state.plateau_waited);
  visit("plateau_factor", state.plateau_factor);
  visit("initial_loss", state.initial_loss);
  visit("first_loss", state.first_loss);
  visit("recent_losses", state.recent_losses);
}

static_assert(sizeof(TrainingState) == sizeof(OptimizerState) + sizeof(History) +
                                           sizeof(std::string) + 5 * sizeof(std::vector<double>) +
                                           6 * sizeof(long) + 9 * sizeof(double) ||
                  sizeof(long) != 8,
              "a field of TrainingState is missing in visit_fields");

}  // namespace riserun::train

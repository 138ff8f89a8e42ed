// A training that left the finite numbers, or is about to: what is said about it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::train {

/// The losses of the last batches, to tell whether they have been rising.
class LossWatch {
 public:
  /// Goes on from what first() and recent() were.
  LossWatch(double first, std::vector<double> recent);
  LossWatch() : LossWatch(0.0, {}) {}

  /// A finite mean loss of a batch.
  void add(double loss);

  struct Rise {
    double factor;  // last loss / least loss of the last 16 steps
    int steps;      // between the two
  };
  /// Nothing unless the last loss is at least twice the least of the last 16 steps.
  [[nodiscard]] std::optional<Rise> rise() const;
  /// The same, but only where the last three losses are all ten times the least, and twice what the
  /// loss was when training began: single batches may well differ more, of rare classes above all.
  [[nodiscard]] std::optional<Rise> overshoot() const;

  [[nodiscard]] double first() const { return first_; }
  /// The last 16 at most, oldest first.
  [[nodiscard]] const std::vector<double>& recent() const { return recent_; }

 private:
  double first_;
  std::vector<double> recent_;
};

/// "the loss rose 40x in 3 steps: try a learning rate of 0.01"
[[nodiscard]] std::string rise_advice(const LossWatch::Rise& rise, double suggested_learning_rate);

/// A run that stayed finite but ended far above where it began, because its steps were too long.
struct Overshoot {
  double initial_loss;   // mean over the first points, before any update
  double final_loss;     // mean over the epoch whose parameters are kept
  double learning_rate;  // the configured one
  double suggested_learning_rate;

  /// "the loss ended at 4e+05, 1.8e+05 times where it began (2.3): the learning rate of 10 is too
  /// high: try a learning rate of 0.1"
  [[nodiscard]] std::string message() const;
};

/// Overshot when the loss of the kept epoch is so many times the first points'.
inline constexpr double kOvershootFactor = 10.0;

/// Where it happened. Numbers from 1 unless said otherwise.
struct Divergence {
  int epoch = 0;
  long step = 0;                   // the update that could not be made
  std::size_t batch = 0;           // in the epoch
  std::size_t batch_position = 0;  // of the point in the batch, from 0
  std::size_t row = 0;             // of the data, from 0, as in DataPoint::row
  bool one_point = true;           // false: only the sum over the batch is not finite
  bool gradient = false;           // the loss is finite there, a derivative is not
  bool parameters = false;         // the update itself led to a parameter that is not finite
  double loss = 0.0;               // of the point
  double learning_rate = 0.0;      // the configured one
  double suggested_learning_rate = 0.0;
  std::optional<LossWatch::Rise> rise{};

  /// All of it in words.
  [[nodiscard]] std::string message() const;
};

/// Thrown by Trainer::fit when a loss or a derivative is not finite. The model then has the
/// parameters it had after the last complete epoch, or at first.
class TrainingDiverged : public DivergedError {
 public:
  explicit TrainingDiverged(const Divergence& details)
      : DivergedError(details.message()), details_(details) {}
  [[nodiscard]] const Divergence& details() const { return details_; }

 private:
  Divergence details_;
};

}  // namespace riserun::train

// The learning-rate range test (Smith 2017): train with a rate that grows from far too small to far
// too large, and look where the loss falls fastest.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <riserun/train/fit/trainer.hpp>

namespace riserun::train {

struct RateSearch {
  double lowest = 1e-6;     // > 0
  double highest = 10.0;    // > lowest
  int steps = 200;          // updates at most, >= 20
  double smoothing = 0.95;  // of the loss: the share that the past keeps, in [0, 1)
  double explosion = 4.0;   // ends where the losses' running median is so many times its least, > 1

  /// Throws ConfigError naming the option outside its range.
  void validate() const;
};

/// One update: its rate, the mean loss of its batch before it, and that loss smoothed.
struct RatePoint {
  double rate, loss, smoothed_loss;
};

struct RateCurve {
  std::vector<RatePoint> points;
  /// Where the loss (its running median, which outliers do not move) falls most steeply over
  /// ln(rate), but at least a tenth of the rate at which it has all but reached its least; NaN
  /// where it never falls by more than the batches' noise and 5 %.
  double suggestion;
  /// Where the running median is least: a rate that is too high already.
  double least;

  [[nodiscard]] std::string to_csv() const;
};

/// The suggestion of points with rising rates; the steepest place is that of the steepest straight
/// line through a tenth of them.
[[nodiscard]] RateCurve rate_curve(std::vector<RatePoint> points);

/// `fit` is called with a trainer that has the options but for the learning rate, its schedule and
/// the epochs; it calls the trainer's fit() on training data of `points` points. The parameters are
/// then as before. Throws what fit() throws, a divergence excepted, which ends the search.
[[nodiscard]] RateCurve search_rate(const TrainerOptions& options, nn::ParameterSet& parameters,
                                    std::size_t points, const RateSearch& search,
                                    const std::function<void(Trainer&)>& fit);

/// Of an MLP on a Dataset, as Trainer::fit takes them.
[[nodiscard]] RateCurve search_rate(const TrainerOptions& options, nn::MLP& model,
                                    const nn::AnyLoss& loss, const Dataset& training,
                                    const RateSearch& search = {});

/// Of any model on any points.
template <Trainable Model, class Loss, PointSource Points>
requires PointLoss<Loss, Model, Points>
[[nodiscard]] RateCurve search_rate(const TrainerOptions& options, Model& model, const Loss& loss,
                                    const Points& points, const RateSearch& search = {}) {
  return search_rate(options, parameters_of(model), std::size(points), search,
                     [&](Trainer& trainer) { trainer.fit(model, loss, points); });
}

}  // namespace riserun::train

// Loss and accuracy of a model on data, without a graph.
#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/judging/metric.hpp>

namespace riserun::train {

struct Evaluation {
  static constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

  double loss = kAbsent;           // mean over the points
  double weighted_loss = kAbsent;  // each class counted by its weight; NaN without weights
  double accuracy = kAbsent;       // share in [0, 1]; NaN where there are no classes
  std::size_t points = 0;
  MetricValues metrics{};  // those that Metrics asks for
};

/// The data's features must be scaled as for training. The same bits for any number of workers.
/// Throws ShapeError when model, loss and data do not fit, DataError for no rows.
[[nodiscard]] Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss,
                                  const Dataset& data, Workers& workers);
/// The same with metrics, and with a weight for each class (none: they are equal).
[[nodiscard]] Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss,
                                  const Dataset& data, Workers& workers, const Metrics& metrics,
                                  std::span<const double> class_weights = {});

}  // namespace riserun::train

// Loss and accuracy of a model on data, without a graph.
#pragma once

#include <cstddef>
#include <limits>

#include "nn/losses.hpp"
#include "nn/mlp.hpp"
#include "train/dataset.hpp"
#include "train/workers.hpp"

namespace riserun::train {

struct Evaluation {
  static constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

  double loss = kAbsent;      // mean over the points
  double accuracy = kAbsent;  // share in [0, 1]; NaN where there are no classes
  std::size_t points = 0;
};

/// The data's features must be scaled as for training. The same bits for any number of workers.
/// Throws ShapeError when model, loss and data do not fit, DataError for no rows.
[[nodiscard]] Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss,
                                  const Dataset& data, Workers& workers);

}  // namespace riserun::train

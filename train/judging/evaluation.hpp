// Loss and accuracy of a model on data, without a graph.
#pragma once

#include <cstddef>
#include <limits>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/scaling.hpp>
#include <riserun/train/gradient/workers.hpp>

namespace riserun::train {

struct Evaluation {
  static constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

  double loss = kAbsent;      // mean over the points
  double accuracy = kAbsent;  // share in [0, 1]; NaN where there are no classes
  std::size_t points = 0;
  // What Metrics asks for.
  double f1 = kAbsent, auc = kAbsent, top_k = kAbsent, rmse = kAbsent, mae = kAbsent, r2 = kAbsent;
};

/// What is measured beside loss and accuracy; what does not fit the task stays out.
struct Metrics {
  bool f1 = false;        // macro F1
  bool auc = false;       // of more than two classes: the mean of each against the rest
  std::size_t top_k = 0;  // the right class is among the k likeliest, where there are more; 0: not
  bool rmse = false, mae = false, r2 = false;  // of several targets the mean
  Scaling target_scaling{};                    // undone for rmse and mae

  [[nodiscard]] bool any() const { return f1 || auc || top_k > 0 || rmse || mae || r2; }
};

/// The data's features must be scaled as for training. The same bits for any number of workers.
/// Throws ShapeError when model, loss and data do not fit, DataError for no rows.
[[nodiscard]] Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss,
                                  const Dataset& data, Workers& workers);
/// The same with metrics.
[[nodiscard]] Evaluation evaluate(const nn::MLP& model, const nn::AnyLoss& loss,
                                  const Dataset& data, Workers& workers, const Metrics& metrics);

}  // namespace riserun::train

// All that is said about a trained MLP on labelled data: the loss, and the figures of its task.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/scaling.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/judging/confusion.hpp>
#include <riserun/train/judging/metric.hpp>

namespace riserun::train {

/// One target of a regression, in its own unit.
struct NumberReport {
  std::string name;
  MetricValues metrics;
  double constant, constant_rmse;  // what options.constants said, and its error; NaN without them
};

struct Report {
  static constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

  std::size_t points = 0;
  double loss = kAbsent;  // mean over the points, of scaled targets where they are scaled

  // A classification.
  std::vector<std::string> class_names;
  ConfusionMatrix confusion{0};
  double accuracy = kAbsent;
  std::size_t top_k = 0;   // 0: not counted
  MetricValues metrics{};  // all that classes have

  // A regression: one for each target.
  std::vector<NumberReport> numbers;
};

struct ReportOptions {
  std::size_t top_k = 3;     // counted where there are more classes than that; 0: not
  Scaling target_scaling{};  // undone for a regression's figures
  // Predictions without a model to compare with, one for each target, scaled as the data are.
  std::vector<double> constants{};
};

/// The mean of each target of a regression: the best constant prediction.
[[nodiscard]] std::vector<double> target_means(const Dataset& data);

/// The data must be scaled as for training. Throws ShapeError when model, loss and data do not fit,
/// DataError for no rows.
[[nodiscard]] Report report(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                            Workers& workers, const ReportOptions& options = {});

}  // namespace riserun::train

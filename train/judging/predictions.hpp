// What a model predicts for labelled data, beside the truth: what every figure is taken of.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/scaling.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/judging/confusion.hpp>

namespace riserun::train {

/// The outputs of every row, row after row; the data must be scaled as for training. Throws
/// ShapeError when model and data do not fit.
[[nodiscard]] std::vector<double> all_outputs(const nn::MLP& model, const Dataset& data,
                                              Workers& workers);

/// A classifier's outputs and the true classes.
struct ClassPredictions {
  /// `outputs` as all_outputs() has them; both must outlive this.
  ClassPredictions(std::span<const double> outputs, const Dataset& data, const nn::AnyLoss& loss);

  [[nodiscard]] std::size_t rows() const { return data.size(); }
  [[nodiscard]] std::span<const double> row(std::size_t i) const {
    return outputs.subspan(i * width, width);
  }
  [[nodiscard]] std::size_t label(std::size_t i) const {
    return static_cast<std::size_t>(data[i].label);
  }

  std::span<const double> outputs;
  const Dataset& data;
  std::size_t width;  // outputs a row
  bool softmax;       // the outputs are the logits of a softmax
  ConfusionMatrix confusion;
};

/// Area under the ROC curve, the mean of each class against the rest; NaN unless there are two
/// classes at least among the rows.
[[nodiscard]] double mean_auc(const ClassPredictions& predictions);
/// The share of the rows whose class is among the k likeliest; NaN where there are no more than k
/// classes, or k is 0.
[[nodiscard]] double top_k_accuracy(const ClassPredictions& predictions, std::size_t k);

/// A regression's predictions and targets, a column for each target, in the targets' own unit.
struct NumberPredictions {
  /// `scaling` is that of the targets, and is undone.
  NumberPredictions(std::span<const double> outputs, const Dataset& data, const Scaling& scaling);

  std::vector<std::vector<double>> predictions, targets;
};

}  // namespace riserun::train

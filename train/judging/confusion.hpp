// Which classes are taken for which.
#pragma once

#include <cstddef>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/gradient/workers.hpp>

namespace riserun::train {

/// Counts of (true class, predicted class).
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(std::size_t classes) : classes_(classes), counts_(classes * classes) {}

  /// Throws ShapeError for a class outside 0 .. classes() - 1.
  void add(int truth, int predicted, std::size_t count = 1);
  /// Adds the counts of a matrix of as many classes; throws ShapeError for another number.
  void add(const ConfusionMatrix& other);

  [[nodiscard]] std::size_t classes() const { return classes_; }
  [[nodiscard]] std::size_t count(int truth, int predicted) const;
  [[nodiscard]] std::size_t total() const;
  [[nodiscard]] std::size_t points_of(int truth) const;
  [[nodiscard]] std::size_t predictions_of(int predicted) const;

  /// Share of right predictions; NaN without any point.
  [[nodiscard]] double accuracy() const;
  /// Share of the points of a class that were recognised; NaN when it has none.
  [[nodiscard]] double recall(int truth) const;
  /// Share of the predictions of a class that were right; NaN when there are none.
  [[nodiscard]] double precision(int predicted) const;

  /// The harmonic mean of precision and recall, 2 right / (points + predictions of the class); NaN
  /// when it has neither.
  [[nodiscard]] double f1(int label) const;
  /// Its mean over the classes that have one.
  [[nodiscard]] double macro_f1() const;

  struct Confusion {
    int truth, predicted;
    std::size_t count;
  };
  /// The commonest mistakes, at most `most`, the commonest first, equals by class numbers.
  [[nodiscard]] std::vector<Confusion> worst(std::size_t most) const;

 private:
  [[nodiscard]] std::size_t place(int truth, int predicted) const;

  std::size_t classes_;
  std::vector<std::size_t> counts_;  // true class by true class
};

/// Predictions for a classification, whose features must be scaled as the model was trained. Throws
/// ShapeError when model and data do not fit.
[[nodiscard]] ConfusionMatrix confusion(const nn::MLP& model, const nn::AnyLoss& loss,
                                        const Dataset& data, Workers& workers);

}  // namespace riserun::train

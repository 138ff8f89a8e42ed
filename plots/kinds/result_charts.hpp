// What a model answers against what is true: ROC curves and predictions.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// A score for each point, higher for "yes", and whether the answer is yes.
struct Scores {
  std::string name = {};
  std::vector<double> score = {};
  std::vector<bool> yes = {};
};

/// The share of "yes" points above a threshold against that of "no" points, over all thresholds.
struct RocCurve {
  std::vector<double> false_positive = {};
  std::vector<double> true_positive = {};
  double area = 0.0;  ///< 1 for a perfect score, 0.5 for guessing.
};

/// Points of equal score are passed together. Throws DataError for columns of different sizes, a
/// score that is not a number, and points of one kind only.
[[nodiscard]] RocCurve roc_curve(const Scores& scores);

/// A curve for each, its area in the legend, and the line of guessing.
[[nodiscard]] Chart roc_chart(const std::vector<Scores>& scores, const std::string& title);

/// Predictions against true numbers, with the line where they are equal.
[[nodiscard]] Chart prediction_chart(const std::vector<double>& truth,
                                     const std::vector<double>& predicted,
                                     const std::string& target, const std::string& title);

}  // namespace riserun::plots

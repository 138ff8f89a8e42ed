// Pictures of what a model answers: ROC curves, predictions against truth, boundaries, small
// images.
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

/// What a model of two features says all over a plane.
struct Boundary {
  std::vector<double> x = {};  ///< Places of the grid's columns, ascending, at least 2.
  std::vector<double> y = {};  ///< And of its rows.
  /// Class by class a grid, row after row: how strongly the model speaks for the class; where two
  /// are equal is the boundary between them. Two classes: probabilities.
  std::vector<std::vector<double>> strength = {};
  std::vector<std::string> classes = {};
  std::vector<std::vector<double>> points_x = {}, points_y = {};  ///< The data, class by class.
  std::string x_name = {}, y_name = {};
};

/// Two classes: the probability of the second as filled contours, the boundary as a line. More:
/// each class's region. The points stand on it. Throws DataError when sizes disagree.
[[nodiscard]] Chart boundary_chart(const Boundary& boundary, const std::string& title,
                                   const std::string& subtitle = {});

/// A small grey image, `width` numbers a row, from the top.
struct Image {
  std::vector<double> pixels = {};
  std::size_t width = 1;
  std::string caption = {};
};

/// The images side by side in rows, each in its own range of greys, the caption above it. Throws
/// DataError for none, and for pixels that fill no rows.
[[nodiscard]] Chart image_sheet(const std::vector<Image>& images, const std::string& title,
                                const std::string& subtitle = {});

}  // namespace riserun::plots

// What a classifier of two features says over their plane.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// What a model of two features says all over a plane.
struct Boundary {
  std::vector<double> x = {};  ///< Places of the grid's columns, ascending, at least 2.
  std::vector<double> y = {};  ///< And of its rows.
  /// Class by class a grid, row after row: how strongly the model speaks for the class; where two
  /// are equal is the boundary between them.
  std::vector<std::vector<double>> strength = {};
  bool probabilities = true;  ///< So the strengths are; else scores without a unit.
  std::vector<std::string> classes = {};
  std::vector<std::vector<double>> points_x = {}, points_y = {};  ///< The data, class by class.
  std::string x_name = {}, y_name = {};
};

/// Two classes: the probability of the second as filled contours (or how far its score is ahead), the
/// boundary as a line. More:
/// each class's region. The points stand on it. Throws DataError when sizes disagree.
[[nodiscard]] Chart boundary_chart(const Boundary& boundary, const std::string& title,
                                   const std::string& subtitle = {});

}  // namespace riserun::plots

// Pictures of rise over run: secants that turn into the tangent, and a function with its derivative.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// A curve, and the runs that begin at one of its points, the longest first. Columns of one kind have
/// one size.
struct SlopeColumns {
  std::string title = {};
  std::string variable = "x";  ///< What runs.
  std::string function = "f";  ///< What rises.
  std::vector<double> x = {};  ///< The curve's.
  std::vector<double> y = {};
  double at_x = 0.0, at_y = 0.0;       ///< Where all runs begin.
  std::optional<double> tangent = {};  ///< The derivative there; none: not drawn.
  std::vector<double> h = {};          ///< Lengths of the runs, > 0.
  std::vector<double> run = {};        ///< As they were; negative to the left.
  std::vector<double> rise = {};
  std::vector<double> error = {};     ///< |rise / run - derivative|; beneath the curve, against h.
  std::vector<double> rounding = {};  ///< What rounding of f may add to that; empty: not drawn.
  std::string note = {};              ///< Below the title of what shows all runs.
  std::optional<std::size_t> best = {};  ///< The run to be marked.
  Theme theme = Theme::light;
};

/// All secants at once, with the tangent. Throws DataError where sizes differ.
[[nodiscard]] Chart slope_chart(const SlopeColumns& columns);
/// A picture for each run, of one size and with the same axes, and slope_chart as the last.
[[nodiscard]] std::vector<Chart> slope_frames(const SlopeColumns& columns);

/// A function and its derivative; all columns of one size. A NaN is a gap.
struct FunctionColumns {
  std::string title = {};
  std::string variable = "x";
  std::string function = "f";
  std::vector<double> x = {};
  std::vector<double> y = {};
  std::vector<double> slope_x = {};  ///< The derivative's own places: it has gaps of its own.
  std::vector<double> slope = {};
  Theme theme = Theme::light;
};

/// One above the other, over the same x.
[[nodiscard]] Chart function_chart(const FunctionColumns& columns);

}  // namespace riserun::plots

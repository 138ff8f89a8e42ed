// Shapes with an area: a plane of numbers as colours or contours, bars, and text in place.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace riserun::plots {

/// `cells` paints a rectangle a number; `contours` paints bands between levels, drawn through the
/// numbers as heights at their places; `region` paints, in one colour, where the heights are >= 0.
enum class FieldStyle { cells, contours, region };

/// `sequential` runs from pale to strong, `diverging` from palette colour 0 through the background
/// to palette colour 1. Both keep their order for the colour-blind and in grey.
enum class FieldColors { sequential, diverging };

/// Numbers on a grid. A number that is not finite is painted grey (of a region: not at all).
struct Field {
  std::string name = {};       ///< Beside the colour bar; of a region: in the legend.
  std::vector<double> x = {};  ///< Places of columns, strictly ascending; at least 2 (of cells 1).
  std::vector<double> y = {};  ///< Places of the rows, likewise.
  std::vector<double> z = {};  ///< Row after row: y.size() * x.size() numbers.
  FieldStyle style = FieldStyle::cells;
  FieldColors colors = FieldColors::sequential;
  std::optional<double> low = {};   ///< The number of the first colour; none: the lowest.
  std::optional<double> high = {};  ///< The number of the last colour; none: the highest.
  int levels = 10;                  ///< Bands of contours, 2 to 64.
  bool bar = true;                  ///< With a colour bar at the right (never of a region).
  bool percent = false;             ///< The numbers are fractions; the bar reads in percent.
  int color = 0;                    ///< Of a region: place in the palette.
  double strength = 1.0;            ///< 0 to 1: how far its colours stand out from the background.
};

/// Rectangles, `width` wide in the units of x, from `low` to `high`.
struct Bars {
  std::string name = {};         ///< Legend text; empty: not in the legend.
  std::vector<double> x = {};    ///< The middles.
  std::vector<double> low = {};  ///< Empty: 0, or the axis on a log axis. For stacked bars.
  std::vector<double> high = {};
  double width = 0.8;
  int color = 0;  ///< Place in the palette.
};

/// Text in the panel, centered on (x, y). On a field it is dark or pale, whichever can be read.
struct Label {
  double x = 0.0;
  double y = 0.0;
  std::string text = {};
};

}  // namespace riserun::plots

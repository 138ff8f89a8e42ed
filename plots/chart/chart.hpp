// What a chart is: panels of series, as plain numbers and text. writing/save.hpp draws it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/field.hpp>

namespace riserun::plots {

/// Colours of the whole picture. Both use the Okabe-Ito colours, which people with any of the
/// common colour blindnesses tell apart.
enum class Theme { light, dark };

/// How a series is drawn. `steps` holds each y until the next x.
enum class Style { line, dashed, points, line_and_points, steps };

/// One curve. `x` and `y` have the same size, in drawing order. A NaN or infinity in either is a
/// gap, and so is a magnitude beyond 1e300; on a log axis so is a value <= 0. What is left out is
/// counted in the legend. A point with gaps on both sides is drawn as a dot.
struct Series {
  std::string name;  ///< Legend text, any UTF-8; empty: not in the legend.
  std::vector<double> x = {};
  std::vector<double> y = {};
  Style style = Style::line;
  int color = -1;      ///< Place in the palette, 0 and up; -1: the series' own place in the panel.
  bool faint = false;  ///< Thin and pale: raw values beneath a smoothed curve.
  bool gaps_meant = false;  ///< What is not finite separates pieces; the legend does not count it.
  bool invisible = false;   ///< Only gives the axes their ranges.
  bool rimmed = false;      ///< Dots with a rim, which can be seen on any colour.
};

/// A filled region between two curves (mean plus and minus a deviation), drawn under the series.
/// The three columns have the same size; a gap in any of them is a gap in the band.
struct Band {
  std::string name = {};  ///< Legend text; empty: not in the legend.
  std::vector<double> x = {};
  std::vector<double> low = {};
  std::vector<double> high = {};
  int color = 0;  ///< Place in the palette; give it that of the curve it belongs to.
};

/// A vertical line at `x` with its label above the panel, such as the best epoch.
struct Marker {
  double x = 0.0;
  std::string label = {};        ///< Empty: the line alone.
  std::optional<double> y = {};  ///< With a ring at (x, y), on the curve that is meant.
};

/// One pair of axes.
struct Panel {
  std::string title = {};
  std::string x_label = {};
  std::string y_label = {};
  bool log_x = false;
  bool log_y = false;
  bool y_percent = false;                ///< y is a fraction, and its axis reads in percent.
  std::optional<double> y_floor = {};    ///< The axis never goes below this just for air.
  std::optional<double> y_ceiling = {};  ///< The axis never goes above this just for air.
  std::vector<Series> series = {};
  std::vector<Band> bands = {};
  std::vector<Marker> markers = {};
  std::vector<Field> fields = {};  ///< Under everything else, in their order. The axes end there.
  std::vector<Bars> bars = {};
  std::vector<Label> labels = {};
  /// Names of the whole numbers 0, 1, ... along the axis, instead of numbers. The axis then shows
  /// -0.5 to the number of names - 0.5; x names that are too long stand upright.
  std::vector<std::string> x_names = {};
  std::vector<std::string> y_names = {};
  int legend_rows = 6;        ///< At most, the title's among them; what does not fit is counted.
  bool y_downward = false;    ///< y grows downwards, as the rows of a table do.
  bool bare = false;          ///< No axes, no numbers.
  double height_share = 1.0;  ///< Height of this panel relative to the others; > 0.
};

/// A picture: panels one above the other.
struct Chart {
  std::string title = {};
  std::string subtitle = {};
  std::vector<Panel> panels = {};
  int width = 900;       ///< Pixels (PNG: two dots each), 240 to 10000.
  int height = 0;        ///< Pixels, 160 to 10000; 0: what the panels need.
  bool share_x = false;  ///< One x range for all panels; numbers and label under the last one only.
  Theme theme = Theme::light;
};

}  // namespace riserun::plots

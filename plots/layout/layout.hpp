// Where everything in a picture stands, in pixels from the upper left corner. The SVG writer draws
// this and decides nothing itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/plots/layout/axis.hpp>
#include <riserun/plots/layout/colors.hpp>
#include <riserun/plots/layout/contour.hpp>
#include <riserun/plots/layout/trace.hpp>

namespace riserun::plots {

constexpr double kTickFont = 12.0;
constexpr double kTickLength = 4.0;
constexpr double kTickGap = 8.0;  ///< From an axis to its numbers.
constexpr double kSwatchWidth = 22.0;
constexpr double kDotRadius = 2.6;
constexpr double kRim = 1.1;  ///< Around a dot, in the colour of the background.
constexpr double kRingRadius = 4.5;
constexpr double kDashOn = 6.0;
constexpr double kDashOff = 4.0;
constexpr double kBandOpacity = 0.2;

enum class Anchor { start, middle, end };

/// A line of text; (x, y) is its anchor in the middle of its height.
struct Text {
  double x;
  double y;
  std::string text;
  double size = kTickFont;
  Anchor anchor = Anchor::start;
  bool bold = false;
  bool upward = false;  ///< Turned a quarter to the left.
  std::string color = {};
};

/// Filled by the even-odd rule, in the units of the data.
struct FilledArea {
  std::string name;
  std::string color;
  std::vector<Ring> rings;
  bool crisp;  ///< Rectangles, which would show seams with softened rims.
};

/// A rectangle in pixels: a piece of a colour bar.
struct Box {
  double x, y, width, height;
  std::string color;
};

struct Curve {
  std::string name;  ///< As in the series.
  Style style;
  std::string color;
  double width;    ///< Pixels.
  double opacity;  ///< 0 to 1.
  bool dashed;
  bool rimmed;
  Trace trace;
};

struct FilledBand {
  std::string name;
  std::string color;
  std::vector<BandPart> parts;
};

enum class SwatchKind { curve, band, fill };

/// The sample of a curve or filling in front of its name in the legend; (x, y) is its left end.
struct Swatch {
  double x;
  double y;
  SwatchKind kind;
  std::size_t index;       ///< In curves or bands.
  std::string color = {};  ///< Of a filling.
};

struct Mark {
  double x;                 ///< In the units of the data.
  double top;               ///< Pixels: the upper end of the line.
  std::optional<double> y;  ///< In the units of the data: a ring.
  std::string label;
};

struct PanelLayout {
  double left, top, width, height;  ///< The area between the axes.
  Axis x, y;
  bool bare = false;              ///< Without axes.
  std::vector<FilledArea> areas;  ///< Fields, then bars.
  std::vector<Box> boxes;         ///< The colour bar.
  std::vector<FilledBand> bands;
  std::vector<Curve> curves;
  std::vector<Mark> marks;
  std::vector<Swatch> swatches;
  std::vector<Text> x_numbers;
  std::vector<Text> y_numbers;
  std::vector<Text> texts;  ///< Titles, labels, legend, messages.

  [[nodiscard]] double pixel_x(double value) const { return left + width * x.place(value); }
  [[nodiscard]] double pixel_y(double value) const { return top + height * (1.0 - y.place(value)); }
};

struct Layout {
  int width;
  int height;
  ThemeColors colors;
  std::string title = {};        ///< The whole title, not cut to fit.
  std::string description = {};  ///< For those who cannot see the picture.
  std::vector<Text> texts = {};
  std::vector<PanelLayout> panels = {};
};

/// Throws what check_chart throws, and ConfigError when the height leaves a panel no room.
[[nodiscard]] Layout arrange(const Chart& chart);

}  // namespace riserun::plots

// A series cut into unbroken lines and thinned to what the pixels can show.
#pragma once

#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/plots/layout/axis.hpp>

namespace riserun::plots {

struct Point {
  double x;
  double y;
};

/// In the units of the data. A point between two gaps is in `dots`, not in `lines`.
struct Trace {
  std::vector<std::vector<Point>> lines;
  std::vector<Point> dots;
};

/// The series as it is drawn on these axes, `width` by `height` pixels. Short series are kept as
/// they are. Of a long one each run of points in the same pixel column keeps its first, lowest,
/// highest and last, so that the line covers the same pixels; of many points of Style::points each
/// pixel keeps one.
[[nodiscard]] Trace trace_series(const Series& series, const Axis& x, const Axis& y, double width,
                                 double height);

/// The outline of an unbroken part of a band.
struct BandPart {
  std::vector<double> x;
  std::vector<double> low;
  std::vector<double> high;
};

/// The band as it is drawn; a long one keeps the lowest low and highest high of each pixel column.
[[nodiscard]] std::vector<BandPart> trace_band(const Band& band, const Axis& x, const Axis& y,
                                               double width);

}  // namespace riserun::plots

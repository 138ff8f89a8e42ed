// What stands above a panel, never over its curves: title and legend, and the labels of markers.
#pragma once

#include <string>
#include <vector>

namespace riserun::plots {

/// One name in the legend, placed. x is that of its swatch; row 0 is the uppermost.
struct LegendPlace {
  double x;
  int row;
  std::string text;  ///< Cut to fit; empty: not shown.
};

struct LegendRows {
  std::vector<LegendPlace> places;  ///< As many as there were names.
  int rows = 0;                     ///< Of title and legend together.
  std::string more;  ///< "and 12 more", when there are too many; at the last row's end.
  double more_x = 0.0;
};

/// The title at the left and the legend at the right of one row where both fit; else the legend in
/// rows beneath the title, at most `most_rows` with it, between x = `left` and `right`. Empty names
/// take no place.
[[nodiscard]] LegendRows place_legend(const std::string& title,
                                      const std::vector<std::string>& names, double left,
                                      double right, int most_rows = 6);

struct MarkerLabelPlace {
  double x;      ///< The middle of the label.
  int row;       ///< 0 is the one next to the panel.
  int line_row;  ///< How far up its line may go without crossing another label: at most `row`.
};

/// Labels of these widths centered on these x where they can be, inside `left` to `right`, in as
/// many rows as it takes that none touches another. A width of 0 takes no place.
[[nodiscard]] std::vector<MarkerLabelPlace> place_marker_labels(const std::vector<double>& centers,
                                                                const std::vector<double>& widths,
                                                                double left, double right);

}  // namespace riserun::plots

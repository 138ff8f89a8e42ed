// A field as areas to be filled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/field.hpp>
#include <riserun/plots/layout/contour.hpp>
#include <riserun/plots/layout/layout.hpp>

namespace riserun::plots {

/// The range of a field's colours; nothing when it has no finite number.
struct FieldRange {
  double low;
  double high;  ///< > low.
};
[[nodiscard]] std::optional<FieldRange> range_of(const Field& field);

/// Its areas, to be filled in this order. On a log axis the rims of cells lie midway in its scale.
[[nodiscard]] std::vector<FilledArea> field_areas(const Field& field, bool log_x, bool log_y,
                                                  Theme theme);

/// Where the columns (or rows) of cells begin and end: one more than there are places.
[[nodiscard]] std::vector<double> cell_rims(const std::vector<double>& places, bool log);

/// The colour of the field at a place, or nothing outside it.
[[nodiscard]] std::optional<std::string> color_at(const Field& field, double x, double y,
                                                  bool log_x, bool log_y, Theme theme);

/// The colours of its bar, from low to high.
[[nodiscard]] std::vector<std::string> bar_colors(const Field& field, Theme theme);

}  // namespace riserun::plots

// Where a plane of numbers reaches a height: closed rings around it, and the lines themselves.
#pragma once

#include <vector>

#include <riserun/plots/chart/field.hpp>
#include <riserun/plots/layout/trace.hpp>

namespace riserun::plots {

using Ring = std::vector<Point>;  ///< Closed; the last point is not the first again.

/// The outlines of where `field.z >= height`, between its first and last columns and rows, the
/// places between taken as straight slopes. Numbers that are not finite count as lower. The inside
/// lies to the left of each ring, so that holes run the other way round.
[[nodiscard]] std::vector<Ring> contour_rings(const Field& field, double height);

/// The same without the parts that run along the rim of the field: the line at that height, as
/// open pieces (a closed piece repeats its first point).
[[nodiscard]] std::vector<std::vector<Point>> contour_lines(const Field& field, double height);

}  // namespace riserun::plots

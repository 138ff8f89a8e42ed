// The SVG writer: a chart as one self-contained SVG document, without any program.
#pragma once

#include <string>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// The SVG document, UTF-8. A pure function: the same chart gives the same bytes. Throws what
/// check_chart throws. Each panel is a `<g class="panel">`, each curve a
/// `<path class="series" data-name="...">`, each marker a `<g class="marker">`.
[[nodiscard]] std::string to_svg(const Chart& chart);

}  // namespace riserun::plots

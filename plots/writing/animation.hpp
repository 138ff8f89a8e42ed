// Charts one after the other in one SVG that moves by itself.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// The frames, `seconds` each, over and over; the last stays three times as long. Viewers that do
/// not animate, and readers who asked for less motion, see the last. Throws DataError for no frame,
/// ConfigError for frames of different sizes.
[[nodiscard]] std::string animated_svg(const std::vector<std::string>& frames, double seconds);

/// The same of charts.
[[nodiscard]] std::string animated_svg(const std::vector<Chart>& frames, double seconds);

}  // namespace riserun::plots

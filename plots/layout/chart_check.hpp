// Whether a chart can be drawn; save() and to_svg() ask.
#pragma once

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// Throws DataError when columns differ in size, there is no panel, or no panel has anything that
/// can be drawn; ConfigError when a size, share or bound is outside its range. The message names
/// the chart and the series, field or other part that is wrong.
void check_chart(const Chart& chart);

}  // namespace riserun::plots

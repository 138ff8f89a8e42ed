// The axes of a panel whose area is known, and the numbers or names along them.
#pragma once

#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/panel_plan.hpp>

namespace riserun::plots {

/// Sets the axes of `out`, whose area is set, and the texts along them.
void add_axes(PanelLayout& out, const PanelPlan& plan, const ThemeColors& colors);

/// The left edge of the area at which the panel's y numbers and label fit the margin.
[[nodiscard]] double needed_left(const PanelLayout& panel, const PanelPlan& plan);

}  // namespace riserun::plots

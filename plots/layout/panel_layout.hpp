// Fills a panel whose area is known: axes, legend, markers, curves, labels.
#pragma once

#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/panel_plan.hpp>

namespace riserun::plots {

/// `out` has its area set; everything else is set here. `top` is where the panel's rows begin,
/// above its area; `right` the right edge of the text. Sets `plan.marker_rows`.
void fill_panel(PanelLayout& out, PanelPlan& plan, double top, double right,
                const ThemeColors& colors, Theme theme);

}  // namespace riserun::plots

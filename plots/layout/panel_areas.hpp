// What has an area in a panel whose axes are known: fields, bars, colour bar, text in place.
#pragma once

#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/panel_plan.hpp>

namespace riserun::plots {

void add_areas(PanelLayout& out, const Panel& panel, Theme theme);
void add_color_bar(PanelLayout& out, const PanelPlan& plan, const ThemeColors& colors, Theme theme);
void add_place_labels(PanelLayout& out, const Panel& panel, const ThemeColors& colors, Theme theme);

}  // namespace riserun::plots

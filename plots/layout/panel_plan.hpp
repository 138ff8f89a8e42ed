// What is known of a panel before it has a place: the ranges of its data, the rows around its axes.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/plots/layout/header_rows.hpp>
#include <riserun/plots/layout/survey.hpp>

namespace riserun::plots {

struct PanelPlan {
  const Panel* panel = nullptr;
  Survey found;
  std::vector<std::string> names;  ///< For the legend: series, bands, bars, regions.
  LegendRows legend;
  bool x_numbers = true;
  double upright = 0.0;        ///< Height of upright x names; 0: they lie, or there are none.
  const Field* bar = nullptr;  ///< The field that has a colour bar.
  double bar_width = 0.0;      ///< Of the colour bar and its numbers.
  int marker_rows = 0;         ///< Of labels above the panel; known once the panel's width is.

  [[nodiscard]] double above() const;  ///< Pixels over the axes.
  [[nodiscard]] double below() const;  ///< Pixels under the axes.
};

/// The numbers beside a colour bar of this height, which ends where the field's range does.
[[nodiscard]] Axis bar_axis(const Field& field, double height);

[[nodiscard]] std::vector<PanelPlan> plan_panels(const Chart& chart);

}  // namespace riserun::plots

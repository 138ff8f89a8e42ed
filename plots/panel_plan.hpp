// What is known of a panel before its place is: its data's ranges and the rows around its axes.
#pragma once

#include <string>
#include <vector>

#include "plots/chart.hpp"
#include "plots/header_rows.hpp"
#include "plots/survey.hpp"

namespace riserun::plots {

struct PanelPlan {
  const Panel* panel = nullptr;
  Survey found;
  std::vector<std::string> names;  ///< For the legend: series, then bands.
  LegendRows legend;
  bool x_numbers = true;
  int marker_rows = 0;  ///< Of labels above the panel; known once the panel's width is.

  [[nodiscard]] double above() const;  ///< Pixels over the axes.
  [[nodiscard]] double below() const;  ///< Pixels under the axes.
};

[[nodiscard]] std::vector<PanelPlan> plan_panels(const Chart& chart);

}  // namespace riserun::plots

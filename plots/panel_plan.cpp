#include "plots/panel_plan.hpp"

#include "plots/page_metrics.hpp"
#include "plots/text.hpp"

namespace riserun::plots {

double PanelPlan::above() const {
  const double rows = kLegendRow * legend.rows + kMarkerRow * marker_rows;
  return rows + (marker_rows > 0 ? 4.0 : 10.0);  // The uppermost number is half above its tick.
}

double PanelPlan::below() const {
  if (!x_numbers) return 0.0;
  return kNumbersRow + (panel->x_label.empty() ? 0.0 : kLabelRow);
}

std::vector<PanelPlan> plan_panels(const Chart& chart) {
  std::vector<PanelPlan> plans;
  for (const Panel& panel : chart.panels) {
    PanelPlan& plan = plans.emplace_back();
    plan.panel = &panel;
    plan.found = survey(panel);
    plan.x_numbers = !chart.share_x || &panel == &chart.panels.back();
    plan.marker_rows = 0;
    for (std::size_t i = 0; i < panel.series.size(); ++i) {
      plan.names.push_back(one_line(legend_text(panel.series[i].name, plan.found.series[i])));
    }
    for (std::size_t i = 0; i < panel.bands.size(); ++i) {
      plan.names.push_back(one_line(legend_text(panel.bands[i].name, plan.found.bands[i])));
    }
    plan.legend = place_legend(one_line(panel.title), plan.names, kMargin, chart.width - kMargin);
  }
  if (chart.share_x) {
    Survey all;
    for (const PanelPlan& plan : plans) {
      if (plan.found.x.empty) continue;
      all.x.add(plan.found.x.low);
      all.x.add(plan.found.x.high);
      all.integer_x = all.integer_x && plan.found.integer_x;
    }
    for (PanelPlan& plan : plans) plan.found.x = all.x, plan.found.integer_x = all.integer_x;
  }
  return plans;
}

}  // namespace riserun::plots

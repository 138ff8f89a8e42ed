#include <riserun/plots/layout/panel_plan.hpp>

#include <algorithm>

#include <riserun/plots/layout/field_areas.hpp>
#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/page_metrics.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {

double PanelPlan::above() const {
  const double rows = kLegendRow * legend.rows + kMarkerRow * marker_rows;
  return rows + (marker_rows > 0 ? 4.0 : 10.0);  // The uppermost number is half above its tick.
}

double PanelPlan::below() const {
  if (!x_numbers || panel->bare) return 0.0;
  return (upright > 0.0 ? upright + kTickGap + 4.0 : kNumbersRow) +
         (panel->x_label.empty() ? 0.0 : kLabelRow);
}

namespace {

// Names that are wider than their places stand upright.
void plan_names(PanelPlan& plan, int page_width) {
  const std::vector<std::string>& names = plan.panel->x_names;
  const double room = (page_width - 140.0) / static_cast<double>(names.size());
  double widest = 0.0;
  for (const std::string& name : names)
    widest = std::max(widest, text_width(one_line(name)) * kTickFont);
  if (widest + 8.0 > room) plan.upright = std::min(widest, kMostNameWidth);
}

// The first field that wants one; two scales beside one panel nobody can read.
void plan_bar(PanelPlan& plan) {
  for (const Field& field : plan.panel->fields) {
    if (!field.bar || field.style == FieldStyle::region || !range_of(field)) continue;
    plan.bar = &field;
    double widest = 0.0;
    for (const Tick& tick : bar_axis(field, 200.0).ticks)
      widest = std::max(widest, text_width(tick.label) * kTickFont);
    plan.bar_width =
        kBarGap + kBarWidth + kTickGap + widest + (field.name.empty() ? 0.0 : kLabelRow);
    return;
  }
}

}  // namespace

Axis bar_axis(const Field& field, double height) {
  const auto range = range_of(field);
  if (!range) return {};
  Axis axis = make_axis({range->low, range->high, false},
                        {.percent = field.percent, .length = height, .tick_spacing = 44.0});
  return axis;
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
      const Series& series = panel.series[i];
      Count count = plan.found.series[i];
      if (series.gaps_meant) count.not_finite = 0;
      plan.names.push_back(one_line(legend_text(series.name, count)));
    }
    for (std::size_t i = 0; i < panel.bands.size(); ++i) {
      plan.names.push_back(one_line(legend_text(panel.bands[i].name, plan.found.bands[i])));
    }
    for (std::size_t i = 0; i < panel.bars.size(); ++i) {
      plan.names.push_back(one_line(legend_text(panel.bars[i].name, plan.found.bars[i])));
    }
    for (const Field& field : panel.fields) {
      if (field.style == FieldStyle::region) plan.names.push_back(one_line(field.name));
    }
    plan_names(plan, chart.width);
    plan_bar(plan);
    plan.legend = place_legend(one_line(panel.title), plan.names, kMargin, chart.width - kMargin,
                               panel.legend_rows);
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

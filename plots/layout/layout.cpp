#include <riserun/plots/layout/layout.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/chart_check.hpp>
#include <riserun/plots/layout/page_metrics.hpp>
#include <riserun/plots/layout/panel_axes.hpp>
#include <riserun/plots/layout/panel_layout.hpp>
#include <riserun/plots/layout/panel_plan.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

double heading(const Chart& chart) {
  const double rows =
      (chart.title.empty() ? 0.0 : kTitleRow) + (chart.subtitle.empty() ? 0.0 : kSubtitleRow);
  return kMargin * 0.7 + rows + (rows > 0.0 ? 8.0 : 0.0);
}

// A lone panel is the whole picture; of several each needs less.
double usual_height(std::size_t panels) {
  return panels == 1 ? 400.0 : panels == 2 ? 260.0 : 220.0;
}

// One pass over the page with the panels' left edge at `left`; the width that the numbers of the y
// axes turn out to need goes to `needed`, the rows that marker labels need to the plans.
Layout place_all(const Chart& chart, std::vector<PanelPlan>& plans, double left, double& needed) {
  Layout page{.width = chart.width, .height = chart.height, .colors = theme_colors(chart.theme)};
  const double right = chart.width - kMargin;
  double fixed = heading(chart) + kMargin * 0.7;
  double shares = 0.0;
  for (const PanelPlan& plan : plans) {
    fixed += plan.above() + plan.below() + (&plan == &plans.back() ? 0.0 : kBetweenPanels);
    shares += plan.panel->height_share;
  }
  double unit = usual_height(plans.size());
  if (chart.height != 0) unit = (chart.height - fixed) / shares;
  double top = heading(chart);
  double bar_width = 0.0;
  for (const PanelPlan& plan : plans) bar_width = std::max(bar_width, plan.bar_width);
  needed = kMargin;
  for (PanelPlan& plan : plans) {
    const Panel& panel = *plan.panel;
    PanelLayout& out = page.panels.emplace_back();
    out.left = left;
    out.top = top + plan.above();
    out.width = right - bar_width - left;
    out.height = chart.height == 0 ? std::max(unit * panel.height_share, kLeastPanel)
                                   : unit * panel.height_share;
    if (!(out.height >= kLeastPanel)) {
      throw ConfigError(
          fmt::format("chart \"{}\": height {} leaves panel \"{}\" no room: give a "
                      "larger one, or 0",
                      chart.title, chart.height, panel.title));
    }
    fill_panel(out, plan, top, right, page.colors, chart.theme);
    needed = std::max(needed, needed_left(out, plan));
    top = out.top + out.height + plan.below() + kBetweenPanels;
  }
  if (chart.height == 0) {
    page.height = static_cast<int>(std::ceil(top - kBetweenPanels + kMargin * 0.7));
  }
  return page;
}

}  // namespace

Layout arrange(const Chart& chart) {
  check_chart(chart);
  std::vector<PanelPlan> plans = plan_panels(chart);
  // The left edge and the marker rows depend on the panels' sizes, which depend on them: a first
  // pass finds them, the second keeps them.
  double needed = 0.0;
  place_all(chart, plans, kLeastLeft, needed);
  const double left = std::min(needed, 0.6 * chart.width);
  Layout page = place_all(chart, plans, left, needed);
  page.title = one_line(chart.title);
  const double room = (chart.width - 2.0 * kMargin);
  double y = kMargin * 0.7;
  if (!chart.title.empty()) {
    page.texts.push_back({kMargin, y + kTitleRow / 2.0, fit_text(page.title, room / kTitleFont),
                          kTitleFont, Anchor::start, true, false, page.colors.text});
    y += kTitleRow;
  }
  if (!chart.subtitle.empty()) {
    page.texts.push_back({kMargin, y + kSubtitleRow / 2.0,
                          fit_text(one_line(chart.subtitle), room / kSubtitleFont), kSubtitleFont,
                          Anchor::start, false, false, page.colors.muted});
  }
  for (const PanelPlan& plan : plans) {
    for (const std::string& name : plan.names) {
      if (name.empty()) continue;
      page.description += (page.description.empty() ? "Curves: " : "; ");
      if (!plan.panel->title.empty()) page.description += one_line(plan.panel->title) + ", ";
      page.description += name;
    }
  }
  return page;
}

}  // namespace riserun::plots

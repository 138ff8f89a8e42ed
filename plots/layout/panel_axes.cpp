#include <riserun/plots/layout/panel_axes.hpp>

#include <algorithm>
#include <cmath>

#include <riserun/plots/layout/page_metrics.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

// Names at whole numbers; where they would touch, every second, third, ... only.
Axis name_axis(const Extent& extent, const std::vector<std::string>& names, double length,
               double apart) {
  Axis axis{.low = extent.low, .high = extent.high};
  const double place = length / (extent.high - extent.low);
  const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(apart / place)));
  const std::vector<std::string> fitted = fit_names(names, kMostNameWidth / kTickFont);
  for (std::size_t i = 0; i < names.size(); ++i)
    axis.ticks.push_back({static_cast<double>(i), i % every == 0 ? fitted[i] : std::string()});
  return axis;
}

// The numbers of an x axis may be wide (1.25×10⁻⁷): fewer of them until they stand apart.
Axis make_x_axis(const PanelPlan& plan, double width) {
  if (!plan.panel->x_names.empty())
    return name_axis(plan.found.x, plan.panel->x_names, width,
                     plan.upright > 0.0 ? kTickFont + 2.0 : 0.0);
  AxisOptions options{.log = plan.panel->log_x,
                      .integer = plan.found.integer_x && !plan.found.x.empty,
                      .air = plan.found.tight_x ? 0.0 : 0.015,
                      .length = width,
                      .tick_spacing = 72.0};
  Axis axis = make_axis(plan.found.x, options);
  for (int attempt = 0; attempt < 4; ++attempt) {
    double end = -1e9;
    bool crowded = false;
    for (const Tick& tick : axis.ticks) {
      if (tick.label.empty()) continue;
      const double half = text_width(tick.label) * kTickFont / 2.0;
      const double x = axis.place(tick.value) * width;
      crowded = crowded || x - half < end + 10.0;
      end = x + half;
    }
    if (!crowded) break;
    options.tick_spacing *= 1.6;
    axis = make_axis(plan.found.x, options);
  }
  return axis;
}

Axis make_y_axis(const PanelPlan& plan, double height) {
  if (!plan.panel->y_names.empty())
    return name_axis(plan.found.y, plan.panel->y_names, height, kTickFont + 2.0);
  return make_axis(plan.found.y, {.log = plan.panel->log_y,
                                  .percent = plan.panel->y_percent,
                                  .zero_if_near = !plan.found.tight_y,
                                  .air = plan.found.tight_y ? 0.0 : 0.05,
                                  .floor = plan.panel->y_floor,
                                  .ceiling = plan.panel->y_ceiling,
                                  .length = height,
                                  .tick_spacing = 34.0});
}

void add_numbers(PanelLayout& out, const PanelPlan& plan, const ThemeColors& colors) {
  for (const Tick& tick : out.y.ticks) {
    if (tick.label.empty()) continue;
    out.y_numbers.push_back({out.left - kTickGap, out.pixel_y(tick.value), tick.label, kTickFont,
                             Anchor::end, false, false, colors.muted});
  }
  if (!plan.x_numbers) return;
  const double y = out.top + out.height + kTickGap + kTickFont / 2.0;
  for (const Tick& tick : out.x.ticks) {
    if (tick.label.empty()) continue;
    if (plan.upright > 0.0) {
      out.x_numbers.push_back({out.pixel_x(tick.value), out.top + out.height + kTickGap, tick.label,
                               kTickFont, Anchor::end, false, true, colors.muted});
      continue;
    }
    // The last number may hang over the margin, but not over the edge of the page.
    const double half = text_width(tick.label) * kTickFont / 2.0;
    const double x = std::min(out.pixel_x(tick.value), out.left + out.width + kMargin - 2.0 - half);
    out.x_numbers.push_back(
        {x, y, tick.label, kTickFont, Anchor::middle, false, false, colors.muted});
  }
}

}  // namespace

void add_axes(PanelLayout& out, const PanelPlan& plan, const ThemeColors& colors) {
  out.x = make_x_axis(plan, out.width);
  out.y = make_y_axis(plan, out.height);
  out.y.reversed = plan.panel->y_downward;
  out.bare = plan.panel->bare;
  if (!out.bare) add_numbers(out, plan, colors);
}

double needed_left(const PanelLayout& panel, const PanelPlan& plan) {
  if (panel.bare) return kMargin;
  double numbers = 0.0;
  for (const Tick& tick : panel.y.ticks)
    numbers = std::max(numbers, text_width(tick.label) * kTickFont);
  const double label = plan.panel->y_label.empty() ? 0.0 : kLabelRow + 4.0;
  return std::max(kLeastLeft, kMargin + label + numbers + kTickGap);
}

}  // namespace riserun::plots

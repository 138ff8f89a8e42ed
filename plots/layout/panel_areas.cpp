#include <riserun/plots/layout/panel_areas.hpp>

#include <algorithm>

#include <riserun/plots/layout/field_areas.hpp>
#include <riserun/plots/layout/page_metrics.hpp>
#include <riserun/plots/layout/survey.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {

void add_areas(PanelLayout& out, const Panel& panel, Theme theme) {
  for (const Field& field : panel.fields) {
    for (FilledArea& area : field_areas(field, panel.log_x, panel.log_y, theme)) {
      area.name = one_line(area.name);
      out.areas.push_back(std::move(area));
    }
  }
  for (const Bars& bars : panel.bars) {
    FilledArea area{one_line(bars.name), palette_color(theme, bars.color), {}, true};
    for (std::size_t i = 0; i < bars.x.size(); ++i) {
      const auto x = drawable(bars.x[i], panel.log_x), high = drawable(bars.high[i], panel.log_y);
      const auto low = bars.low.empty() ? std::optional(panel.log_y ? out.y.low : 0.0)
                                        : drawable(bars.low[i], panel.log_y);
      if (!x || !low || !high) continue;
      const double half = bars.width / 2.0;
      const double left = std::max(*x - half, out.x.low), right = std::min(*x + half, out.x.high);
      area.rings.push_back({{left, *low}, {right, *low}, {right, *high}, {left, *high}});
    }
    if (!area.rings.empty()) out.areas.push_back(std::move(area));
  }
}

void add_color_bar(PanelLayout& out, const PanelPlan& plan, const ThemeColors& colors,
                   Theme theme) {
  if (plan.bar == nullptr) return;
  const double left = out.left + out.width + kBarGap;
  const std::vector<std::string> shades = bar_colors(*plan.bar, theme);
  const double step = out.height / static_cast<double>(shades.size());
  for (std::size_t i = 0; i < shades.size(); ++i) {
    // Each reaches up to the top, and the next covers the rest of it: no seam shows between two.
    const double height = out.height - step * static_cast<double>(i);
    out.boxes.push_back({left, out.top, kBarWidth, height, shades[i]});
  }
  const Axis axis = bar_axis(*plan.bar, out.height);
  for (const Tick& tick : axis.ticks) {
    if (tick.label.empty()) continue;
    const double y = out.top + out.height * (1.0 - axis.place(tick.value));
    out.texts.push_back({left + kBarWidth + kTickGap, y, tick.label, kTickFont, Anchor::start,
                         false, false, colors.muted});
  }
  if (plan.bar->name.empty()) return;
  out.texts.push_back({left - kBarGap + plan.bar_width - kLabelRow / 2.0,
                       out.top + out.height / 2.0,
                       fit_text(one_line(plan.bar->name), out.height / kTickFont), kTickFont,
                       Anchor::middle, false, true, colors.muted});
}

void add_place_labels(PanelLayout& out, const Panel& panel, const ThemeColors& colors,
                      Theme theme) {
  for (const Label& label : panel.labels) {
    std::string color = colors.text;
    for (const Field& field : panel.fields) {
      const auto beneath = color_at(field, label.x, label.y, panel.log_x, panel.log_y, theme);
      if (beneath) color = text_color_on(*beneath);
    }
    out.texts.push_back({out.pixel_x(label.x), out.pixel_y(label.y), one_line(label.text),
                         kTickFont, Anchor::middle, false, false, color});
  }
}

}  // namespace riserun::plots

#include "plots/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "plots/header_rows.hpp"
#include "plots/survey.hpp"
#include "plots/text.hpp"

namespace riserun::plots {
namespace {

constexpr double kMargin = 20.0;
constexpr double kTitleFont = 17.0;
constexpr double kTitleRow = 26.0;
constexpr double kSubtitleFont = 12.5;
constexpr double kSubtitleRow = 20.0;
constexpr double kBetweenPanels = 16.0;
constexpr double kNumbersRow = 22.0;
constexpr double kLabelRow = 18.0;
constexpr double kLeastPanel = 40.0;
constexpr double kFewestLeft = 44.0;

// What is known of a panel before its place is.
struct Plan {
  const Panel* panel;
  Survey found;
  std::vector<std::string> names;  // Series, then bands.
  LegendRows legend;
  bool x_numbers;
  int marker_rows;
};

double above(const Plan& plan) {
  const double rows = kLegendRow * plan.legend.rows + kMarkerRow * plan.marker_rows;
  return rows +
         (plan.marker_rows > 0 ? 4.0 : 10.0);  // The uppermost number is half above its tick.
}

double below(const Plan& plan) {
  if (!plan.x_numbers) return 0.0;
  return kNumbersRow + (plan.panel->x_label.empty() ? 0.0 : kLabelRow);
}

double heading(const Chart& chart) {
  const double rows =
      (chart.title.empty() ? 0.0 : kTitleRow) + (chart.subtitle.empty() ? 0.0 : kSubtitleRow);
  return kMargin * 0.7 + rows + (rows > 0.0 ? 8.0 : 0.0);
}

// A lone panel is the whole picture; of several each needs less.
double usual_height(std::size_t panels) {
  return panels == 1 ? 400.0 : panels == 2 ? 260.0 : 220.0;
}

std::vector<Plan> plan_panels(const Chart& chart) {
  std::vector<Plan> plans;
  for (const Panel& panel : chart.panels) {
    Plan& plan = plans.emplace_back();
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
    for (const Plan& plan : plans) {
      if (plan.found.x.empty) continue;
      all.x.add(plan.found.x.low);
      all.x.add(plan.found.x.high);
      all.integer_x = all.integer_x && plan.found.integer_x;
    }
    for (Plan& plan : plans) plan.found.x = all.x, plan.found.integer_x = all.integer_x;
  }
  return plans;
}

// The numbers of an x axis may be wide (1.25×10⁻⁷): fewer of them until they stand apart.
Axis make_x_axis(const Plan& plan, double width) {
  AxisOptions options{.log = plan.panel->log_x,
                      .integer = plan.found.integer_x && !plan.found.x.empty,
                      .air = 0.015,
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

Axis make_y_axis(const Plan& plan, double height) {
  return make_axis(plan.found.y, {.log = plan.panel->log_y,
                                  .percent = plan.panel->y_percent,
                                  .zero_if_near = true,
                                  .air = 0.05,
                                  .floor = plan.panel->y_floor,
                                  .ceiling = plan.panel->y_ceiling,
                                  .length = height,
                                  .tick_spacing = 34.0});
}

void add_header(PanelLayout& out, const Plan& plan, double top, double right,
                const ThemeColors& colors) {
  const auto row_y = [&](int row) { return top + kLegendRow * (row + 0.5); };
  if (!plan.panel->title.empty()) {
    out.texts.push_back({kMargin, row_y(0),
                         fit_text(one_line(plan.panel->title), (right - kMargin) / kPanelTitleFont),
                         kPanelTitleFont, Anchor::start, true, false, colors.text});
  }
  for (std::size_t i = 0; i < plan.legend.places.size(); ++i) {
    const LegendPlace& place = plan.legend.places[i];
    if (place.text.empty()) continue;
    const bool band = i >= plan.panel->series.size();
    out.swatches.push_back(
        {place.x, row_y(place.row), band, band ? i - plan.panel->series.size() : i});
    out.texts.push_back({place.x + kSwatchWidth + 6.0, row_y(place.row), place.text, kTickFont,
                         Anchor::start, false, false, colors.text});
  }
  if (!plan.legend.more.empty()) {
    out.texts.push_back({plan.legend.more_x, row_y(plan.legend.rows - 1), plan.legend.more,
                         kTickFont, Anchor::start, false, false, colors.muted});
  }
}

void add_marks(PanelLayout& out, Plan& plan, double right, const ThemeColors& colors) {
  plan.marker_rows = 0;
  if (plan.found.x.empty) return;  // No axis to stand on.
  std::vector<double> centers, widths;
  std::vector<std::string> labels;
  for (const Marker& marker : plan.panel->markers) {
    labels.push_back(fit_text(one_line(marker.label), (right - kMargin) / kTickFont));
    centers.push_back(out.pixel_x(marker.x));
    widths.push_back(text_width(labels.back()) * kTickFont);
  }
  const auto places = place_marker_labels(centers, widths, kMargin, right);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Marker& marker = plan.panel->markers[i];
    const double bottom = out.top - 2.0 - kMarkerRow * places[i].row;
    out.marks.push_back({marker.x, labels[i].empty() ? out.top : bottom, {}, labels[i]});
    if (marker.y) out.marks.back().y = drawable(*marker.y, plan.panel->log_y);
    if (labels[i].empty()) continue;
    plan.marker_rows = std::max(plan.marker_rows, places[i].row + 1);
    out.texts.push_back({places[i].x, bottom - kMarkerRow / 2.0, labels[i], kTickFont,
                         Anchor::middle, false, false, colors.muted});
  }
}

void add_curves(PanelLayout& out, const Plan& plan, Theme theme) {
  for (const Band& band : plan.panel->bands) {
    out.bands.push_back({one_line(band.name), palette_color(theme, band.color),
                         trace_band(band, out.x, out.y, out.width)});
  }
  int place = 0;
  for (const Series& series : plan.panel->series) {
    const int color = series.color >= 0 ? series.color : place;
    ++place;
    const bool again = color / palette_size() % 2 == 1;
    out.curves.push_back({one_line(series.name), series.style, palette_color(theme, color),
                          series.faint ? 1.0 : 2.0, series.faint ? 0.4 : 1.0,
                          series.style == Style::dashed || again,
                          trace_series(series, out.x, out.y, out.width, out.height)});
  }
}

std::string empty_message(const Survey& found) {
  std::size_t not_finite = 0, not_positive = 0;
  for (const auto* counts : {&found.series, &found.bands}) {
    for (const Count& count : *counts) {
      not_finite += count.not_finite;
      not_positive += count.not_positive;
    }
  }
  if (not_positive > 0) return "no positive value to draw on a logarithmic axis";
  return not_finite > 0 ? "no finite value to draw" : "no data";
}

// One pass over the page with the panels' left edge at `left`; the width that the numbers of the y
// axes turn out to need goes to `needed`, the rows that marker labels need to the plans.
Layout place_all(const Chart& chart, std::vector<Plan>& plans, double left, double& needed) {
  Layout page{.width = chart.width, .height = chart.height, .colors = theme_colors(chart.theme)};
  const double right = chart.width - kMargin;
  double fixed = heading(chart) + kMargin * 0.7;
  double shares = 0.0;
  for (const Plan& plan : plans) {
    fixed += above(plan) + below(plan) + (&plan == &plans.back() ? 0.0 : kBetweenPanels);
    shares += plan.panel->height_share;
  }
  double unit = usual_height(plans.size());
  if (chart.height != 0) {
    unit = (chart.height - fixed) / shares;
  } else {
    page.height = static_cast<int>(std::ceil(fixed + unit * shares));
  }
  double top = heading(chart);
  needed = kFewestLeft;
  for (Plan& plan : plans) {
    const Panel& panel = *plan.panel;
    PanelLayout& out = page.panels.emplace_back();
    out.left = left;
    out.top = top + above(plan);
    out.width = right - left;
    out.height = chart.height == 0 ? std::max(unit * panel.height_share, kLeastPanel)
                                   : unit * panel.height_share;
    if (!(out.height >= kLeastPanel)) {
      throw ConfigError(
          fmt::format("chart \"{}\": height {} leaves panel \"{}\" no room: give a "
                      "larger one, or 0",
                      chart.title, chart.height, panel.title));
    }
    out.x_numbers = plan.x_numbers;
    out.x = make_x_axis(plan, out.width);
    out.y = make_y_axis(plan, out.height);
    for (const Tick& tick : out.y.ticks) {
      const double numbers = text_width(tick.label) * kTickFont + kTickGap;
      needed =
          std::max(needed, kMargin + numbers + (panel.y_label.empty() ? 0.0 : kLabelRow + 4.0));
    }
    add_header(out, plan, top, right, page.colors);
    add_marks(out, plan, right, page.colors);
    add_curves(out, plan, chart.theme);
    const double bottom = out.top + out.height;
    if (!panel.y_label.empty()) {
      out.texts.push_back({kMargin + 6.0, out.top + out.height / 2.0,
                           fit_text(one_line(panel.y_label), out.height / kTickFont), kTickFont,
                           Anchor::middle, false, true, page.colors.muted});
    }
    if (!panel.x_label.empty() && out.x_numbers) {
      out.texts.push_back({left + out.width / 2.0, bottom + kNumbersRow + kLabelRow / 2.0,
                           fit_text(one_line(panel.x_label), out.width / kTickFont), kTickFont,
                           Anchor::middle, false, false, page.colors.muted});
    }
    if (plan.found.nothing()) {
      out.texts.push_back({left + out.width / 2.0, out.top + out.height / 2.0,
                           empty_message(plan.found), kTickFont, Anchor::middle, false, false,
                           page.colors.muted});
    }
    top = bottom + below(plan) + kBetweenPanels;
  }
  if (chart.height == 0)
    page.height = static_cast<int>(std::ceil(top - kBetweenPanels + kMargin * 0.7));
  return page;
}

}  // namespace

Layout arrange(const Chart& chart) {
  chart.validate();
  std::vector<Plan> plans = plan_panels(chart);
  // The left edge and the marker rows depend on the panels' sizes, which depend on them: a first
  // pass finds them, the second keeps them.
  double needed = 0.0;
  place_all(chart, plans, kFewestLeft, needed);
  Layout page = place_all(chart, plans, needed, needed);
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
  for (const Plan& plan : plans) {
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

#include <riserun/plots/kinds/v_curve_chart.hpp>

#include <fmt/format.h>

#include <riserun/base/errors.hpp>

namespace riserun::plots {
namespace {

void check_size(const std::vector<double>& column, std::size_t size, const char* name,
                const char* chart) {
  if (column.size() == size) return;
  throw DataError(
      fmt::format("{}: column {} has {} rows instead of {}", chart, name, column.size(), size));
}

}  // namespace

Chart v_curve_chart(const VCurveColumns& columns, const VCurveOptions& options) {
  const std::size_t rows = columns.h.size();
  Chart chart{.title = options.title, .subtitle = options.subtitle, .theme = options.theme};
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = "step h";
  panel.y_label = "error of the slope";
  panel.log_x = panel.log_y = true;
  const auto add = [&](const char* name, const std::vector<double>& column, Style style,
                       int color) {
    check_size(column, rows, name, "V-curve");
    panel.series.push_back(
        {.name = name, .x = columns.h, .y = column, .style = style, .color = color});
  };
  add("rise / run", columns.error, Style::line_and_points, 0);
  if (!columns.best_error.empty()) add("extrapolated", columns.best_error, Style::line, 2);
  if (!columns.noise_bound.empty()) add("noise of f", columns.noise_bound, Style::dashed, 1);
  if (options.tolerance && rows > 0) {
    panel.series.push_back({.name = "tolerance",
                            .x = {columns.h.front(), columns.h.back()},
                            .y = {*options.tolerance, *options.tolerance},
                            .style = Style::dashed,
                            .color = 3});
  }
  if (options.chosen_h) {
    panel.markers.push_back({.x = *options.chosen_h,
                             .label = fmt::format("chosen h = {:.2g}", *options.chosen_h),
                             .y = options.chosen_error});
  }
  return chart;
}

Chart kill_curve_chart(const std::vector<KillCurve>& curves, const KillCurveOptions& options) {
  Chart chart{.title = options.title, .subtitle = options.subtitle, .theme = options.theme};
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = options.size_label;
  panel.y_label = options.caught_label;
  panel.log_x = true;
  panel.y_percent = true;
  panel.y_floor = 0.0;
  panel.y_ceiling = 1.0;
  for (const KillCurve& curve : curves) {
    check_size(curve.caught, curve.size.size(), "caught", "kill curve");
    panel.series.push_back(
        {.name = curve.name, .x = curve.size, .y = curve.caught, .style = Style::line_and_points});
  }
  if (options.always_caught_from) {
    panel.markers.push_back(
        {.x = *options.always_caught_from,
         .label = fmt::format("all caught from {:.2g}", *options.always_caught_from)});
  }
  return chart;
}

}  // namespace riserun::plots

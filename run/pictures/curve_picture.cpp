#include <riserun/run/pictures/curve_picture.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/plots/kinds/v_curve_chart.hpp>

namespace riserun::run {

namespace {

std::string place_of(const check::VCurve& curve) {
  std::string text;
  for (double x : curve.at) text += fmt::format("{}{:.6g}", text.empty() ? "" : ", ", x);
  return text;
}

// The Taylor table as a panel: f's change falls with h, and what is left of it after h times the
// derivative with h^2 where that derivative is right.
plots::Panel taylor_panel(const check::VCurve& curve) {
  plots::Panel panel{.title = "Taylor: with the right derivative g the rest falls with h^2"};
  panel.x_label = "step h";
  panel.y_label = "change of f";
  panel.log_x = panel.log_y = true;
  plots::Series change{.name = "|f(x+h) - f(x)|", .style = plots::Style::line, .color = 1};
  plots::Series rest{.name = "less h g", .style = plots::Style::line_and_points, .color = 0};
  for (const check::CurvePoint& p : curve.points) {
    if (p.change == 0) continue;  // has no place on a log axis
    change.x.push_back(p.h);
    change.y.push_back(p.change);
    // Below the rounding of f there is nothing to see.
    if (p.remainder < 0x1p-53 * p.change) continue;
    rest.x.push_back(p.h);
    rest.y.push_back(p.remainder);
  }
  panel.series = {std::move(change), std::move(rest)};
  return panel;
}

}  // namespace

plots::Chart curve_chart(const check::VCurve& curve, bool dark) {
  // An error of exactly 0 has no place on a log axis; it is drawn at half an ulp of the derivative,
  // which is what 0 means there.
  const double least = 0.5 * 0x1p-52 * std::max(std::abs(curve.derivative), 1e-300);
  plots::VCurveColumns columns;
  for (const check::CurvePoint& p : curve.points) {
    columns.h.push_back(p.h);
    columns.error.push_back(std::max(p.error, least));
    columns.noise_bound.push_back(p.noise_bound);
    columns.best_error.push_back(std::max(p.best_error, least));
  }
  plots::Chart chart = plots::v_curve_chart(
      columns,
      {.title = curve.variable.empty() ? fmt::format("{}, slope by operand {} at {}", curve.op,
                                                     curve.operand, place_of(curve))
                                       : fmt::format("{}, slope by {} at {}", curve.op,
                                                     curve.variable, place_of(curve)),
       .subtitle = fmt::format("the chosen value's error is {:.1e}, at most {:.1e} by its own "
                               "account",
                               curve.chosen_error, curve.claimed_error),
       .chosen_h = curve.chosen_h,
       .chosen_error = std::max(curve.chosen_error, least),
       .theme = dark ? plots::Theme::dark : plots::Theme::light});
  chart.panels.push_back(taylor_panel(curve));
  if (!std::isfinite(curve.truncation_order)) return chart;
  // Only where it says something: from the largest step down to where noise has won.
  plots::Series line{.name = fmt::format("truncation, h^{:.2g}", curve.truncation_order),
                     .style = plots::Style::dashed,
                     .color = 3};
  for (const check::CurvePoint& p : curve.points) {
    const double fit =
        std::exp(curve.truncation_intercept + curve.truncation_order * std::log(p.h));
    if (fit < 0.1 * p.noise_bound) break;
    line.x.push_back(p.h);
    line.y.push_back(fit);
  }
  chart.panels.front().series.push_back(std::move(line));
  return chart;
}

}  // namespace riserun::run

#include "cli/curve_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace riserun::cli {

namespace {

std::string place_of(const check::VCurve& curve) {
  std::string text;
  for (double x : curve.at) text += fmt::format("{}{:.6g}", text.empty() ? "" : ", ", x);
  return text;
}

}  // namespace

plots::Chart curve_chart(const check::VCurve& curve, bool dark) {
  // An error of exactly 0 has no place on a log axis; it is drawn at half the smallest double's
  // ulp of the derivative, which is what 0 means there.
  const double least = 0.5 * 0x1p-52 * std::max(std::abs(curve.derivative), 1e-300);
  std::vector<double> h, error, noise, best, fit;
  for (const check::CurvePoint& p : curve.points) {
    h.push_back(p.h);
    error.push_back(std::max(p.error, least));
    noise.push_back(p.noise_bound);
    best.push_back(std::max(p.best_error, least));
    fit.push_back(std::exp(curve.truncation_intercept + curve.truncation_order * std::log(p.h)));
  }
  plots::Panel panel{.x_label = "step h", .y_label = "error of the slope", .log_x = true};
  panel.log_y = true;
  panel.series.push_back(
      {.name = "rise / run", .x = h, .y = error, .style = plots::Style::points, .color = 0});
  panel.series.push_back(
      {.name = "extrapolated", .x = h, .y = best, .style = plots::Style::points, .color = 2});
  panel.series.push_back(
      {.name = "noise floor", .x = h, .y = noise, .style = plots::Style::dashed, .color = 1});
  if (std::isfinite(curve.truncation_order)) {
    // Only where it says something: from the largest step down to where noise has won.
    plots::Series line{.name = fmt::format("truncation, h^{:.2g}", curve.truncation_order),
                       .style = plots::Style::dashed,
                       .color = 3};
    for (std::size_t i = 0; i < h.size() && fit[i] > 0.1 * noise[i]; ++i) {
      line.x.push_back(h[i]);
      line.y.push_back(fit[i]);
    }
    panel.series.push_back(std::move(line));
  }
  panel.markers.push_back({.x = curve.chosen_h,
                           .label = fmt::format("chosen h = {:.3g}", curve.chosen_h),
                           .y = std::max(curve.chosen_error, least)});
  return {.title = fmt::format("{}, slope by operand {} at {}", curve.op, curve.operand,
                               place_of(curve)),
          .subtitle = fmt::format("the chosen value's error is {:.1e}, at most {:.1e} by its own "
                                  "account",
                                  curve.chosen_error, curve.claimed_error),
          .panels = {std::move(panel)},
          .height = 480,
          .theme = dark ? plots::Theme::dark : plots::Theme::light};
}

}  // namespace riserun::cli

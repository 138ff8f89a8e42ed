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
      {.title =
           fmt::format("{}, slope by operand {} at {}", curve.op, curve.operand, place_of(curve)),
       .subtitle = fmt::format("the chosen value's error is {:.1e}, at most {:.1e} by its own "
                               "account",
                               curve.chosen_error, curve.claimed_error),
       .chosen_h = curve.chosen_h,
       .chosen_error = std::max(curve.chosen_error, least),
       .theme = dark ? plots::Theme::dark : plots::Theme::light});
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

// A V-curve as a chart.
#pragma once

#include <riserun/check/subjects/v_curve.hpp>
#include <riserun/plots/chart/chart.hpp>

namespace riserun::run {

/// Error against step, both logarithmic: the plain quotient's points, the truncation's slope, the
/// noise floor, the tableau's best value, and the step that was chosen.
[[nodiscard]] plots::Chart curve_chart(const check::VCurve& curve, bool dark = false);

}  // namespace riserun::run

#include <riserun/check/subjects/v_curve.hpp>

#include <fmt/format.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/check/slope/noise.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::check {
namespace {

// Slope of log error against log h over the rows where truncation rules: its error well above the
// noise and falling.
void fit_truncation(VCurve& curve) {
  const std::vector<CurvePoint>& points = curve.points;
  curve.truncation_order = curve.truncation_intercept = std::nan("");
  constexpr double kAboveNoise = 100.0;
  constexpr int kFewest = 3;
  double n = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
  for (std::size_t i = 1; i < points.size();
       ++i) {  // the first steps may be too large for the rule
    const CurvePoint& p = points[i];
    if (!(p.error > kAboveNoise * p.noise_bound) || !(p.error < points[i - 1].error)) {
      if (n > 0) break;
      continue;
    }
    const double x = std::log(p.h);
    const double y = std::log(p.error);
    n += 1;
    sum_x += x;
    sum_y += y;
    sum_xx += x * x;
    sum_xy += x * y;
  }
  if (n < kFewest) return;
  curve.truncation_order = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x * sum_x);
  curve.truncation_intercept = (sum_y - curve.truncation_order * sum_x) / n;
}

}  // namespace

std::vector<double> ordinary_point(const OpInfo& info) {
  constexpr int kVariadicOperands = 3;
  constexpr double kFirst = 1.25;
  const int count = info.arity == kVariadic ? kVariadicOperands : info.arity;
  std::vector<double> at;
  for (int i = 0; i < count; ++i) {
    const Interval domain = domain_of(info, i);
    double x = kFirst - 0.5 * i;
    if (!(x > domain.low && x < domain.high)) x = domain.low / 2 + domain.high / 2;
    if (!(x > domain.low && x < domain.high)) x = domain.low;
    at.push_back(snapped(x));
  }
  return at;
}

VCurve v_curve(const OpUnderTest& op, int operand, std::span<const double> at) {
  const auto i = static_cast<std::size_t>(operand);
  if ((op.info.arity != kVariadic && op.info.arity != static_cast<int>(at.size())) || operand < 0 ||
      i >= at.size())
    throw ConfigError(
        fmt::format("{} has no derivative by operand {} of {}", op.info.name, operand, at.size()));
  VCurve curve;
  curve.op = op.info.name;
  curve.operand = operand;
  if (!op.operand_names.empty()) curve.variable = op.operand_names[i];
  curve.at.assign(at.begin(), at.end());

  std::vector<double> moved(at.begin(), at.end());
  auto f = [&](double t) {
    moved[i] = t;
    return op.forward(moved);
  };
  Probe<double> probe{f, at[i], f(at[i]), {}, 0};
  probe.first_step = first_step<double>(probe.f, probe.x, probe.fx);
  std::vector<double> partials(at.size());
  op.partials(at, probe.fx, partials);
  Quad derivative;
  if (op.has_twin()) {
    std::vector<Quad> moved_twin(at.begin(), at.end());
    auto twin = [&](Quad t) {
      moved_twin[i] = t;
      return op.twin_forward(moved_twin);
    };
    probe.noise = noise_from_twin(probe.f, twin, probe.x, probe.fx, probe.first_step);
    Probe<Quad> in_quad{twin, Quad(at[i]), twin(Quad(at[i])), {}, 0};
    in_quad.first_step = first_step<Quad>(in_quad.f, in_quad.x, in_quad.fx);
    in_quad.noise = noise_from_residual<Quad>(in_quad.f, in_quad.x, in_quad.fx, in_quad.first_step);
    derivative = rise_over_run(in_quad).value;
  } else {
    probe.noise = noise_from_residual<double>(probe.f, probe.x, probe.fx, probe.first_step);
    derivative = Quad(partials[i]);
  }
  curve.derivative = static_cast<double>(derivative);
  auto error_of = [&](double slope) { return static_cast<double>(abs(Quad(slope) - derivative)); };

  const Ladder<double> ladder = climb(probe);
  for (const Row<double>& row : ladder.rows) {
    const double change = f(row.x_plus) - probe.fx;
    curve.points.push_back({row.h, error_of(row.quotient), row.quotient_noise, error_of(row.best),
                            std::abs(change),
                            std::abs(change - (row.x_plus - probe.x) * partials[i])});
  }
  const Slope<double> chosen = choose(ladder);
  if (chosen.found) {
    curve.chosen_h = chosen.row.h;
    curve.chosen_error = error_of(chosen.value);
    curve.claimed_error = chosen.error;
  }
  fit_truncation(curve);
  return curve;
}

std::string VCurve::brief() const {
  std::string place;
  for (double x : at) place += fmt::format("{}{:.6g}", place.empty() ? "" : ", ", x);
  const std::string name =
      variable.empty() ? fmt::format("{}/{}", op, operand) : fmt::format("d/d{} {}", variable, op);
  std::string text = fmt::format("{} at {}: error {:.1e} at h = {:.3g}, at most {:.1e} claimed",
                                 name, place, chosen_error, chosen_h, claimed_error);
  if (std::isfinite(truncation_order))
    text += fmt::format("; truncation order {:.2f}", truncation_order);
  return text;
}

std::string VCurve::csv() const {
  std::string text = "h,error,noise_bound,best_error,change,remainder\n";
  for (const CurvePoint& p : points)
    text += fmt::format("{},{},{},{},{},{}\n", p.h, p.error, p.noise_bound, p.best_error, p.change,
                        p.remainder);
  return text;
}

}  // namespace riserun::check

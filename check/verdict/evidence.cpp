#include <riserun/check/verdict/evidence.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <riserun/check/slope/as_double.hpp>
#include <riserun/check/slope/noise.hpp>

namespace riserun::check {
namespace {

using std::abs;

constexpr double kDenormal = std::numeric_limits<double>::denorm_min();

// The slope; a jump that is no higher than the steps of rounding around it is such a step itself.
template <class T>
void climb_with(bool jumps_declared, Evidence<T>& evidence) {
  constexpr double kClear = 8;
  Probe<T>& probe = evidence.probe;
  evidence.slope = rise_over_run(probe);
  if (!evidence.slope.jump || jumps_declared) return;
  const double wide = wide_noise<T>(probe.f, probe.x, probe.fx, probe.first_step);
  if (!(evidence.slope.height <= kClear * wide)) return;
  probe.noise = {kClear * wide, std::max(kClear * wide, probe.noise.far), 0};
  evidence.slope = rise_over_run(probe);
  evidence.slope.jump = false;
}

// Where the slope was taken from rows that reach over a declared edge: the slope on the freer side
// of x, short of the next edge there, if there is one. Neither a kink nor a jump is at x then. So,
// too, where it agrees without telling much.
template <class T>
void step_aside(const Question& question, bool agrees, Evidence<T>& evidence) {
  const double below = question.x - question.edge_below;
  const double above = question.edge_above - question.x;
  const Slope<T>& slope = evidence.slope;
  const double reached = slope.kink || slope.jump ? slope.seen_to : number(slope.row.h);
  if (slope.found && !agrees && std::min(below, above) > reached) return;
  if (!std::isfinite(std::min(below, above))) return;
  Evidence<T> aside = evidence;
  aside.side = below < above ? Side::right : Side::left;
  Probe<T>& probe = aside.probe;
  probe.first_step =
      std::min(first_step<T>(probe.f, probe.x, probe.fx, aside.side), std::max(below, above) / 2);
  aside.slope = rise_over_run(probe, aside.side);
  aside.edge = std::min(below, above);
  if (aside.slope.found) evidence = aside;
}

// What the author says about forward's own accuracy counts as noise.
void allow(Noise& noise, double value, double atol, double rtol) {
  const double stated = atol + rtol * value;
  if (!(stated > 0)) return;
  noise.near = std::max(noise.near, stated);
  noise.far = std::max(noise.far, stated);
  for (Noise::Level& level : noise.levels) {
    level.noise = std::max(level.noise, atol);
    level.relative = HUGE_VAL;
  }
  noise.relative = std::max(noise.relative, rtol);
}

}  // namespace

Evidence<double> gather(const Question& question, const Options& options) {
  Evidence<double> evidence{{question.f, question.x, question.fx, {}, 0, question.least_step}, {}};
  Probe<double>& probe = evidence.probe;
  probe.first_step = first_step<double>(probe.f, probe.x, probe.fx);
  if (!(probe.first_step > 0)) return evidence;
  probe.noise = question.twin != nullptr
                    ? noise_from_twin(probe.f, *question.twin, probe.x, probe.fx, probe.first_step)
                    : noise_from_residual<double>(probe.f, probe.x, probe.fx, probe.first_step);
  allow(probe.noise, abs(probe.fx),
        std::max(options.atol, std::ldexp(kDenormal, question.f_scaled)), options.rtol);
  climb_with(question.jumps_declared, evidence);
  return evidence;
}

// The twin's noise: measured as a black box's, and not less than double's scaled down to quad, with
// room for another library's rounding.
Evidence<Quad> gather_twin(const Question& question, const Options& options,
                           const Noise& in_double) {
  constexpr double kScaled = 16 * 0x1p-60;
  const Quad x(question.x);
  Evidence<Quad> evidence{{*question.twin, x, (*question.twin)(x), {}, 0, 0}, {}};
  Probe<Quad>& probe = evidence.probe;
  probe.first_step = first_step<Quad>(probe.f, probe.x, probe.fx);
  if (!(probe.first_step > 0)) return evidence;
  probe.noise = noise_from_residual<Quad>(probe.f, probe.x, probe.fx, probe.first_step);
  probe.noise.near = std::max(probe.noise.near, kScaled * in_double.near);
  probe.noise.far = std::max(probe.noise.far, kScaled * in_double.far);
  allow(probe.noise, magnitude(probe.fx), options.atol, options.rtol);
  climb_with(question.jumps_declared, evidence);
  return evidence;
}

template <class T>
void clear_up(const Question& question, const Claim& claim, Evidence<T>& evidence) {
  const Comparison first = compare(evidence.slope, claim);
  const bool agrees = first.agrees && !evidence.slope.kink && !evidence.slope.jump;
  if (agrees && first.conclusive) return;
  Evidence<T> aside = evidence;
  step_aside(question, agrees, aside);
  if (!agrees || compare(aside.slope, claim).agrees) evidence = aside;
}

template void clear_up(const Question&, const Claim&, Evidence<double>&);
template void clear_up(const Question&, const Claim&, Evidence<Quad>&);

}  // namespace riserun::check

#include <riserun/check/verdict/judge.hpp>

#include <algorithm>
#include <cmath>

#include <riserun/check/slope/noise.hpp>
#include <riserun/check/verdict/comparison.hpp>

namespace riserun::check {
namespace {

using std::abs;

// Claim::zero.
constexpr double kZeroByTwin = 1e-20;
constexpr double kZeroByDouble = 1e-9;
// A formula is right when its value in quad is this close, relatively, or is closer than its value
// in double by so much that only rounding explains it.
constexpr double kSameFormula = 0x1p-50;
constexpr double kGainedByQuad = 0x1p-16;

template <class T>
double number(T x) {
  return static_cast<double>(x);
}

template <class T>
void fill(PointReport& report, const Slope<T>& slope, const Comparison& comparison) {
  report.h = number(slope.row.h);
  report.x_minus = number(slope.row.x_minus);
  report.x_plus = number(slope.row.x_plus);
  report.rise = number(slope.row.rise);
  report.run = number(slope.row.run);
  report.slope = number(slope.value);
  report.error = slope.error;
  report.noise = slope.noise;
  report.truncation = slope.error - slope.noise;
  report.difference = comparison.difference;
  report.tolerance = comparison.tolerance;
  report.resolution = comparison.resolution;
  report.absolute = comparison.absolute;
  report.relative = comparison.difference == 0 ? 0 : comparison.difference / abs(report.slope);
  report.by_twin = std::is_same_v<T, Quad>;
}

// The slope; a jump that is no higher than the steps of rounding around it is such a step itself.
template <class T>
void climb_with(Evidence<T>& evidence) {
  constexpr double kClear = 8;
  Probe<T>& probe = evidence.probe;
  evidence.slope = rise_over_run(probe);
  if (!evidence.slope.jump) return;
  const double wide = wide_noise<T>(probe.f, probe.x, probe.fx, probe.first_step);
  if (!(evidence.slope.height <= kClear * wide)) return;
  probe.noise = {kClear * wide, std::max(kClear * wide, probe.noise.far), 0};
  evidence.slope = rise_over_run(probe);
  evidence.slope.jump = false;
}

// What the author says about forward's own accuracy counts as noise.
void allow(Noise& noise, double value, const Options& options) {
  const double stated = options.atol + options.rtol * value;
  if (!(stated > 0)) return;
  noise.near = std::max(noise.near, stated);
  noise.far = std::max(noise.far, stated);
  for (Noise::Level& level : noise.levels) {
    level.noise = std::max(level.noise, options.atol);
    level.relative = HUGE_VAL;
  }
  noise.relative = std::max(noise.relative, options.rtol);
}

Evidence<double> gather(const Question& question, const Options& options) {
  Evidence<double> evidence{{question.f, question.x, question.fx, {}, 0, question.least_step}, {}};
  Probe<double>& probe = evidence.probe;
  probe.first_step = first_step<double>(probe.f, probe.x, probe.fx);
  if (!(probe.first_step > 0)) return evidence;
  probe.noise = question.twin != nullptr
                    ? noise_from_twin(probe.f, *question.twin, probe.x, probe.fx, probe.first_step)
                    : noise_from_residual<double>(probe.f, probe.x, probe.fx, probe.first_step);
  allow(probe.noise, abs(probe.fx), options);
  climb_with(evidence);
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
  allow(probe.noise, number(Quad(abs(probe.fx))), options);
  climb_with(evidence);
  return evidence;
}

template <class T>
void judge_kink(const Question& question, const Probe<T>& probe, PointReport& report) {
  auto one_sided = [&](Side side) {
    Probe<T> half = probe;
    half.first_step = first_step<T>(probe.f, probe.x, probe.fx, side);
    return rise_over_run(half, side);
  };
  const Slope<T> left = one_sided(Side::left);
  const Slope<T> right = one_sided(Side::right);
  report.left = number(left.value);
  report.right = number(right.value);
  report.by_twin = std::is_same_v<T, Quad>;
  const double low = std::min(report.left, report.right);
  const double high = std::max(report.left, report.right);
  const double g = question.analytic;
  report.error = std::max(left.error, right.error);
  report.slope = low + (high - low) / 2;
  report.tolerance = 2 * report.error + 2 * std::max(ulp_of(low), ulp_of(high));
  report.difference = std::max({low - g, g - high, 0.0});
  if (std::isnan(g)) report.difference = g;
  report.relative =
      report.difference == 0 ? 0.0 : report.difference / std::max(abs(low), abs(high));
  report.resolution = report.tolerance / (high - low);
  report.verdict = Verdict::fail;
  if (!left.found || !right.found || !(report.difference <= report.tolerance)) {
    report.reason = "a kink, and the value is not between the one-sided slopes";
  } else if (question.declared && !(g == *question.declared)) {
    report.reason = "a kink, and the value is not the declared one";
  } else if (question.kink_rule == KinkRule::reject) {
    report.reason = "a kink that info.edges does not declare";
  } else {
    report.verdict = Verdict::kink;
  }
}

void judge_jump(const Question& question, bool by_twin, PointReport& report) {
  report.by_twin = by_twin;
  report.verdict = question.jump_allowed ? Verdict::undefined : Verdict::fail;
  report.reason = question.jump_allowed ? "the function jumps here"
                                        : "the function jumps here, and no edge is declared";
}

void finish(PointReport& report, const Comparison& comparison) {
  if (!comparison.agrees) {
    report.verdict = Verdict::fail;
  } else if (comparison.conclusive) {
    report.verdict = Verdict::pass;
  } else {
    report.verdict = Verdict::inconclusive;
    report.reason = "agrees, but only to the resolution shown";
  }
}

// What rounding the operands may cost the formula, in units of the rounding; 0 where it is not
// known.
double condition_of(const Question& question) {
  return question.sensitivity ? question.sensitivity() : 0.0;
}

// Without a twin: two hypotheses about the noise, two ladders.
void judge_black_box(const Question& question, const Options& options,
                     const Evidence<double>& evidence, const Comparison& comparison,
                     PointReport& report) {
  Opinion<double> opinion{evidence.slope, comparison};
  if (!comparison.agrees) {
    opinion =
        second_opinion(evidence, {.analytic = question.analytic,
                                  .allowance = options.budget * (ulp_of(evidence.slope.value) +
                                                                 0x1p-52 * condition_of(question)),
                                  .resolution = options.resolution,
                                  .zero = kZeroByDouble});
    report.confirmed_step = !opinion.comparison.agrees;
  }
  fill(report, opinion.slope, opinion.comparison);
  finish(report, opinion.comparison);
  if (opinion.doubtful && report.verdict != Verdict::pass) {
    report.verdict = Verdict::inconclusive;
    report.reason = "agrees only if the function is rounded to fewer digits than it seems";
  }
}

// The twin decides. A value that quad rejects although the same formula in quad is right has lost
// its digits to rounding.
void judge_by_twin(const Question& question, const Options& options, const Noise& noise_in_double,
                   PointReport& report) {
  const Evidence<Quad> evidence = gather_twin(question, options, noise_in_double);
  const Slope<Quad>& first = evidence.slope;
  if (!first.found) {
    report.by_twin = true;
    report.verdict = Verdict::inconclusive;
    report.reason = "the function is finite on no neighbourhood of the point";
    return;
  }
  if (first.kink) return judge_kink(question, evidence.probe, report);
  if (first.jump) return judge_jump(question, true, report);
  const double ulp = ulp_of(number(first.value));
  Claim claim{.analytic = question.analytic,
              .allowance = options.budget * ulp,
              .resolution = options.resolution,
              .zero = kZeroByTwin};
  Opinion<Quad> opinion{first, compare(first, claim)};
  if (!opinion.comparison.agrees) {
    claim.allowance = options.budget * (ulp + 0x1p-52 * condition_of(question));
    opinion = second_opinion(evidence, claim);
  }
  const auto& [slope, comparison, doubtful] = opinion;
  fill(report, slope, comparison);
  // What exceeds the slope's own error; a slope that is zero for all we know has no ulp.
  if (!comparison.absolute)
    report.ulps = std::max(0.0, comparison.difference - 2 * slope.error) / ulp;
  finish(report, comparison);
  if (doubtful && report.verdict != Verdict::pass) {
    report.verdict = Verdict::inconclusive;
    report.reason = "agrees only if the function is rounded to fewer digits than it seems";
  } else if (report.verdict == Verdict::fail) {
    report.confirmed_step = report.confirmed_twin = true;
    if (!question.twin_analytic || !std::isfinite(question.analytic)) return;
    const Quad formula = question.twin_analytic();
    const double gap = number(Quad(abs(formula - slope.value)));
    if (gap <= 2 * slope.error + std::max(kSameFormula * number(Quad(abs(slope.value))),
                                          kGainedByQuad * comparison.difference)) {
      report.verdict = Verdict::inaccurate;
      report.reason = "the formula is right and loses its digits to rounding";
    }
  }
}

}  // namespace

double ulp_of(double x) {
  const double size = abs(x);
  if (!std::isfinite(size)) return size;
  return std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
}

void judge(const Question& question, const Options& options, PointReport& report) {
  report.analytic = question.analytic;
  const Evidence<double> evidence = gather(question, options);
  const Slope<double>& slope = evidence.slope;
  const bool has_twin = question.twin != nullptr && options.twin;
  if (slope.kink) {
    // At double's resolution x may merely be beside the kink: the twin sees closer.
    if (has_twin && !question.declared)
      return judge_by_twin(question, options, evidence.probe.noise, report);
    return judge_kink(question, evidence.probe, report);
  }
  if (slope.jump) {
    if (has_twin) return judge_by_twin(question, options, evidence.probe.noise, report);
    return judge_jump(question, false, report);
  }
  if (!slope.found) {
    if (has_twin) return judge_by_twin(question, options, evidence.probe.noise, report);
    report.verdict = Verdict::inconclusive;
    report.reason = "the function is finite on no neighbourhood of the point";
    return;
  }
  const Comparison comparison =
      compare(slope, {.analytic = question.analytic,
                      .allowance = options.budget * ulp_of(slope.value),
                      .resolution = has_twin ? options.escalation : options.resolution,
                      .zero = has_twin ? 0.0 : kZeroByDouble});
  if (!has_twin) return judge_black_box(question, options, evidence, comparison, report);
  bool satisfied = comparison.agrees && comparison.conclusive && !options.always_twin;
  if (satisfied && question.twin_analytic) {
    const Quad formula = question.twin_analytic();
    const double ulp = ulp_of(number(formula));
    report.ulps = number(Quad(abs(Quad(question.analytic) - formula))) / ulp;
    satisfied = report.ulps <= options.budget;
  }
  if (!satisfied) return judge_by_twin(question, options, evidence.probe.noise, report);
  fill(report, slope, comparison);
  finish(report, comparison);
}

}  // namespace riserun::check

#include <riserun/check/verdict/judge.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <riserun/check/slope/noise.hpp>
#include <riserun/check/verdict/comparison.hpp>
#include <riserun/check/verdict/scaled_question.hpp>

namespace riserun::check {
namespace {

using std::abs;

constexpr double kDenormal = std::numeric_limits<double>::denorm_min();
// Claim::zero.
constexpr double kZeroByTwin = 1e-20;
constexpr double kZeroByDouble = 1e-9;
// A formula is right when its value in quad is this close, relatively, or is closer than its value
// in double by so much that only rounding explains it.
constexpr double kSameFormula = 0x1p-50;
// Relative noise of forward that is worth a word.
constexpr double kMuchNoise = 0x1p-44;
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

template <class T>
void clear_up(const Question& question, const Claim& claim, Evidence<T>& evidence) {
  const Comparison first = compare(evidence.slope, claim);
  const bool agrees = first.agrees && !evidence.slope.kink && !evidence.slope.jump;
  if (agrees && first.conclusive) return;
  Evidence<T> aside = evidence;
  step_aside(question, agrees, aside);
  if (!agrees || compare(aside.slope, claim).agrees) evidence = aside;
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
  allow(probe.noise, number(Quad(abs(probe.fx))), options.atol, options.rtol);
  climb_with(question.jumps_declared, evidence);
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

// The slope of one side of a jump: of the value a hair beside x, not of x's own. (The noise measured
// around x would be the jump itself.)
template <class T>
Slope<T> beside_jump(const Probe<T>& probe, Side side, double hair) {
  Probe<T> beside = probe;
  beside.x = side == Side::left ? probe.x - T(hair) : probe.x + T(hair);
  beside.fx = probe.f(beside.x);
  constexpr double kUlps = 16;
  const double noise =
      kUlps * number(std::numeric_limits<T>::epsilon()) * number(T(abs(beside.fx)));
  beside.noise = {noise, noise, probe.noise.relative};
  beside.first_step = first_step<T>(beside.f, beside.x, beside.fx, side);
  return rise_over_run(beside, side);
}

// A declared jump leaves the derivative to the op, which must take the slope of one side: seen from
// afar, or as close as the jump is seen.
template <class T>
void judge_jump(const Question& question, const Evidence<T>& evidence, PointReport& report) {
  constexpr double kHair = 0x1p-20, kClose = 1e-4, kKnown = 1e-6;
  report.by_twin = std::is_same_v<T, Quad>;
  report.verdict = Verdict::fail;
  if (!question.jump_allowed) {
    report.reason = "the function jumps here, and no edge is declared";
    return;
  }
  report.reason = "the function jumps here";
  const Probe<T>& probe = evidence.probe;
  double hair = kHair * std::max(number(T(abs(probe.x))), probe.first_step);
  // The slope may begin to change anywhere between.
  for (; hair > kHair * evidence.slope.seen_to && hair > 0; hair *= kHair)
    for (Side side : {Side::left, Side::right}) {
      const Slope<T> slope = beside_jump(probe, side, hair);
      (side == Side::left ? report.left : report.right) = number(slope.value);
      report.error = slope.error;
      const double difference = abs(question.analytic - number(slope.value));
      const bool known = slope.error <= kKnown;
      if (!(difference <= kClose * abs(question.analytic) + (known ? 2 * slope.error : 0)))
        continue;
      report.verdict = Verdict::undefined;
      report.left = report.right = PointReport::kUnknown;
      return;
    }
  report.reason = "the function jumps here, and the value is the slope of neither side";
}

template <class T>
void finish(PointReport& report, const Opinion<T>& opinion) {
  if (opinion.too_close) {
    report.verdict = Verdict::inconclusive;
    report.reason = "closer to a declared edge than the slope can be told";
  } else if (!opinion.comparison.agrees) {
    report.verdict = Verdict::fail;
  } else if (opinion.comparison.conclusive) {
    report.verdict = Verdict::pass;
  } else {
    report.verdict = Verdict::inconclusive;
    report.reason = opinion.doubtful
                        ? "agrees only if the function is rounded to fewer digits than it seems"
                        : "agrees, but only to the resolution shown";
    if (opinion.noise > kMuchNoise)
      report.reason += fmt::format(
          "; its values are good to {:.0e} of their size, it seems: if that is meant, say rtol = "
          "{:.0e}",
          opinion.noise, opinion.noise);
  }
}

void give_up(PointReport& report) {
  report.verdict = Verdict::inconclusive;
  report.reason = "the function is finite on no neighbourhood of the point";
}

// What rounding the operands may cost the formula, in units of the rounding; 0 where it is not
// known.
double condition_of(const Question& question) {
  return question.sensitivity ? question.sensitivity() : 0.0;
}

// Without a twin: two hypotheses about the noise, two ladders.
void judge_black_box(const Question& question, const Options& options, Evidence<double> evidence,
                     PointReport& report) {
  Claim claim{.analytic = question.analytic,
              .budget = options.budget,
              .resolution = options.resolution,
              .zero = kZeroByDouble,
              .scaled = question.slope_scaled};
  clear_up(question, claim, evidence);
  const Slope<double>& slope = evidence.slope;
  if (slope.kink) return judge_kink(question, evidence.probe, report);
  if (slope.jump) return judge_jump(question, evidence, report);
  if (!slope.found) return give_up(report);
  Opinion<double> opinion{slope, compare(slope, claim), relative_noise(evidence.probe)};
  if (!opinion.comparison.agrees) {
    claim.condition = condition_of(question);
    opinion = second_opinion(evidence, claim);
    report.confirmed_step = !opinion.comparison.agrees && !opinion.too_close;
  }
  fill(report, opinion.slope, opinion.comparison);
  finish(report, opinion);
}

// The twin decides. A value that quad rejects although the same formula in quad is right has lost
// its digits to rounding.
void judge_by_twin(const Question& question, const Options& options, const Noise& noise_in_double,
                   PointReport& report) {
  Evidence<Quad> evidence = gather_twin(question, options, noise_in_double);
  report.by_twin = true;
  Claim claim{.analytic = question.analytic,
              .budget = options.budget,
              .resolution = options.resolution,
              .zero = kZeroByTwin,
              .scaled = question.slope_scaled};
  clear_up(question, claim, evidence);
  const Slope<Quad>& first = evidence.slope;
  if (!first.found) return give_up(report);
  if (first.kink) return judge_kink(question, evidence.probe, report);
  if (first.jump) return judge_jump(question, evidence, report);
  Opinion<Quad> opinion{first, compare(first, claim), relative_noise(evidence.probe)};
  if (!opinion.comparison.agrees) {
    claim.condition = condition_of(question);
    opinion = second_opinion(evidence, claim);
  }
  const Slope<Quad>& slope = opinion.slope;
  const Comparison& comparison = opinion.comparison;
  fill(report, slope, comparison);
  // What exceeds the slope's own error; a slope that is zero for all we know has no ulp.
  if (!comparison.absolute)
    report.ulps =
        std::max(0.0, comparison.difference - 2 * slope.error) / ulp_of(number(slope.value));
  finish(report, opinion);
  if (report.verdict != Verdict::fail) return;
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

void judge_plain(const Question& question, const Options& options, PointReport& report) {
  report.analytic = question.analytic;
  const Evidence<double> evidence = gather(question, options);
  const Slope<double>& slope = evidence.slope;
  if (question.twin == nullptr || !options.twin)
    return judge_black_box(question, options, evidence, report);
  // At double's resolution x may merely be beside the kink: the twin sees closer.
  if (slope.kink && question.declared) return judge_kink(question, evidence.probe, report);
  const Comparison comparison = compare(
      slope,
      {.analytic = question.analytic, .budget = options.budget, .resolution = options.escalation});
  bool satisfied = slope.found && !slope.kink && !slope.jump && comparison.agrees &&
                   comparison.conclusive && !options.always_twin;
  if (satisfied && question.twin_analytic) {
    const Quad formula = question.twin_analytic();
    const double ulp = ulp_of(number(formula));
    report.ulps = number(Quad(abs(Quad(question.analytic) - formula))) / ulp;
    satisfied = report.ulps <= options.budget;
  }
  if (!satisfied) return judge_by_twin(question, options, evidence.probe.noise, report);
  fill(report, slope, comparison);
  finish(report, Opinion<double>{slope, comparison, 0});
}

}  // namespace

double ulp_of(double x) {
  const double size = abs(x);
  if (!std::isfinite(size)) return size;
  return std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
}

void judge(const Question& question, const Options& options, PointReport& report) {
  if (!ScaledQuestion::wanted(question)) return judge_plain(question, options, report);
  const ScaledQuestion scaled(question);
  Options at_scale = options;
  at_scale.atol = scaled.of_f(options.atol);
  judge_plain(scaled.question(), at_scale, report);
  scaled.restore(report);
}

}  // namespace riserun::check

#include <riserun/check/verdict/judge.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <riserun/check/slope/as_double.hpp>
#include <riserun/check/verdict/comparison.hpp>
#include <riserun/check/verdict/evidence.hpp>
#include <riserun/check/verdict/scaled_question.hpp>
#include <riserun/check/verdict/undifferentiable.hpp>

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
// Relative noise of forward that is worth a word; above the larger one no digit is left.
constexpr double kMuchNoise = 0x1p-44, kMostNoise = 0.5;

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
    if (opinion.noise > kMostNoise)
      report.reason += "; its values are smaller than the errors of computing them";
    else if (opinion.noise > kMuchNoise)
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

Claim claim_of(const Question& question, const Options& options, double zero) {
  return {.analytic = question.analytic,
          .budget = options.budget,
          .resolution = options.resolution,
          .zero = zero,
          .scaled = question.slope_scaled};
}

// Without a twin: two hypotheses about the noise, two ladders.
void judge_black_box(const Question& question, const Options& options, Evidence<double> evidence,
                     PointReport& report) {
  Claim claim = claim_of(question, options, kZeroByDouble);
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
  Claim claim = claim_of(question, options, kZeroByTwin);
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
  const double gap = magnitude(formula - slope.value);
  if (gap <= 2 * slope.error + std::max(kSameFormula * magnitude(slope.value),
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
    report.ulps = magnitude(Quad(question.analytic) - formula) / ulp;
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

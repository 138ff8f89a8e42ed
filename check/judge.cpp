#include "check/judge.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "check/noise.hpp"

namespace riserun::check {
namespace {

using std::abs;

constexpr double kSecondOpinion = 0.75;  // the step of the rerun, relative to the first
// A slope whose bound is this small beside f's own scale is zero: nothing relative to it can be
// said.
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

// How the analytic value compares with one slope.
struct Comparison {
  double difference = 0, tolerance = 0, resolution = 0;
  bool agrees = false, conclusive = false, absolute = false;
};

template <class T>
Comparison compare(const Slope<T>& slope, double analytic, double allowance, double wanted,
                   double zero) {
  Comparison result;
  const double size = abs(number(slope.value));
  result.difference = number(T(abs(T(analytic) - slope.value)));
  result.tolerance = 2 * slope.error + allowance;
  // Both infinite: the slope overflows double, and so does the analytic value.
  if (std::isinf(analytic) && number(slope.value) == analytic) result.difference = 0;
  result.agrees = slope.found && result.difference <= result.tolerance;
  if (slope.error == 0 && size == 0) {  // f is constant, without noise
    result.conclusive = slope.found;
    return result;
  }
  result.resolution = result.tolerance / size;
  result.conclusive = result.resolution <= wanted;
  if (!result.conclusive && result.tolerance <= zero * slope.scale) {
    result.resolution = result.tolerance / slope.scale;
    result.absolute = result.conclusive = true;
  }
  return result;
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

// Two runs of the ladder agree on the better value, and on no more than both allow.
template <class T>
Slope<T> combined(const Slope<T>& first, const Slope<T>& second) {
  if (!second.found) return first;
  if (!first.found) return second;
  Slope<T> result = first.error <= second.error ? first : second;
  result.error =
      std::max({first.error, second.error, number(T(abs(T(first.value - second.value))))});
  return result;
}

// Everything about the derivative that holds in one arithmetic.
template <class T>
struct Evidence {
  Probe<T> probe;
  Slope<T> slope;
};

Evidence<double> gather(const Question& question) {
  Evidence<double> evidence{{question.f, question.x, question.fx, {}, 0}, {}};
  Probe<double>& probe = evidence.probe;
  probe.first_step = first_step<double>(probe.f, probe.x, probe.fx);
  if (!(probe.first_step > 0)) return evidence;
  probe.noise = question.twin != nullptr
                    ? noise_from_twin(probe.f, *question.twin, probe.x, probe.fx, probe.first_step)
                    : noise_from_residual<double>(probe.f, probe.x, probe.fx, probe.first_step);
  evidence.slope = rise_over_run(probe);
  return evidence;
}

// The twin's noise: measured as a black box's, and not less than double's scaled down to quad, with
// room for another library's rounding.
Evidence<Quad> gather_twin(const Question& question, const Noise& in_double) {
  constexpr double kScaled = 16 * 0x1p-60;
  const Quad x(question.x);
  Evidence<Quad> evidence{{*question.twin, x, (*question.twin)(x), {}, 0}, {}};
  Probe<Quad>& probe = evidence.probe;
  probe.first_step = first_step<Quad>(probe.f, probe.x, probe.fx);
  if (!(probe.first_step > 0)) return evidence;
  probe.noise = noise_from_residual<Quad>(probe.f, probe.x, probe.fx, probe.first_step);
  probe.noise.near = std::max(probe.noise.near, kScaled * in_double.near);
  probe.noise.far = std::max(probe.noise.far, kScaled * in_double.far);
  evidence.slope = rise_over_run(probe);
  return evidence;
}

// The noise may be more than was measured: where f moves in steps (a hidden float), or where a
// number of size 1 or x on the way absorbed the digits without a trace nearby, as in ln(1 + e^x) +
// x.
struct Doubt {
  Noise noise;
  bool even_unclear;  // whether agreeing without a fine resolution is enough to lift a rejection
};
template <class T>
std::vector<Doubt> doubts(const Probe<T>& probe) {
  std::vector<Doubt> result;
  const double height = quantum<T>(probe.f, probe.x, probe.fx, probe.first_step);
  if (height > probe.noise.near) {
    Noise noise{height, std::max(height, probe.noise.far), 0};
    // A step relative to f, as a float's, is higher where f is.
    if (probe.fx != T(0)) noise.relative = height / number(T(abs(probe.fx)));
    result.push_back({noise, true});
  }
  const double rounding =
      number(std::numeric_limits<T>::epsilon()) * std::max(1.0, number(T(abs(probe.x))));
  if (rounding > probe.noise.near)
    // (Quad's own noise is also known from double's: a mere guess must not hide a small slope.)
    result.push_back(
        {{rounding, std::max(rounding, probe.noise.far), 0}, std::is_same_v<T, double>});
  return result;
}

// A rejected value gets a second ladder at 3/4 of the steps, and the benefit of the doubts about
// the noise. Returns the slope that was compared last; `doubtful` when it agrees by a doubt alone.
template <class T>
Slope<T> second_opinion(const Evidence<T>& evidence, double analytic, double allowance,
                        double wanted, double zero, Comparison& comparison, bool& doubtful) {
  Slope<T> slope =
      combined(evidence.slope, rise_over_run(evidence.probe, Side::both, kSecondOpinion));
  comparison = compare(slope, analytic, allowance, wanted, zero);
  doubtful = false;
  if (comparison.agrees) return slope;
  for (const auto& [noise, even_unclear] : doubts(evidence.probe)) {
    Probe<T> doubted = evidence.probe;
    doubted.noise = noise;
    const Slope<T> other = rise_over_run(doubted);
    const Comparison compared = compare(other, analytic, allowance, wanted, zero);
    if (!compared.agrees || !(compared.conclusive || even_unclear)) continue;
    doubtful = true;
    comparison = compared;
    return other;
  }
  return slope;
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

// Without a twin: two hypotheses about the noise, two ladders.
void judge_black_box(const Question& question, const Options& options,
                     const Evidence<double>& evidence, Comparison comparison, PointReport& report) {
  Slope<double> slope = evidence.slope;
  bool doubtful = false;
  if (!comparison.agrees) {
    const double allowance =
        options.budget *
        (ulp_of(slope.value) + (question.sensitivity ? 0x1p-52 * question.sensitivity() : 0.0));
    slope = second_opinion(evidence, question.analytic, allowance, options.resolution,
                           kZeroByDouble, comparison, doubtful);
    report.confirmed_step = !comparison.agrees;
  }
  fill(report, slope, comparison);
  finish(report, comparison);
  if (doubtful && report.verdict != Verdict::pass) {
    report.verdict = Verdict::inconclusive;
    report.reason = "agrees only if the function is rounded to fewer digits than it seems";
  }
}

// The twin decides. A value that quad rejects although the same formula in quad is right has lost
// its digits to rounding.
void judge_by_twin(const Question& question, const Options& options, const Noise& noise_in_double,
                   PointReport& report) {
  const Evidence<Quad> evidence = gather_twin(question, noise_in_double);
  Slope<Quad> slope = evidence.slope;
  if (!slope.found) {
    report.by_twin = true;
    report.verdict = Verdict::inconclusive;
    report.reason = "the function is finite on no neighbourhood of the point";
    return;
  }
  if (slope.kink) return judge_kink(question, evidence.probe, report);
  if (slope.jump) return judge_jump(question, true, report);
  const double ulp = ulp_of(number(slope.value));
  Comparison comparison =
      compare(slope, question.analytic, options.budget * ulp, options.resolution, kZeroByTwin);
  bool doubtful = false;
  if (!comparison.agrees) {
    const double condition = question.sensitivity ? question.sensitivity() : 0.0;
    slope =
        second_opinion(evidence, question.analytic, options.budget * (ulp + 0x1p-52 * condition),
                       options.resolution, kZeroByTwin, comparison, doubtful);
  }
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
  const Evidence<double> evidence = gather(question);
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
      compare(slope, question.analytic, options.budget * ulp_of(slope.value),
              has_twin ? options.escalation : options.resolution, has_twin ? 0.0 : kZeroByDouble);
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

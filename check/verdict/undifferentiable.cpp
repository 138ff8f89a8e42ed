#include <riserun/check/verdict/undifferentiable.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include <riserun/check/slope/as_double.hpp>

namespace riserun::check {
namespace {

using std::abs;

// The slope of one side of a jump: of the value a hair beside x, not of x's own. (The noise measured
// around x would be the jump itself.)
template <class T>
Slope<T> beside_jump(const Probe<T>& probe, Side side, double hair) {
  Probe<T> beside = probe;
  beside.x = side == Side::left ? probe.x - T(hair) : probe.x + T(hair);
  beside.fx = probe.f(beside.x);
  constexpr double kUlps = 16;
  const double noise = kUlps * kEpsilon<T> * magnitude(beside.fx);
  beside.noise = {noise, noise, probe.noise.relative};
  beside.first_step = first_step<T>(beside.f, beside.x, beside.fx, side);
  return rise_over_run(beside, side);
}

}  // namespace

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
  double hair = kHair * std::max(magnitude(probe.x), probe.first_step);
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

template void judge_kink(const Question&, const Probe<double>&, PointReport&);
template void judge_kink(const Question&, const Probe<Quad>&, PointReport&);
template void judge_jump(const Question&, const Evidence<double>&, PointReport&);
template void judge_jump(const Question&, const Evidence<Quad>&, PointReport&);

}  // namespace riserun::check

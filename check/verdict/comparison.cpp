#include <riserun/check/verdict/comparison.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include <riserun/check/slope/as_double.hpp>
#include <riserun/check/slope/noise.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {
namespace {

using std::abs;

constexpr double kSecondOpinion = 0.75;  // the step of the rerun, relative to the first

// Two runs of the ladder agree on the better value, and on no more than both allow.
template <class T>
Slope<T> combined(const Slope<T>& first, const Slope<T>& second) {
  if (!second.found) return first;
  if (!first.found) return second;
  Slope<T> result = first.error <= second.error ? first : second;
  result.error = std::max({first.error, second.error, magnitude(T(first.value - second.value))});
  return result;
}

// Beyond double, on the side of the claim.
template <class T>
bool overflows(T slope, const Claim& claim) {
  const T largest = T(std::numeric_limits<double>::max()) * T(std::ldexp(1.0, claim.scaled));
  return (claim.analytic > 0 ? slope : -slope) >= largest;
}

Noise times(double factor, Noise noise) {
  noise.near *= factor;
  noise.far *= factor;
  noise.relative *= factor;
  for (Noise::Level& level : noise.levels) {
    level.noise *= factor;
    level.relative *= factor;
  }
  return noise;
}

// The noise may be more than was measured close to x: a few nodes can miss the worst of it; f may
// move in steps (a hidden float); a number on the way may have absorbed the digits without a trace
// nearby, as in ln(1 + e^x) + x.
template <class T>
std::vector<Noise> doubts(const Probe<T>& probe) {
  constexpr double kMissed = 8;
  std::vector<Noise> result{times(kMissed, probe.noise)};
  const double height = quantum<T>(probe.f, probe.x, probe.fx, probe.first_step);
  if (height > probe.noise.near) {
    Noise noise{height, std::max(height, probe.noise.far), 0};
    // A step relative to f, as a float's, is higher where f is.
    if (probe.fx != T(0)) noise.relative = height / magnitude(probe.fx);
    result.push_back(noise);
  }
  const double wide = wide_noise<T>(probe.f, probe.x, probe.fx, probe.first_step);
  if (wide > probe.noise.near) result.push_back({wide, std::max(wide, probe.noise.far), 0});
  return result;
}

// Where f has lost its digits, a formula in the same numbers may have lost as many: the noise of f
// over x. (Against the twin, what rounding costs a formula is known.)
template <class T>
Claim doubting(Claim claim, const Probe<T>& probe, const Noise& doubt) {
  if (!std::is_same_v<T, double>) return claim;
  const double size = probe.x != T(0) ? magnitude(probe.x) : probe.first_step;
  claim.condition += doubt.near / (size * 0x1p-52 * claim.budget);
  return claim;
}

}  // namespace

template <class T>
Comparison compare(const Slope<T>& slope, const Claim& claim) {
  Comparison result;
  const double size = abs(number(slope.value));
  result.difference = magnitude(T(claim.analytic) - slope.value);
  const double spacing = std::ldexp(std::numeric_limits<double>::denorm_min(), claim.scaled);
  const double rounding =
      std::max(ulp_of(number(slope.value)), spacing) + 0x1p-52 * claim.condition;
  result.tolerance = 2 * slope.error + claim.budget * rounding;
  // Both too large for double: the slope, and so the analytic value.
  if (std::isinf(claim.analytic) && overflows(slope.value, claim)) result.difference = 0;
  result.agrees = slope.found && result.difference <= result.tolerance;
  result.resolution = result.tolerance / size;
  result.conclusive = result.resolution <= claim.resolution;
  if (result.conclusive || !slope.found) return result;
  // Zero for all we know; or fewer digits than double has elsewhere.
  const bool zero = (size <= result.tolerance && result.tolerance <= claim.zero * slope.scale) ||
                    (slope.blank && claim.analytic == 0);
  const double normal = std::ldexp(std::numeric_limits<double>::min(), claim.scaled);
  // Next to zero, but known to some digits: fewer will do where double would see none.
  constexpr double kDigits = 1e-5, kDigitsOfQuad = 1e-3;
  if (!zero && result.tolerance <= claim.zero * slope.scale &&
      result.resolution <= (std::is_same_v<T, double> ? kDigits : kDigitsOfQuad)) {
    result.conclusive = true;
    return result;
  }
  if (!zero && !(size < normal && 2 * slope.error < claim.resolution * normal)) return result;
  result.absolute = true;
  result.resolution = result.tolerance / (zero ? slope.scale : normal);
  result.conclusive = zero || result.resolution <= claim.resolution;
  return result;
}

template <class T>
double relative_noise(const Probe<T>& probe) {
  const double size = magnitude(probe.fx);
  return size > 0 ? probe.noise.near / size : 0;
}

template <class T>
Opinion<T> second_opinion(const Evidence<T>& evidence, const Claim& claim) {
  const Slope<T> slope =
      combined(evidence.slope, rise_over_run(evidence.probe, evidence.side, kSecondOpinion));
  const double noise = relative_noise(evidence.probe);
  const Opinion<T> second{slope, compare(slope, claim), noise};
  if (second.comparison.agrees) return second;
  if (number(slope.row.h) > evidence.edge) return {slope, second.comparison, noise, false, true};
  for (const Noise& doubt : doubts(evidence.probe)) {
    Probe<T> doubted = evidence.probe;
    doubted.noise = doubt;
    const Slope<T> other = rise_over_run(doubted, evidence.side);
    const Comparison compared = compare(other, doubting(claim, evidence.probe, doubt));
    if (compared.agrees) return {other, compared, relative_noise(doubted), true};
  }
  return second;
}

template Comparison compare(const Slope<double>&, const Claim&);
template Comparison compare(const Slope<Quad>&, const Claim&);
template double relative_noise(const Probe<double>&);
template double relative_noise(const Probe<Quad>&);
template Opinion<double> second_opinion(const Evidence<double>&, const Claim&);
template Opinion<Quad> second_opinion(const Evidence<Quad>&, const Claim&);

}  // namespace riserun::check

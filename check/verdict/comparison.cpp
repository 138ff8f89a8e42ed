#include <riserun/check/verdict/comparison.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include <riserun/check/slope/noise.hpp>

namespace riserun::check {
namespace {

using std::abs;

constexpr double kSecondOpinion = 0.75;  // the step of the rerun, relative to the first

template <class T>
double number(T x) {
  return static_cast<double>(x);
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

// The noise may be more than was measured close to x: where f moves in steps (a hidden float), or
// where a number on the way absorbed the digits without a trace nearby, as in ln(1 + e^x) + x.
template <class T>
std::vector<Noise> doubts(const Probe<T>& probe) {
  std::vector<Noise> result;
  const double height = quantum<T>(probe.f, probe.x, probe.fx, probe.first_step);
  if (height > probe.noise.near) {
    Noise noise{height, std::max(height, probe.noise.far), 0};
    // A step relative to f, as a float's, is higher where f is.
    if (probe.fx != T(0)) noise.relative = height / number(T(abs(probe.fx)));
    result.push_back(noise);
  }
  const double wide = wide_noise<T>(probe.f, probe.x, probe.fx, probe.first_step);
  if (wide > probe.noise.near) result.push_back({wide, std::max(wide, probe.noise.far), 0});
  // Nothing but 0 all around: what was added to a 1 on the way may be lost without a trace.
  const double one = number(std::numeric_limits<T>::epsilon());
  if (result.empty() && probe.noise.far == 0) result.push_back({one, one, 0});
  return result;
}

}  // namespace

template <class T>
Comparison compare(const Slope<T>& slope, const Claim& claim) {
  Comparison result;
  const double size = abs(number(slope.value));
  result.difference = number(T(abs(T(claim.analytic) - slope.value)));
  result.tolerance = 2 * slope.error + claim.allowance;
  // Both infinite: the slope overflows double, and so does the analytic value.
  if (std::isinf(claim.analytic) && number(slope.value) == claim.analytic) result.difference = 0;
  result.agrees = slope.found && result.difference <= result.tolerance;
  if (slope.error == 0 && size == 0) {  // f is constant, without noise
    result.conclusive = slope.found;
    return result;
  }
  result.resolution = result.tolerance / size;
  result.conclusive = result.resolution <= claim.resolution;
  if (!result.conclusive && result.tolerance <= claim.zero * slope.scale) {
    if (size <= result.tolerance) {  // zero for all we know
      result.resolution = result.tolerance / slope.scale;
      result.absolute = result.conclusive = true;
    } else {  // next to zero, and three digits of it are known: that is what it says
      constexpr double kThreeDigits = 1e-3;
      result.conclusive = result.resolution <= kThreeDigits;
    }
  }
  return result;
}

template <class T>
Opinion<T> second_opinion(const Evidence<T>& evidence, const Claim& claim) {
  const Slope<T> slope =
      combined(evidence.slope, rise_over_run(evidence.probe, Side::both, kSecondOpinion));
  const Opinion<T> second{slope, compare(slope, claim)};
  if (second.comparison.agrees) return second;
  for (const Noise& noise : doubts(evidence.probe)) {
    Probe<T> doubted = evidence.probe;
    doubted.noise = noise;
    const Slope<T> other = rise_over_run(doubted);
    const Comparison compared = compare(other, claim);
    if (compared.agrees) return {other, compared, true};
  }
  return second;
}

template Comparison compare(const Slope<double>&, const Claim&);
template Comparison compare(const Slope<Quad>&, const Claim&);
template Opinion<double> second_opinion(const Evidence<double>&, const Claim&);
template Opinion<Quad> second_opinion(const Evidence<Quad>&, const Claim&);

}  // namespace riserun::check

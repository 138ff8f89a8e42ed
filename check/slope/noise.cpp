#include <riserun/check/slope/noise.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include <riserun/check/slope/as_double.hpp>

namespace riserun::check {
namespace {

using std::abs;
using std::isfinite;

// The spacing of T's numbers of this size, as far as a double can hold it.
template <class T>
double ulp_at(double size) {
  return std::max(kEpsilon<T> * size, std::numeric_limits<double>::denorm_min());
}

// The size of x that matters for steps beyond |x|: 1, if f is finite so far out.
double far_size(double size, double reach) { return std::max(size, std::min(4 * reach, 1.0)); }

double gap_to_twin(FunctionRef<double(double)> f, FunctionRef<Quad(Quad)> twin, double x,
                   double step) {
  double largest = 0.0;
  for (int k = -4; k <= 4; ++k) {
    const double node = x + k * step;
    const double gap = magnitude(Quad(f(node)) - twin(Quad(node)));
    if (isfinite(gap)) largest = std::max(largest, gap);
  }
  return largest;
}

// The largest residual of f about a polynomial of so many terms, over nodes within `half` of x; and
// the largest |f| there, where that is wanted.
template <int kTerms = 4, class T>
double residual(FunctionRef<T(T)> f, T x, double half, double* size_of_f = nullptr) {
  constexpr int kNodes = 2 * kTerms + 2;
  using Column = std::array<double, kNodes>;
  constexpr double kFewNodes = 1.3;  // what fitting takes away
  Column at{}, rise{};
  T first{};
  int count = 0;
  unsigned odd = 12345;
  for (int i = 0; i < kNodes; ++i) {
    odd = odd * 1664525u + 1013904223u;  // irregular, so that no period of the rounding is met
    const T node = x + T((static_cast<double>(odd >> 9) * 0x1p-22 - 1) * half);
    const T value = f(node);
    if (!isfinite(value)) continue;
    if (count == 0) first = value;
    at[count] = static_cast<double>(node - x) / half;
    rise[count++] = static_cast<double>(value - first);
    if (size_of_f != nullptr) *size_of_f = std::max(*size_of_f, magnitude(value));
  }
  if (count <= kTerms + 1) return 0.0;
  // Orthogonal polynomials on the nodes, taken out one after the other.
  std::array<Column, kTerms> basis{};
  for (int j = 0; j < kTerms; ++j) {
    Column& column = basis[j];
    for (int i = 0; i < count; ++i) column[i] = j == 0 ? 1.0 : at[i] * basis[j - 1][i];
    auto take_out = [&](Column& from, const Column& part) {
      double product = 0, square = 0;
      for (int i = 0; i < count; ++i) {
        product += from[i] * part[i];
        square += part[i] * part[i];
      }
      for (int i = 0; i < count && square > 0; ++i) from[i] -= product / square * part[i];
    };
    for (int k = 0; k < j; ++k) take_out(column, basis[k]);
    take_out(rise, column);
  }
  double largest = 0;
  for (int i = 0; i < count; ++i) largest = std::max(largest, std::abs(rise[i]));
  return kFewNodes * largest;
}

// The noise around a node: of a narrow window, or of a wide one if that is noise and no bend, which
// a sixteenth of it would not have.
template <class T>
double around(FunctionRef<T(T)> f, T node, double narrow, double wide) {
  constexpr double kSame = 4;
  const double close = residual(f, node, narrow);
  if (!(wide > 16 * narrow)) return close;
  const double whole = residual(f, node, wide);
  if (whole <= close) return close;
  return whole <= kSame * residual(f, node, wide / 16) ? whole : close;
}

// What rounding may be: a part of f, or some epsilons of a number of size 1 or x that is met on the
// way, as in ln(1 + e^x).
constexpr double kLargest = 0x1p-5;
constexpr double kRounding = 64;

// How far apart the levels of the noise are, and how many.
constexpr double kApart = 0x1p-14;
constexpr int kLevels = 3;

// Calls measure(distance, number, value) for each distance that lies beyond |x|; it sets the value
// to |f| there.
template <class Measure>
void fill_levels(Noise& noise, double size, double fx, double reach, Measure measure) {
  double distance = reach;
  for (int i = 0; i < kLevels && distance > size; ++i, distance *= kApart) {
    double value = fx;
    const double there = std::max(measure(distance, i, value), noise.near);
    noise.levels.push_back({distance, there, there / value});
  }
  if (noise.levels.empty()) return;
  if (size > 0) noise.levels.push_back({size, noise.near, noise.near / fx});
  noise.far = noise.levels.front().noise;
}

}  // namespace

Noise noise_from_twin(FunctionRef<double(double)> f, FunctionRef<Quad(Quad)> twin, double x,
                      double fx, double reach) {
  const double size = std::abs(x);
  const double far = far_size(size, reach);
  const double least = kEpsilon<double> * std::abs(fx);
  Noise noise{least, least};
  if (size > 0)
    noise.near = std::max(least, 2 * gap_to_twin(f, twin, x, std::min(size * 0x1p-18, reach / 4)));
  noise.far = noise.near;
  if (!(far > size)) return noise;
  fill_levels(noise, size, std::abs(fx), reach, [&](double distance, int level, double& value) {
    if (level == 0) return 2 * gap_to_twin(f, twin, x, std::min(far * 0x1p-18, reach / 4));
    double largest = 0;
    for (double share : {-0.7, 0.3, 0.9}) {
      const double node = x + share * distance;
      const double y = f(node);
      const double gap = magnitude(Quad(y) - twin(Quad(node)));
      if (!isfinite(gap)) continue;
      largest = std::max(largest, gap);
      value = std::max(value, std::abs(y));
    }
    return std::max(2 * largest, kEpsilon<double> * value);
  });
  return noise;
}

template <class T>
Noise noise_from_residual(FunctionRef<T(T)> f, T x, T fx, double reach) {
  constexpr double kNarrow = 4096, kLeast = 8;  // ulp
  constexpr double kWide = 0x1p-16;
  constexpr double kMuch = 64;
  const double size = magnitude(x);
  const double far = far_size(size, reach);
  const double least = kEpsilon<T> * magnitude(fx);
  Noise noise{least, least};
  if (size > 0) {
    const double ulp = ulp_at<T>(size);
    const double close = residual(f, x, std::min(kLeast * ulp, reach));
    const double wider = around(f, x, std::min(kNarrow * ulp, reach), size * kWide);
    // Thousands of ulp are no small window where f turns within them, as sin at 1e12.
    noise.near = std::max(least, 2 * (wider <= kMuch * std::max(close, least) ? wider : close));
  }
  noise.far = noise.near;
  if (!(far > size)) return noise;
  fill_levels(noise, size, magnitude(fx), reach,
              [&](double distance, int level, double& size_of_f) {
                double largest =
                    0;  // about points that far out: closer in, f may bend more than it is noisy
                for (double side : {-0.5, 0.5}) {
                  if (level % 2 == 1 && side > 0) continue;
                  const T there = x + T(side * distance);
                  const T value = f(there);
                  if (!isfinite(value)) continue;
                  const double narrow = std::min(kNarrow * ulp_at<T>(far), distance / 4);
                  size_of_f = std::max(size_of_f, magnitude(value));
                  largest = std::max({largest, kEpsilon<T> * magnitude(value),
                                      2 * around(f, there, narrow, distance * kWide)});
                }
                return largest;
              });
  return noise;
}

template <class T>
double wide_noise(FunctionRef<T(T)> f, T x, T fx, double reach) {
  constexpr double kSame = 3;
  constexpr double kWider = std::is_same_v<T, double> ? 8 : 64;  // quad has more room, and is slow
  constexpr int kTerms = 6;
  const double size = magnitude(x);
  const double rounding = kRounding * kEpsilon<T> * std::max(1.0, size);
  const double first = std::max(4096 * ulp_at<T>(size), reach * kEpsilon<T>);
  double before = 0, largest = 0;
  for (double half = first; half < reach / 2; half *= kWider) {
    // On both sides of x: neither a jump nor a kink there is in both.
    double size_of_f = magnitude(fx);
    const double here = std::min(residual<kTerms>(f, x - T(half), half, &size_of_f),
                                 residual<kTerms>(f, x + T(half), half, &size_of_f));
    if (here <= std::max(kLargest * size_of_f, rounding) && here <= kSame * before)
      largest = std::max(largest, here);
    before = here;
  }
  return 2 * largest;
}

template <class T>
double quantum(FunctionRef<T(T)> f, T x, T fx, double reach) {
  constexpr double kFlatUlps = 16;
  const double size = magnitude(x);
  const double ulp = ulp_at<T>(size > 0 ? size : far_size(size, reach));
  double step = ulp;
  bool right = true;
  for (;; step = std::min(2 * step, reach)) {
    if (!(f(x + T(step)) == fx)) break;
    if (!(f(x - T(step)) == fx)) {
      right = false;
      break;
    }
    if (step >= reach) return 0.0;
  }
  if (step < kFlatUlps * ulp) return 0.0;
  auto at = [&](double offset) { return f(right ? x + T(offset) : x - T(offset)); };
  double flat = step / 2;
  while (step - flat > ulp) {
    const double middle = flat + (step - flat) / 2;
    if (!(middle > flat && middle < step)) break;
    (at(middle) == fx ? flat : step) = middle;
  }
  const T beyond = at(step);
  const double jump = magnitude(beyond - fx);
  const double height = std::max(magnitude(fx), magnitude(beyond));
  const double rounding = kRounding * kEpsilon<T> * std::max(magnitude(x), 1.0);
  return isfinite(jump) && jump <= std::max(kLargest * height, rounding) ? jump : 0.0;
}

template Noise noise_from_residual(FunctionRef<double(double)>, double, double, double);
template Noise noise_from_residual(FunctionRef<Quad(Quad)>, Quad, Quad, double);
template double wide_noise(FunctionRef<double(double)>, double, double, double);
template double quantum(FunctionRef<double(double)>, double, double, double);
template double wide_noise(FunctionRef<Quad(Quad)>, Quad, Quad, double);
template double quantum(FunctionRef<Quad(Quad)>, Quad, Quad, double);

}  // namespace riserun::check

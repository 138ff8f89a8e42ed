#include <riserun/check/slope/noise.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace riserun::check {
namespace {

using std::abs;
using std::isfinite;

template <class T>
double magnitude(T x) {
  return static_cast<double>(abs(x));
}

template <class T>
const double kEpsilon = static_cast<double>(std::numeric_limits<T>::epsilon());

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

template <class T>
double residual(FunctionRef<T(T)> f, T x, T fx, double ulp) {
  constexpr int kNodes = 24;
  std::array<double, kNodes> at{}, rise{};
  int count = 0;
  unsigned odd = 12345;
  for (int i = 0; i < kNodes; ++i) {
    odd = odd * 1664525u + 1013904223u;  // irregular, so that no period of the rounding is met
    const T node = x + T((static_cast<double>(odd >> 19) - 4095.5) * ulp);
    const double difference = static_cast<double>(f(node) - fx);
    if (!isfinite(difference)) continue;
    at[count] = static_cast<double>(node - x) / ulp;
    rise[count++] = difference;
  }
  double mean_at = 0, mean_rise = 0;
  for (int i = 0; i < count; ++i) {
    mean_at += at[i] / count;
    mean_rise += rise[i] / count;
  }
  double above = 0, below = 0;
  for (int i = 0; i < count; ++i) {
    above += (at[i] - mean_at) * (rise[i] - mean_rise);
    below += (at[i] - mean_at) * (at[i] - mean_at);
  }
  const double slope = below > 0 ? above / below : 0.0;
  double largest = 0;
  for (int i = 0; i < count; ++i)
    largest = std::max(largest, std::abs(rise[i] - mean_rise - slope * (at[i] - mean_at)));
  return largest;
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
  if (far > size)
    noise.far =
        std::max(noise.near, 2 * gap_to_twin(f, twin, x, std::min(far * 0x1p-18, reach / 4)));
  return noise;
}

template <class T>
Noise noise_from_residual(FunctionRef<T(T)> f, T x, T fx, double reach) {
  const double size = magnitude(x);
  const double far = far_size(size, reach);
  const double least = kEpsilon<T> * magnitude(fx);
  auto over = [&](double about) {
    return std::max(least, 2 * residual(f, x, fx, std::min(ulp_at<T>(about), reach / 4096)));
  };
  Noise noise{least, least};
  if (size > 0) noise.near = over(size);
  noise.far = noise.near;
  if (far > size) {  // about a point that far out: closer in, f may bend more than it is noisy
    for (double side : {-0.5, 0.5}) {
      const T there = x + T(side * reach);
      const T value = f(there);
      if (!isfinite(value)) continue;
      const double about = std::min(ulp_at<T>(far), reach / 16384);
      noise.far = std::max(
          {noise.far, kEpsilon<T> * magnitude(value), 2 * residual(f, there, value, about)});
    }
  }
  return noise;
}

template <class T>
double quantum(FunctionRef<T(T)> f, T x, T fx, double reach) {
  constexpr double kFlatUlps = 16;
  constexpr double kLargest = 0x1p-8;
  constexpr double kRounding =
      64;  // epsilons of a number of size 1 or x met on the way, as in ln(1 + e^x)
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
template double quantum(FunctionRef<double(double)>, double, double, double);
template double quantum(FunctionRef<Quad(Quad)>, Quad, Quad, double);

}  // namespace riserun::check

#include <riserun/train/gradient/elementwise.hpp>

#include <riserun/base/vector_clones.hpp>

namespace riserun::train::elementwise {

RISERUN_VECTOR_CLONES
void add(double* left, const double* right, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) left[i] += right[i];
}

RISERUN_VECTOR_CLONES
void clipped_and_penalized(double* __restrict slopes, const double* __restrict gradient,
                           const double* __restrict weights, std::size_t count, double factor,
                           double limit, double l1, double l2) {
  for (std::size_t i = 0; i < count; ++i) {
    const double slope = factor * gradient[i];
    const double clipped = slope > limit ? limit : slope < -limit ? -limit : slope;
    const double sign = weights[i] > 0.0 ? 1.0 : weights[i] < 0.0 ? -1.0 : 0.0;
    slopes[i] = clipped + l1 * sign + l2 * weights[i];
  }
}

RISERUN_VECTOR_CLONES
void penalized(double* __restrict slopes, const double* __restrict gradient,
               const double* __restrict weights, std::size_t count, double l2) {
  for (std::size_t i = 0; i < count; ++i) slopes[i] = gradient[i] + l2 * weights[i];
}

RISERUN_VECTOR_CLONES
double squares(const double* values, std::size_t count) {
  constexpr std::size_t kLanes = 8;
  double sums[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t k = 0; k < kLanes; ++k) sums[k] += values[i + k] * values[i + k];
  for (std::size_t k = 0; i < count; ++i, ++k) sums[k] += values[i] * values[i];
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

// 0 * x is 0 for every finite x and NaN for the others; NaN stays in a sum. Several sums, because
// with one each addition would wait for the one before.
constexpr std::size_t kZeros = 16;

RISERUN_VECTOR_CLONES
bool sum(double* __restrict sum, const double* __restrict left, const double* __restrict right,
         std::size_t count) {
  double zeros[kZeros] = {};
  std::size_t i = 0;
  for (; i + kZeros <= count; i += kZeros)
    for (std::size_t k = 0; k < kZeros; ++k) {
      const double s = left[i + k] + right[i + k];
      sum[i + k] = s;
      zeros[k] += 0.0 * s;
    }
  for (; i < count; ++i) zeros[0] += 0.0 * (sum[i] = left[i] + right[i]);
  double zero = 0.0;
  for (const double z : zeros) zero += z;
  return zero == 0.0;
}

RISERUN_VECTOR_CLONES
bool all_finite(const double* values, std::size_t count) {
  double zeros[kZeros] = {};
  std::size_t i = 0;
  for (; i + kZeros <= count; i += kZeros)
    for (std::size_t k = 0; k < kZeros; ++k) zeros[k] += 0.0 * values[i + k];
  for (; i < count; ++i) zeros[0] += 0.0 * values[i];
  for (std::size_t half = kZeros / 2; half > 0; half /= 2)
    for (std::size_t k = 0; k < half; ++k) zeros[k] += zeros[k + half];
  return zeros[0] == 0.0;
}

}  // namespace riserun::train::elementwise

// The loops over parameters of reduction and update.
#pragma once

#include <cstddef>

namespace riserun::train::elementwise {

/// left[i] += right[i]
void add(double* left, const double* right, std::size_t count);

/// sum[i] = left[i] + right[i]. Whether no sum is infinite or NaN.
[[nodiscard]] bool sum(double* sum, const double* left, const double* right, std::size_t count);

/// slopes[i] = clamp(factor gradient[i], -limit, limit) + l1 sign(weights[i]) + l2 weights[i];
/// sign(0) = 0
void clipped_and_penalized(double* slopes, const double* gradient, const double* weights,
                           std::size_t count, double factor, double limit, double l1, double l2);

/// slopes[i] = gradient[i] + l2 weights[i]
void penalized(double* slopes, const double* gradient, const double* weights, std::size_t count,
               double l2);

/// The sum of values[i]^2, in eight sums side by side that are added at the end.
[[nodiscard]] double squares(const double* values, std::size_t count);

/// Whether no value is infinite or NaN.
[[nodiscard]] bool all_finite(const double* values, std::size_t count);

}  // namespace riserun::train::elementwise

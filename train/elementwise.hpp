// The loops over parameters of the reduction.
#pragma once

#include <cstddef>

namespace riserun::train::elementwise {

/// left[i] += right[i]
void add(double* left, const double* right, std::size_t count);

/// sum[i] = left[i] + right[i]
void sum(double* sum, const double* left, const double* right, std::size_t count);

/// Whether no value is infinite or NaN.
[[nodiscard]] bool all_finite(const double* values, std::size_t count);

}  // namespace riserun::train::elementwise

// The two products of a layer on packs of eight data points.
#pragma once

#include <cstddef>

namespace riserun::lanes {

/// Weights in memory: the one from k to r is at w[r * row_step + k * column_step].
struct WeightView {
  const double* w;
  std::size_t row_step, column_step;
};

struct LayerKernels {
  /// y[r] = start[r] + sum over k of w(r, k) x[k], for r < rows and k < columns, in the order of k;
  /// x[k] and y[r] are `packs` packs of 8 doubles, one element `step` doubles after another. start
  /// has a number for every `start_step` doubles; where it is null, what y holds is the start.
  void (*product)(const WeightView& w, std::size_t rows, std::size_t columns, const double* start,
                  std::size_t start_step, const double* x, double* y, std::size_t step,
                  std::size_t packs);
  /// dw[r * row_step + c] += sum over the points l of a[r][l] b[l][c], for r < rows and
  /// c < columns, in the order of l < points: a[r] as above, b[l] rows of `b_step` doubles, a
  /// multiple of 8 and at least columns; b begins at a multiple of 64 bytes.
  void (*outer)(double* dw, std::size_t row_step, std::size_t rows, std::size_t columns,
                const double* a, std::size_t step, const double* b, std::size_t b_step,
                std::size_t points);
  /// b[l][c] = a[c][l] for c < columns and l < 8 packs, the other way of lying in memory; beyond
  /// `columns` 0 up to a multiple of 8.
  void (*to_rows)(const double* a, std::size_t step, std::size_t columns, std::size_t packs,
                  double* b, std::size_t b_step);
  /// The reverse: a[c][l] = b[l][c].
  void (*to_packs)(const double* b, std::size_t b_step, std::size_t columns, std::size_t packs,
                   double* a, std::size_t step);
};

}  // namespace riserun::lanes

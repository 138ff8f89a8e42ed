// The loops of layers on packs of eight data points: products of weights and numbers, gradients of
// weights and biases, and copying between the two layouts of points in memory.
#pragma once

#include <cstddef>

namespace riserun::lanes {

/// Weights in memory: w(r, k), from input k to output r, is at w[r * row_step + k * column_step].
struct WeightView {
  const double* w;
  std::size_t row_step, column_step;
};

/// What happens to the results of a product before they are written.
enum class Finish {
  none,
  relu,              // y < 0 ? 0 : y
  times_relu_slope,  // y * (of > 0 ? 1 : 0)
};

/// y[r] = finish(start[r] + sum over k of w(r, k) x[k]), for r < rows and k < columns, added in the
/// order of k. x[k] and y[r] are `packs` packs of 8 doubles; x[k + 1] begins `step` doubles after
/// x[k], and y alike.
struct Product {
  WeightView w;
  std::size_t rows, columns;
  /// start[r] is at start[r * start_step]; null: what y holds is the start.
  const double* start;
  std::ptrdiff_t start_step;
  const double* x;
  double* y;
  std::size_t step, packs;
  Finish finish = Finish::none;
  const double* of = nullptr;  // for times_relu_slope; laid out as y is
};

/// dw[r * row_step + c] = sum over the points l of a[r][l] b[l][c], or that added to it, for
/// r < rows and c < columns, added in the order of l < points. a[r] is laid out as x[k] of a
/// Product; b[l] is a row of `b_step` doubles, a multiple of 8 and at least columns; b begins at a
/// multiple of 64 bytes. There are `repeats` such lists of points, each beginning `repeat_step`
/// points after the one before, and all are added in their order.
struct Outer {
  double* dw;
  std::size_t row_step, rows, columns;
  const double* a;
  std::size_t step;
  const double* b;
  std::size_t b_step, points;
  std::size_t repeats, repeat_step;
  bool set;
};

struct LayerKernels {
  void (*product)(const Product& task);
  void (*outer)(const Outer& task);
  /// sums[r] = sum over the points l of a[r][l], for r < rows, of `repeats` lists of points as in
  /// Outer. Each lane adds its points in their order, then the eight lanes are added pairwise.
  /// `sums` begins at a multiple of 64 bytes and has room for a multiple of 8.
  void (*lane_sums)(const double* a, std::size_t step, std::size_t rows, std::size_t points,
                    std::size_t repeats, std::size_t repeat_step, double* sums);
  /// From packs of points to a row for each point: b[l][c] = a[c][l] for c < columns and l < 8
  /// packs; then zeros up to a multiple of 8 columns.
  void (*to_rows)(const double* a, std::size_t step, std::size_t columns, std::size_t packs,
                  double* b, std::size_t b_step);
  /// The reverse: a[c][l] = b[l][c].
  void (*to_packs)(const double* b, std::size_t b_step, std::size_t columns, std::size_t packs,
                   double* a, std::size_t step);
};

}  // namespace riserun::lanes

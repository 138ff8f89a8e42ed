// The loops of layers on packs of eight data points: products, weight gradients, sums, and the two
// ways of lying in memory.
#pragma once

#include <cstddef>

namespace riserun::lanes {

/// Weights in memory: the one from k to r is at w[r * row_step + k * column_step].
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

/// y[r] = start[r] + sum over k of w(r, k) x[k], for r < rows and k < columns, in the order of k,
/// finished; x[k] and y[r] are `packs` packs of 8 doubles, one element `step` doubles after
/// another.
struct Product {
  WeightView w;
  std::size_t rows, columns;
  /// A number for every `start_step` doubles; null: what y holds is the start.
  const double* start;
  std::ptrdiff_t start_step;
  const double* x;
  double* y;
  std::size_t step, packs;
  Finish finish = Finish::none;
  const double* of = nullptr;  // as y lies
};

/// dw[r * row_step + c] = sum over the points l of a[r][l] b[l][c], or that added to it, for
/// r < rows and c < columns, in the order of l < points: a[r] as above, b[l] rows of `b_step`
/// doubles, a multiple of 8 and at least columns; b begins at a multiple of 64 bytes. And that for
/// `repeats` such lists of points, one beginning `repeat_step` after the other, added in their
/// order.
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
  /// sums[r] = sum over the points l of a[r][l], for r < rows, as a tree over eight sums, each over
  /// the packs in order, of `repeats` lists as in Outer; sums begins at a multiple of 64 bytes and
  /// has room for a multiple of 8.
  void (*lane_sums)(const double* a, std::size_t step, std::size_t rows, std::size_t points,
                    std::size_t repeats, std::size_t repeat_step, double* sums);
  /// b[l][c] = a[c][l] for c < columns and l < 8 packs, the other way of lying in memory; beyond
  /// `columns` 0 up to a multiple of 8.
  void (*to_rows)(const double* a, std::size_t step, std::size_t columns, std::size_t packs,
                  double* b, std::size_t b_step);
  /// The reverse: a[c][l] = b[l][c].
  void (*to_packs)(const double* b, std::size_t b_step, std::size_t columns, std::size_t packs,
                   double* a, std::size_t step);
};

}  // namespace riserun::lanes

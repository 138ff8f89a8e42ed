// The unit of the ratios: an MLP's gradient written by hand, one data point at a time, sizes known
// when compiling, loops that the compiler vectorises. No tape, no allocation, no virtual call
// within a step.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace bench::hand {

/// How a layer's weights lie in memory.
enum class Layout {
  input_major,   // w[i][o]: sums run along neighbours forward, and need a reduction backward
  neuron_major,  // w[o][i]: the other way round
};

/// z = b + W x of one layer and its reverse. `kHints` lets the compiler reorder the reductions,
/// without which it may not vectorise them.
template <std::size_t I, std::size_t O, Layout kLayout, bool kHints>
struct Affine {
  static constexpr std::size_t kWeights = I * O;
  static constexpr std::size_t kSize = kWeights + O;

  static double product(const double* __restrict a, const double* __restrict b, std::size_t n) {
    double sum = 0;
    if constexpr (kHints) {
#pragma omp simd reduction(+ : sum)
      for (std::size_t k = 0; k < n; ++k) sum += a[k] * b[k];
    } else {
      for (std::size_t k = 0; k < n; ++k) sum += a[k] * b[k];
    }
    return sum;
  }

  static void forward(const double* __restrict w, const double* __restrict x,
                      double* __restrict z) {
    const double* const b = w + kWeights;
    if constexpr (kLayout == Layout::input_major) {
      double sum[O];
      for (std::size_t o = 0; o < O; ++o) sum[o] = b[o];
      for (std::size_t i = 0; i < I; ++i)
        for (std::size_t o = 0; o < O; ++o) sum[o] += x[i] * w[i * O + o];
      for (std::size_t o = 0; o < O; ++o) z[o] = sum[o];
    } else {
      for (std::size_t o = 0; o < O; ++o) z[o] = b[o] + product(w + o * I, x, I);
    }
  }

  /// dw += ..., and dx = ... where it is wanted.
  template <bool kInputGradient>
  static void backward(const double* __restrict w, const double* __restrict x,
                       const double* __restrict dz, double* __restrict dw, double* __restrict dx) {
    for (std::size_t o = 0; o < O; ++o) dw[kWeights + o] += dz[o];
    if constexpr (kLayout == Layout::input_major) {
      for (std::size_t i = 0; i < I; ++i) {
        for (std::size_t o = 0; o < O; ++o) dw[i * O + o] += x[i] * dz[o];
        if constexpr (kInputGradient) dx[i] = product(w + i * O, dz, O);
      }
    } else {
      if constexpr (kInputGradient) std::fill_n(dx, I, 0.0);
      for (std::size_t o = 0; o < O; ++o) {
        for (std::size_t i = 0; i < I; ++i) dw[o * I + i] += x[i] * dz[o];
        if constexpr (kInputGradient)
          for (std::size_t i = 0; i < I; ++i) dx[i] += w[o * I + i] * dz[o];
      }
    }
  }
};

/// max(0, 1 - y z) with y = -1 for label 0, +1 for label 1.
struct Hinge {
  template <std::size_t N>
  static double value_and_gradient(const double* z, int label, double* dz) {
    static_assert(N == 1);
    const double y = label == 1 ? 1.0 : -1.0;
    const double loss = 1.0 - y * z[0];
    dz[0] = loss > 0 ? -y : 0.0;
    return loss > 0 ? loss : 0.0;
  }
};

struct SoftmaxCrossEntropy {
  template <std::size_t N>
  static double value_and_gradient(const double* z, int label, double* dz) {
    const double largest = *std::max_element(z, z + N);
    double sum = 0;
    for (std::size_t o = 0; o < N; ++o) sum += dz[o] = std::exp(z[o] - largest);
    const double scale = 1 / sum;
    for (std::size_t o = 0; o < N; ++o) dz[o] *= scale;
    dz[label] -= 1;
    return std::log(sum) + largest - z[label];
  }
};

/// Layers of the given sizes, relu on all but the last.
template <class Loss, Layout kLayout, bool kHints, std::size_t... kSizes>
class Mlp {
  static constexpr std::array<std::size_t, sizeof...(kSizes)> kSize{kSizes...};
  static constexpr std::size_t kLayers = kSize.size() - 1;
  template <std::size_t L>
  using Layer = Affine<kSize[L], kSize[L + 1], kLayout, kHints>;

 public:
  /// Adds a point's gradient to dw and returns its loss.
  static double add_gradient(const double* w, const double* x, int label, double* dw) {
    double ignored[1];
    return run<0>(w, x, label, dw, ignored);
  }

 private:
  // The layer L and all above it; dx is the gradient by the layer's input.
  template <std::size_t L>
  static double run(const double* __restrict w, const double* __restrict x, int label,
                    double* __restrict dw, double* __restrict dx) {
    constexpr std::size_t O = kSize[L + 1];
    double y[O], dy[O], loss;
    Layer<L>::forward(w, x, y);
    if constexpr (L + 1 == kLayers) {
      loss = Loss::template value_and_gradient<O>(y, label, dy);
    } else {
      for (std::size_t o = 0; o < O; ++o) y[o] = y[o] > 0 ? y[o] : 0;
      loss = run<L + 1>(w + Layer<L>::kSize, y, label, dw + Layer<L>::kSize, dy);
      for (std::size_t o = 0; o < O; ++o) dy[o] = y[o] > 0 ? dy[o] : 0;
    }
    Layer<L>::template backward<(L > 0)>(w, x, dy, dw, dx);
    return loss;
  }
};

}  // namespace bench::hand

// A multi-layer perceptron, its parameters and data points, as every contestant is given them.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include <riserun/base/aligned.hpp>
#include "bench/harness.hpp"

namespace bench {

enum class Loss { hinge, softmax_cross_entropy };

/// A step is the gradient of the sum of the losses of one batch, from zero.
struct MlpProblem {
  std::vector<std::size_t> sizes;  // 2, 16, 16, 1; relu on all but the last
  Loss loss;
  /// Layer by layer: weights, the input's number running slower, then biases. Gradients too are
  /// given in this order.
  std::vector<double> parameters;
  riserun::AlignedDoubles x;  // points x sizes[0]
  std::vector<int> labels;

  static constexpr std::size_t kBatch = 32;
  [[nodiscard]] std::size_t inputs() const { return sizes.front(); }
  [[nodiscard]] std::size_t first_point(std::size_t step, std::size_t batch = kBatch) const {
    return step % (labels.size() / batch) * batch;
  }
  [[nodiscard]] std::span<const double> point(std::size_t number) const {
    return {x.data() + number * inputs(), inputs()};
  }
};

/// Normal inputs, weights of variance 2 / inputs; the same numbers on every machine.
[[nodiscard]] MlpProblem make_mlp_problem(std::vector<std::size_t> sizes, Loss loss,
                                          std::size_t points);

/// Visits every weight and bias in the problem's order as (layer, input or -1, output): what a
/// contestant with an order of its own copies by.
template <class Visit>
void for_each_parameter(const std::vector<std::size_t>& sizes, Visit visit) {
  for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
    for (std::size_t i = 0; i < sizes[l]; ++i)
      for (std::size_t o = 0; o < sizes[l + 1]; ++o) visit(l, static_cast<std::ptrdiff_t>(i), o);
    for (std::size_t o = 0; o < sizes[l + 1]; ++o) visit(l, std::ptrdiff_t{-1}, o);
  }
}

/// For each parameter in the problem's order, its place where each neuron has its weights beside
/// each other, followed layer by layer by the biases.
[[nodiscard]] std::vector<std::size_t> neuron_major_places(const std::vector<std::size_t>& sizes);

// The contestants. A problem must outlive them.
using Entry = std::unique_ptr<Contestant>;
[[nodiscard]] Entry scalar_mlp(const MlpProblem& problem);
[[nodiscard]] Entry nn_mlp(const MlpProblem& problem);
[[nodiscard]] Entry lanes_scalar_mlp(const MlpProblem& problem);
[[nodiscard]] Entry lanes_nn_mlp(const MlpProblem& problem);

}  // namespace bench

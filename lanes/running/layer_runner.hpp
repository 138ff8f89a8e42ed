// `LayerRunner`: evaluates the layers of a plan, forward and backward.
#pragma once

#include <cstddef>
#include <span>

#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/planning/plan_steps.hpp>
#include <riserun/lanes/running/workspace.hpp>

namespace riserun::lanes {

/// What becomes of a gradient that is there already.
enum class GradientUse { add, set };

/// Packs of eight that so many points or numbers need.
[[nodiscard]] constexpr std::size_t whole_packs(std::size_t count) {
  return (count + kLanes - 1) / kLanes;
}
/// The same in doubles.
[[nodiscard]] constexpr std::size_t round_up(std::size_t count) {
  return whole_packs(count) * kLanes;
}

/// The inputs of points, one point after the other, `step` doubles apart.
struct PointRows {
  const double* first;
  std::size_t step;
};

class LayerRunner {
 public:
  /// `packs` as PlanOptions says. Program and kernels must outlive it.
  LayerRunner(const Program& program, const LayerKernels& kernels, std::size_t packs);

  /// The packs in use, their values and gradients are the memory's.
  void forward(const LayerStep& layer, const Memory& memory, const double* parameters) const;
  /// `inputs` are those that the memory's values were made from, of `points` points.
  void backward(const LayerStep& layer, const Memory& memory, const double* parameters,
                PointRows inputs, std::size_t points, double* gradient, GradientUse use);

 private:
  /// Doubles from one input or output of a layer to the next.
  [[nodiscard]] std::size_t step_of(const LayerStep& layer) const {
    return layer.repeats * packs_ * kLanes;
  }
  template <class Visit>
  void for_adjacent_packs(const LayerStep& layer, std::size_t packs, const Visit& visit) const;
  void add_weights(const LayerStep& layer, const Memory& memory, PointRows inputs,
                   std::size_t points, double* gradient, bool set);
  void add_biases(const LayerStep& layer, const Memory& memory, std::size_t points,
                  double* gradient, bool set);
  void apply_relu_slope(const LayerStep& layer, const Memory& memory) const;
  void add_input_gradient(const LayerStep& layer, const Memory& memory,
                          const double* parameters) const;

  const Program& program_;
  const LayerKernels& kernels_;
  std::size_t packs_;
  AlignedDoubles rows_, sums_;
};

}  // namespace riserun::lanes

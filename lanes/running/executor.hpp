// `Executor`: a plan's memory, in which losses and gradients of points are computed.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include <riserun/lanes/planning/plan.hpp>

namespace riserun::lanes {

/// Packs of eight that so many points or numbers need.
[[nodiscard]] constexpr std::size_t whole_packs(std::size_t count) {
  return (count + kLanes - 1) / kLanes;
}

/// What becomes of the gradient that is there.
enum class GradientUse { add, set };

class Executor;

/// Memory that several executors may share, whose runs then must not overlap: forward() begins one,
/// and it ends where another's forward() begins. It is as large as the largest of them needs, so
/// that plans used in turn stay in the nearest caches.
class Workspace {
 public:
  Workspace() = default;

 private:
  friend class Executor;
  struct Free {
    void operator()(double* p) const;
  };
  using Doubles = std::unique_ptr<double[], Free>;
  static Doubles doubles(std::size_t count);
  void reserve(std::size_t count);

  Doubles values_, gradients_;
  std::size_t count_ = 0;
  const Executor* user_ = nullptr;  // whose constants it has
};

/// One thread at a time may use it; the plan must outlive it. Keeps its memory from run to run.
class Executor {
 public:
  /// Without a workspace it has one of its own.
  explicit Executor(const Plan& plan, std::shared_ptr<Workspace> workspace = nullptr);
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// Points of one run at most.
  [[nodiscard]] std::size_t capacity() const { return plan_->packs() * kLanes; }

  /// Where the inputs of point l < capacity() are to be written before a run: plan.inputs()
  /// numbers.
  [[nodiscard]] std::span<double> point(std::size_t l) {
    return {inputs_ + l * input_step_, plan_->inputs()};
  }

  /// The losses of the first `points` points; parameters has plan.parameters() numbers. Valid until
  /// the next run. Lanes without a point are computed with whatever they hold; nothing of them is
  /// ever read.
  std::span<const double> forward(std::span<const double> parameters, std::size_t points);
  /// How many of them were classified right, where the recording says.
  [[nodiscard]] std::size_t correct() const;
  /// After forward(): adds seed * d(sum of the losses)/d(parameter) to `gradient`, the same points
  /// and parameters; or sets it to that, whatever it holds. The bits depend on the points and their
  /// order alone.
  void backward(std::span<const double> parameters, std::size_t points, double seed,
                std::span<double> gradient, GradientUse use = GradientUse::add);

 private:
  using Doubles = Workspace::Doubles;

  void take_workspace();
  [[nodiscard]] double* value(std::size_t place) const { return memory_.values + place * kLanes; }
  [[nodiscard]] double* gradient_at(std::size_t place) const {
    return memory_.gradients + place * kLanes;
  }
  /// Doubles from one input or output of a layer to the next.
  [[nodiscard]] std::size_t step_of(const LayerStep& layer) const {
    return layer.repeats * plan_->packs() * kLanes;
  }
  template <class Visit>
  void each_run_of_packs(const LayerStep& layer, const Visit& visit) const;
  void layer_forward(const LayerStep& layer, const double* parameters);
  void layer_backward(const LayerStep& layer, const double* parameters, std::size_t points,
                      double* gradient, GradientUse use);
  void add_weights(const LayerStep& layer, std::size_t points, double* gradient, bool set);
  void apply_relu_slope(const LayerStep& layer);
  void add_biases(const LayerStep& layer, std::size_t points, double* gradient, bool set);
  void sum_forward(const SumStep& step);
  void sum_backward(const SumStep& step);
  void look_up(const LookupStep& lookup, const double* parameters, std::size_t points);
  void look_up_backward(const LookupStep& lookup, std::size_t points, double* gradient);
  void add_parameters(std::size_t points, std::span<double> gradient);

  const Plan* plan_;
  const Program* program_;             // the plan's
  const Kernels* kernels_;             // the plan's
  std::size_t input_step_, row_step_;  // doubles from a point's inputs, or row, to the next
  std::shared_ptr<Workspace> workspace_;
  Doubles staged_, rows_, sums_, scratch_;
  double* inputs_;
  Memory memory_;
  std::size_t points_ = 0;
  std::unique_ptr<double[]> losses_;
};

}  // namespace riserun::lanes

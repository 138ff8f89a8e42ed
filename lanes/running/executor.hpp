// `Executor`: evaluates a plan: losses and gradients of points, in a memory of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include <riserun/lanes/planning/plan.hpp>
#include <riserun/lanes/running/layer_runner.hpp>
#include <riserun/lanes/running/workspace.hpp>

namespace riserun::lanes {

/// One thread at a time may use it; the plan must outlive it. It keeps its memory between calls.
class Executor {
 public:
  /// Without a workspace it makes one for itself.
  explicit Executor(const Plan& plan, std::shared_ptr<Workspace> workspace = nullptr);
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// The most points that one call of forward() takes.
  [[nodiscard]] std::size_t capacity() const { return plan_->packs() * kLanes; }

  /// Where the inputs of point l < capacity() are to be written before forward(): plan.inputs()
  /// numbers.
  [[nodiscard]] std::span<double> point(std::size_t l) {
    return {inputs_.get() + l * input_step_, plan_->inputs()};
  }

  /// The losses of the first `points` points; parameters has plan.parameters() numbers. Valid until
  /// the next call. Lanes without a point are computed with whatever they hold, and their results
  /// are never read. Passes on what an op throws; the next call is not affected.
  std::span<const double> forward(std::span<const double> parameters, std::size_t points);
  /// How many of these points were classified right; 0 where the recording does not say.
  [[nodiscard]] std::size_t correct() const;
  /// After forward(), for the same points and parameters: adds seed * d(sum of the losses) /
  /// d(parameter) to `gradient`, or sets it to that, whatever it holds. The bits depend on the
  /// points and their order alone.
  void backward(std::span<const double> parameters, std::size_t points, double seed,
                std::span<double> gradient, GradientUse use = GradientUse::add);

 private:
  void take_workspace();
  [[nodiscard]] double* value(std::size_t place) const { return memory_.values + place * kLanes; }
  [[nodiscard]] double* gradient_at(std::size_t place) const {
    return memory_.gradients + place * kLanes;
  }
  /// Doubles from a number of the memory to the next.
  [[nodiscard]] std::size_t step() const { return plan_->packs() * kLanes; }
  void gather(const GatherStep& gather);
  void gather_backward(const GatherStep& gather);
  void sum_forward(const SumStep& step);
  void sum_backward(const SumStep& step);
  void look_up(const LookupStep& lookup, const double* parameters, std::size_t points);
  void look_up_backward(const LookupStep& lookup, std::size_t points, double* gradient);
  void add_parameters(std::size_t points, std::span<double> gradient);

  const Plan* plan_;
  const Program* program_;  // the plan's
  const Kernels* kernels_;  // the plan's
  std::size_t input_step_;  // doubles from a point's inputs to the next point's
  std::shared_ptr<Workspace> workspace_;
  AlignedDoubles inputs_, sums_, scratch_;
  LayerRunner layers_;
  Memory memory_;
  std::size_t points_ = 0;
  std::unique_ptr<double[]> losses_;
};

}  // namespace riserun::lanes

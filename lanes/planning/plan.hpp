// `Plan`: how a recording is evaluated, step by step, for packs of eight data points.
#pragma once

#include <cstddef>
#include <vector>

#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/planning/explanation.hpp>
#include <riserun/lanes/planning/plan_steps.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

struct PlanOptions {
  /// How many packs of eight points are evaluated together, 1 to 4: with more of them the weights
  /// of a layer are read less often, and an executor takes more memory.
  std::size_t packs = 1;
  /// Whether to look for layers and sums. Otherwise every op is a step of its own, in the order of
  /// the recording.
  bool recognise = true;
  /// Null: those chosen for this processor.
  const Kernels* kernels = nullptr;
};

/// Immutable; any number of executors on any threads may share one.
class Plan {
 public:
  explicit Plan(const Recording& recording, PlanOptions options = {});

  [[nodiscard]] std::size_t packs() const { return packs_; }
  [[nodiscard]] std::size_t parameters() const { return parameter_count_; }
  [[nodiscard]] std::size_t inputs() const { return input_count_; }
  [[nodiscard]] const Explanation& explanation() const { return explanation_; }
  [[nodiscard]] bool counts_correct() const { return counts_correct_; }
  [[nodiscard]] const std::vector<Recording::Label>& labels() const { return labels_; }

 private:
  friend class Executor;

  const Kernels* kernels_;
  std::size_t packs_, parameter_count_, input_count_;
  bool counts_correct_;
  std::vector<Recording::Label> labels_;
  Explanation explanation_;
  Program program_;
};

}  // namespace riserun::lanes

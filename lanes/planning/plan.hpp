// `Plan`: what is to be done with a recording, step by step, for packs of eight data points.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/planning/plan_steps.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

struct PlanOptions {
  /// Packs of eight points evaluated together, 1 to 4: more of them read the weights of a layer
  /// less often, and take more memory.
  std::size_t packs = 1;
  /// Whether to look for layers and sums; without, every op is a step of its own, in the order of
  /// the recording.
  bool recognise = true;
  /// Null: those chosen for the processor.
  const Kernels* kernels = nullptr;
};

/// What was recognised, in numbers.
struct Explanation {
  struct LayerLine {
    std::size_t inputs, outputs;
    bool has_bias, gathered;
    std::string activation;  // of all its neurons; empty: none
  };
  struct OpLine {
    std::string name;
    std::size_t count;
  };
  std::size_t nodes = 0, unused_nodes = 0, parameters = 0, inputs = 0;
  std::size_t dots = 0, dot_nodes = 0;        // and how many nodes they are made of
  std::size_t lookups = 0, lookup_nodes = 0;  // rows of tables, and the nodes they are made of
  std::vector<LayerLine> layers;
  std::vector<OpLine> ops;  // that stayed scalar ops, most often used first
  std::size_t scalar_nodes = 0;
  std::size_t sums = 0, sum_nodes = 0;          // other sums, and the nodes they are made of
  std::size_t irregular_dots = 0;               // dots that are not in layers
  std::size_t steps = 0, bytes = 0;             // of an executor
  double record_seconds = 0, plan_seconds = 0;  // what it took, where somebody measured

  /// Some lines of text.
  [[nodiscard]] std::string text() const;
};

/// Immutable; any number of executors may share one, on any threads.
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

// `Plan`: what is to be done with a recording, step by step, for packs of eight data points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lanes/kernels.hpp"
#include "lanes/recording.hpp"

namespace riserun::lanes {

struct PlanOptions {
  /// Packs of eight points evaluated together, 1 to 4: more of them read the weights of a layer
  /// less often, and take more memory.
  std::size_t packs = 1;
  /// Whether to look for layers; without, every op is a step of its own.
  bool recognise = true;
  /// Null: those chosen for the processor.
  const Kernels* kernels = nullptr;
};

/// A layer in a plan's memory: where its inputs and outputs begin, each node after the other.
struct LayerStep {
  std::size_t inputs, outputs;
  std::size_t weight, output_step, input_step;
  bool has_bias;
  std::int64_t bias, bias_step;
  std::uint32_t x, y;
  bool relu;    // y is its relu
  bool active;  // the loss depends on it
  bool wants_input_gradient;
  // Going backward. Where nothing else adds to a gradient, the layer writes it, and nobody need
  // clear it before.
  bool sets_input_gradient = false, sets_weights = false, sets_biases = false;
  /// Who multiplies by the slope of a relu: this layer that of its own, or, as its gradient is
  /// written, that of its inputs.
  bool applies_own_slope = false, applies_input_slope = false;

  [[nodiscard]] std::size_t bias_of(std::size_t o) const {
    return static_cast<std::size_t>(bias + static_cast<std::int64_t>(o) * bias_step);
  }
};

struct IndexRange {
  std::size_t begin, end;
};

/// Brings scattered operands of a layer beside each other.
struct GatherStep {
  std::vector<std::uint32_t> from;
  std::uint32_t to;
};

/// Brings the row of a table of parameters that each point's label names.
struct LookupStep {
  std::uint32_t label, y;                    // where the label is and where the row begins
  std::uint32_t first, rows, step, columns;  // of the parameters; the rows are `step` apart
};

struct Step {
  enum class Kind { ops, layer, gather, lookup } kind;
  std::uint32_t first, count;  // sites of an op, or the number of a layer, gather or lookup step
  const OpKernels* kernels;    // of ops
  bool active;                 // whether gradients flow through it
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
  std::size_t irregular_dots = 0, other_sums = 0;  // why some did
  std::size_t steps = 0, bytes = 0;                // of an executor
  double record_seconds = 0, plan_seconds = 0;     // what it took, where somebody measured

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
  friend class Planner;

  /// A constant or parameter and the place where every lane has it.
  struct Fixed {
    std::uint32_t at;
    std::uint32_t parameter;
    double value;
  };

  const Kernels* kernels_;
  std::size_t packs_, parameter_count_, input_count_;
  bool counts_correct_;
  std::vector<Recording::Label> labels_;
  std::uint32_t size_ = 0;             // of the memory, in packs
  std::uint32_t gradients_begin_ = 0;  // before it lie inputs, whose gradients nobody reads
  std::vector<IndexRange> cleared_;    // places, in packs, to which gradients are added
  std::vector<IndexRange> cleared_parameters_;  // the same of parameters
  std::size_t longest_list_ = 0, widest_layer_ = 0;
  std::uint32_t loss_ = 0, correct_ = 0;
  std::vector<Fixed> constants_, used_parameters_;
  std::vector<Site> sites_;
  std::vector<std::uint32_t> operands_;
  std::vector<LayerStep> layers_;
  std::vector<GatherStep> gathers_;
  std::vector<LookupStep> lookups_;
  std::vector<Step> steps_;
  Explanation explanation_;
};

}  // namespace riserun::lanes

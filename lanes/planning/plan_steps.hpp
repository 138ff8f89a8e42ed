// `Program`: what a plan does, step by step, in a memory of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/planning/places.hpp>

namespace riserun::lanes {

/// A layer in a plan's memory: where its inputs and outputs begin, each node after the other. One
/// that is at several places of the recording, none of which needs another, is one step: its input
/// i at place r is number i * repeats + r from x on, the outputs alike from y on.
struct LayerStep {
  std::size_t inputs, outputs, repeats;
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
  std::size_t begin = 0, end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
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

/// Sums none of which needs another. Ranges of the program's lists.
struct SumStep {
  bool of_products;
  IndexRange sites;
  /// Going backward: what factors get, and what numbers get that are no factors.
  IndexRange products, plain;
};

struct Step {
  enum class Kind { ops, sums, layer, gather, lookup } kind;
  std::uint32_t first, count;  // sites of an op, or the number of another step
  bool active;                 // whether gradients flow through it
  const OpKernels* ops;
  unsigned wants;  // of ops: which operands' gradients are asked for, a bit each
  bool is_variadic;

  /// Whether both are ops of a kind.
  [[nodiscard]] bool goes_on_with(const Step& next) const {
    return ops != nullptr && ops == next.ops && active == next.active && wants == next.wants;
  }
};

/// Places are counted in packs of eight points, but in doubles where kernels of ops and sums read
/// them: in sites, shares and operands.
struct Program {
  std::uint32_t size = 0;             // of the memory
  std::uint32_t gradients_begin = 0;  // before it lie inputs, whose gradients nobody reads
  std::uint32_t loss = 0, correct = 0;
  std::vector<Fixed> constants, parameters;
  std::vector<Step> steps;
  std::vector<LayerStep> layers;
  std::vector<GatherStep> gathers;
  std::vector<LookupStep> lookups;
  std::vector<SumStep> sum_steps;
  std::vector<Site> sites;
  std::vector<SumSite> sums;
  std::vector<ShareSite> shares;
  std::vector<std::uint32_t> operands;  // of variadic ops, sums and shares
  std::size_t longest_list = 0;         // of a variadic op
  std::size_t widest_layer = 0, most_repeats = 1;
  // Gradients to which steps add, so that they must be 0 before: places, and parameters.
  std::vector<IndexRange> cleared, cleared_parameters;
};

}  // namespace riserun::lanes

// `Program`: the steps of a plan and where in its memory they read and write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/lanes/kernels/kernels.hpp>
#include <riserun/lanes/planning/places.hpp>

namespace riserun::lanes {

/// Evaluates a layer. Where the recording has the layer several times, at `repeats` places of which
/// none needs another's result, one step evaluates them all: input i at place r is then number
/// i * repeats + r from x on, output o at place r number o * repeats + r from y on.
struct LayerStep {
  std::size_t inputs, outputs, repeats;
  std::size_t weight, output_step, input_step;  // as in Layer
  bool has_bias;
  std::int64_t bias, bias_step;
  std::uint32_t x, y;         // where its inputs and outputs begin
  bool relu;                  // y is its relu
  bool active;                // the loss depends on it
  bool wants_input_gradient;  // somebody reads its inputs' gradients
  // Where nothing else adds to a gradient, the layer sets it, and it need not be cleared before.
  bool sets_input_gradient = false, sets_weights = false, sets_biases = false;
  // A relu's slope is multiplied in by its own layer, or by the layer above it, as that writes the
  // gradient of its inputs.
  bool applies_own_slope = false, applies_input_slope = false;

  [[nodiscard]] std::size_t bias_of(std::size_t o) const {
    return static_cast<std::size_t>(bias + static_cast<std::int64_t>(o) * bias_step);
  }
};

struct IndexRange {
  std::size_t begin = 0, end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// Copies the inputs of a layer beside each other.
struct GatherStep {
  std::vector<std::uint32_t> from;
  std::uint32_t to;
};

/// Copies for each point the row of a table of parameters that its label names.
struct LookupStep {
  std::uint32_t label, y;                    // where the label is and where the row goes
  std::uint32_t first, rows, step, columns;  // the table begins at parameter `first`; its rows are
                                             // `step` parameters apart
};

/// Evaluates sums of which none needs another's result.
struct SumStep {
  bool of_products;
  IndexRange sites;  // among Program::sums
  /// Backward, among Program::shares: the gradients of factors, and those of plain terms.
  IndexRange products, plain;
};

struct Step {
  enum class Kind { ops, sums, layer, gather, lookup } kind;
  std::uint32_t first, count;  // ops: their sites; else the number among steps of the kind, and 1
  bool active;                 // whether gradients flow through it
  // Of ops alone:
  const OpKernels* ops = nullptr;
  unsigned wants = 0;  // which operands' gradients are asked for, a bit each
  bool is_variadic = false;

  /// Whether both are the same op, so that one step can evaluate the sites of both.
  [[nodiscard]] bool can_take_in(const Step& next) const {
    return ops != nullptr && ops == next.ops && active == next.active && wants == next.wants;
  }
};

/// Places are counted in packs of eight points, except in sites, shares and operands: the kernels
/// of ops and sums read those, and count in doubles.
struct Program {
  std::uint32_t size = 0;             // places in the memory
  std::uint32_t gradients_begin = 0;  // before it lie the inputs, whose gradients nobody reads
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
  std::size_t longest_list = 0;         // operands of a variadic op
  std::size_t widest_layer = 0, most_repeats = 1;
  // Gradients that steps only add to, so that they must be 0 before: of places, and of parameters.
  std::vector<IndexRange> cleared, cleared_parameters;
};

}  // namespace riserun::lanes

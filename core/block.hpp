// `Block`: several nodes recorded as one, such as a layer of neurons.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <riserun/core/value.hpp>

namespace riserun {

class Tape;

/// What a second derivative knows of the nodes, by their index: their derivatives along a
/// direction, their gradients, and these gradients' derivatives along the direction.
struct NodeTangents {
  double* tangents;
  double* gradients;
  double* gradient_tangents;
};

/// The block's outputs are `count` consecutive nodes from `first`; what the numbers in `payload`
/// mean is the kind's affair.
struct Block {
  struct Kind {
    std::string_view name;
    /// Reads the outputs' gradients, adds to those of the operands and parameters.
    void (*backward)(Tape& tape, const Block& block);
    /// The operands of one output, for pictures.
    std::vector<Value> (*operands)(const Tape& tape, const Block& block, std::uint32_t output);
    /// The two sweeps of a second derivative (core/derivatives/second_order.hpp); null where there
    /// is none.
    void (*forward_tangents)(Tape& tape, const Block& block, const NodeTangents& nodes) = nullptr;
    void (*backward_tangents)(Tape& tape, const Block& block, const NodeTangents& nodes) = nullptr;
  };
  const Kind* kind;
  std::uint32_t first, count;
  std::uint64_t outputs;  // where the outputs' values are in the arena
  std::uint64_t payload[6];
};

}  // namespace riserun

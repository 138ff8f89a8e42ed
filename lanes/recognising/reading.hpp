// `Reading`: what is recognised in a recording. Which nodes the loss needs, which are neurons of
// layers or their activations, and which are sums.
#pragma once

#include <cstdint>
#include <vector>

#include <riserun/lanes/recognising/layers.hpp>
#include <riserun/lanes/recognising/sums.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// Not changed after its construction. Vectors have one entry a node unless they say otherwise.
struct Reading {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// Without `recognise` there are no layers and no sums. The recording must outlive it.
  Reading(const Recording& recording, bool recognise);

  const Recording& recording;
  std::vector<std::uint32_t> uses;        // count_uses()
  std::vector<bool> active;               // find_active(): whether a gradient flows through it
  std::vector<bool> absorbed;             // whether it is an inner node of a neuron or sum
  std::vector<Layer> layers;              // one entry a layer
  std::vector<Sum> sums;                  // one entry a sum
  std::vector<std::uint32_t> layer_of;    // the number of the layer it is a neuron of, or kNone
  std::vector<std::uint32_t> sum_of;      // the number of the sum it is the value of, or kNone
  std::vector<std::uint32_t> first_user;  // the first unary op on it, or kNone
  std::vector<bool> is_activation;        // whether it is a layer's activation, computed with it
  std::size_t dots = 0, dot_nodes = 0;    // neurons, and how many nodes they replace
  std::size_t irregular_dots = 0;         // dot products that are no neurons

  /// The layer's activation: a node with the unary op that reads every neuron of the layer first
  /// (first_user). Null where they have no such op in common.
  [[nodiscard]] const Node* activation_of(const Layer& layer) const;
  /// Whether each input is a node that every neuron of the layer reads, and nothing else does.
  [[nodiscard]] bool alone_on_inputs(const Layer& layer) const;
  /// Whether the activation is a relu and nothing else reads the neurons.
  [[nodiscard]] bool has_own_relu(const Layer& layer) const;
  /// Whether the loss depends on one of the neurons.
  [[nodiscard]] bool is_active(const Layer& layer) const;
  [[nodiscard]] bool is_active(Ref ref) const {
    return ref.is(Source::node) && active[ref.index()];
  }
  /// Whether somebody reads the operand's gradient.
  [[nodiscard]] bool wants_gradient(Ref ref) const {
    return ref.is(Source::parameter) || is_active(ref);
  }
  /// The same for each operand, a bit each; 0 for a variadic op.
  [[nodiscard]] unsigned wants_of(const Node& node) const;

 private:
  void find_the_sums();
};

}  // namespace riserun::lanes

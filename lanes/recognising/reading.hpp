// What a recording is read as: which nodes count, which are neurons of layers, their activations,
// and which are sums.
#pragma once

#include <cstdint>
#include <vector>

#include <riserun/lanes/recognising/layers.hpp>
#include <riserun/lanes/recognising/sums.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// Immutable once made. Vectors are by node unless they say otherwise.
struct Reading {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// Without `recognise` there are no layers and no sums. The recording must outlive it.
  Reading(const Recording& recording, bool recognise);

  const Recording& recording;
  std::vector<std::uint32_t> uses;
  std::vector<bool> active;    // whether gradients flow through it (gradient_flow.hpp)
  std::vector<bool> absorbed;  // whether it is an inner node of a neuron or sum
  std::vector<Layer> layers;
  std::vector<Sum> sums;
  std::vector<std::uint32_t> layer_of;    // the number of the layer it is a neuron of, or kNone
  std::vector<std::uint32_t> sum_of;      // the number of the sum it is the value of, or kNone
  std::vector<std::uint32_t> first_user;  // the first unary op on it, or kNone
  std::vector<bool> is_activation;        // whether it is a layer's activation, and comes with it
  std::size_t dots = 0, dot_nodes = 0;    // neurons, and how many nodes they are made of
  std::size_t irregular_dots = 0;         // that are no neurons

  /// The op that every neuron of the layer is given to first, among unary ops; the users are
  /// first_user's. Null: there is no such op.
  [[nodiscard]] const Node* activation_of(const Layer& layer) const;
  /// Whether each input is a node that goes to each of the layer's neurons and nowhere else.
  [[nodiscard]] bool alone_on_inputs(const Layer& layer) const;
  /// Whether each neuron is used once, by a relu.
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
  /// That of the operands of an op that is not variadic, a bit each.
  [[nodiscard]] unsigned wants_of(const Node& node) const;

 private:
  void find_the_sums();
};

}  // namespace riserun::lanes

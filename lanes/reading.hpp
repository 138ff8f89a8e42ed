// What a recording is read as: which nodes count, which are neurons of layers, and their
// activations.
#pragma once

#include <cstdint>
#include <vector>

#include "lanes/layers.hpp"
#include "lanes/recording.hpp"

namespace riserun::lanes {

/// Immutable once made. Vectors are by node unless they say otherwise.
struct Reading {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// Without `recognise` there are no layers. The recording must outlive it.
  Reading(const Recording& recording, bool recognise);

  const Recording& recording;
  std::vector<std::uint32_t> uses;
  std::vector<bool> active;    // whether gradients flow through it (gradient_flow.hpp)
  std::vector<bool> absorbed;  // whether it is an inner node of a neuron
  std::vector<Layer> layers;
  std::vector<std::uint32_t> layer_of;    // the number of the layer it is a neuron of, or kNone
  std::vector<std::uint32_t> first_user;  // the first unary op on it, or kNone
  std::size_t dots = 0, dot_nodes = 0;    // neurons, and how many nodes they are made of
  std::size_t irregular_dots = 0, other_sums = 0;  // sums that are none

  /// The op that every neuron of the layer is given to first, among unary ops; the users are
  /// first_user's. Null: there is no such op.
  [[nodiscard]] const Node* activation_of(const Layer& layer) const;
  /// Whether each input is a node that goes to each of the layer's neurons and nowhere else.
  [[nodiscard]] bool alone_on_inputs(const Layer& layer) const;
  /// Whether each neuron is used once.
  [[nodiscard]] bool used_once(const Layer& layer) const;
  [[nodiscard]] bool is_active(Ref ref) const {
    return ref.is(Source::node) && active[ref.index()];
  }
};

}  // namespace riserun::lanes

// The layers of a plan: which are evaluated in one step, and where their numbers lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <riserun/lanes/planning/program_draft.hpp>

namespace riserun::lanes {

/// Adds layers and their activations to a draft, which must outlive it. `nodes` are first neurons
/// of layers with the same weights and activation, of which none needs another.
class LayerPlanner {
 public:
  explicit LayerPlanner(ProgramDraft& draft) : draft_(draft) {}

  /// Before anything is added: gives the layers' inputs places beside each other where they have
  /// none yet and are computed by ops or sums.
  void reserve_inputs(std::span<const std::uint32_t> nodes);
  void add_layers(std::span<const std::uint32_t> nodes);

 private:
  using Members = std::span<const Layer* const>;  // the layers of one step

  [[nodiscard]] std::vector<const Layer*> members_of(std::span<const std::uint32_t> nodes) const;
  void add_layer(Members members, const std::vector<Ref>& inputs);
  std::uint32_t add_gather(const std::vector<Ref>& inputs, bool active);
  void hand_slope_upwards(LayerStep& step, Members members);
  void place_outputs(const LayerStep& step, Members members);
  void add_activations(Members members);

  ProgramDraft& draft_;
  std::map<std::uint32_t, std::size_t> relu_layer_at_;  // by a layer's y: its number
};

}  // namespace riserun::lanes

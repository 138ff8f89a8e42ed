#include "lanes/reading.hpp"

#include <algorithm>
#include <utility>

#include "lanes/dots.hpp"
#include "lanes/gradient_flow.hpp"

namespace riserun::lanes {

Reading::Reading(const Recording& from, bool recognise)
    : recording(from),
      uses(count_uses(from)),
      active(find_active(from)),
      absorbed(from.nodes().size()),
      layer_of(from.nodes().size(), kNone),
      first_user(from.nodes().size(), kNone) {
  if (!recognise) return;
  Dots sums = find_dots(recording, uses);
  other_sums = sums.other_sums;
  Layers read = find_layers(std::move(sums.found));
  irregular_dots = read.irregular;
  layers = std::move(read.found);
  for (std::uint32_t l = 0; l < layers.size(); ++l) {
    for (const std::uint32_t node : layers[l].outputs) layer_of[node] = l;
    dots += layers[l].outputs.size();
  }
  dot_nodes = dots + read.absorbed.size();
  for (const std::uint32_t node : read.absorbed) absorbed[node] = true;
  for (std::uint32_t i = 0; i < uses.size(); ++i) {
    const Node& node = recording.nodes()[i];
    if (uses[i] == 0 || node.arity != 1 || !node.x[0].is(Source::node)) continue;
    std::uint32_t& first = first_user[node.x[0].index()];
    if (first == kNone) first = i;
  }
}

const Node* Reading::activation_of(const Layer& layer) const {
  const Node* activation = nullptr;
  for (const std::uint32_t neuron : layer.outputs) {
    if (first_user[neuron] == kNone) return nullptr;
    const Node& user = recording.nodes()[first_user[neuron]];
    if (activation != nullptr && activation->op != user.op) return nullptr;
    activation = &user;
  }
  return activation;
}

bool Reading::alone_on_inputs(const Layer& layer) const {
  return std::ranges::all_of(layer.inputs, [&](Ref r) {
    return r.is(Source::node) && uses[r.index()] == layer.outputs.size();
  });
}

bool Reading::used_once(const Layer& layer) const {
  return std::ranges::all_of(layer.outputs, [&](std::uint32_t o) { return uses[o] == 1; });
}

}  // namespace riserun::lanes

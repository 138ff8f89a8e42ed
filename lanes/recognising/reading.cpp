#include <riserun/lanes/recognising/reading.hpp>

#include <algorithm>
#include <utility>

#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/lanes/recognising/dots.hpp>
#include <riserun/lanes/recognising/gradient_flow.hpp>

namespace riserun::lanes {

Reading::Reading(const Recording& from, bool recognise)
    : recording(from),
      uses(count_uses(from)),
      active(find_active(from)),
      absorbed(from.nodes().size()),
      layer_of(from.nodes().size(), kNone),
      sum_of(from.nodes().size(), kNone),
      first_user(from.nodes().size(), kNone),
      is_activation(from.nodes().size()) {
  if (!recognise) return;
  Layers read = find_layers(find_dots(recording, uses));
  irregular_dots = read.irregular;
  layers = std::move(read.found);
  for (std::uint32_t l = 0; l < layers.size(); ++l) {
    for (const std::uint32_t node : layers[l].outputs) layer_of[node] = l;
    dots += layers[l].outputs.size();
  }
  dot_nodes = dots + read.absorbed.size();
  for (const std::uint32_t node : read.absorbed) absorbed[node] = true;
  find_the_sums();
  for (std::uint32_t i = 0; i < uses.size(); ++i) {
    const Node& node = recording.nodes()[i];
    if (uses[i] == 0 || node.arity != 1 || !node.x[0].is(Source::node)) continue;
    std::uint32_t& first = first_user[node.x[0].index()];
    if (first == kNone) first = i;
  }
  for (const Layer& layer : layers)
    if (activation_of(layer) != nullptr)
      for (const std::uint32_t neuron : layer.outputs) is_activation[first_user[neuron]] = true;
}

void Reading::find_the_sums() {
  std::vector<bool> taken = absorbed;
  for (std::size_t i = 0; i < taken.size(); ++i)
    if (layer_of[i] != kNone) taken[i] = true;
  sums = find_sums(recording, uses, std::move(taken));
  for (std::uint32_t s = 0; s < sums.size(); ++s) {
    sum_of[sums[s].node] = s;
    for (const std::uint32_t node : sums[s].inner) absorbed[node] = true;
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

unsigned Reading::wants_of(const Node& node) const {
  unsigned wants = 0;
  if (node.arity != Node::kVariadicArity)
    for (unsigned k = 0; k < node.arity; ++k) wants |= (wants_gradient(node.x[k]) ? 1u : 0u) << k;
  return wants;
}

bool Reading::alone_on_inputs(const Layer& layer) const {
  return std::ranges::all_of(layer.inputs, [&](Ref r) {
    return r.is(Source::node) && uses[r.index()] == layer.outputs.size();
  });
}

bool Reading::has_own_relu(const Layer& layer) const {
  const Node* const activation = activation_of(layer);
  return activation != nullptr && activation->op == kOpNumber<ops::Relu> &&
         std::ranges::all_of(layer.outputs, [&](std::uint32_t o) { return uses[o] == 1; });
}

bool Reading::is_active(const Layer& layer) const {
  return std::ranges::any_of(layer.outputs, [&](std::uint32_t o) { return active[o]; });
}

}  // namespace riserun::lanes

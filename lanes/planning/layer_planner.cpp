#include <riserun/lanes/planning/layer_planner.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <riserun/lanes/kernels/lane_op_table.hpp>

namespace riserun::lanes {
namespace {

// The first input of every layer, then the second of every layer, and so on.
std::vector<Ref> inputs_of(std::span<const Layer* const> members) {
  std::vector<Ref> all;
  all.reserve(members.size() * members[0]->inputs.size());
  for (std::size_t i = 0; i < members[0]->inputs.size(); ++i)
    for (const Layer* member : members) all.push_back(member->inputs[i]);
  return all;
}

}  // namespace

std::vector<const Layer*> LayerPlanner::members_of(std::span<const std::uint32_t> nodes) const {
  std::vector<const Layer*> members;
  for (const std::uint32_t node : nodes)
    members.push_back(&draft_.reading.layers[draft_.reading.layer_of[node]]);
  return members;
}

void LayerPlanner::reserve_inputs(std::span<const std::uint32_t> nodes) {
  const Reading& reading = draft_.reading;
  const std::vector<Ref> inputs = inputs_of(members_of(nodes));
  const auto is_free = [&](Ref ref) {
    const std::uint32_t i = ref.index();
    return ref.is(Source::node) && !draft_.places.has(i) && reading.layer_of[i] == Reading::kNone &&
           !reading.is_activation[i] && !draft_.recording.nodes()[i].is_lookup();
  };
  if (!std::ranges::all_of(inputs, is_free)) return;
  std::vector<Ref> sorted = inputs;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) == sorted.end()) draft_.places.reserve_row(inputs);
}

// One step for all of them, unless each layer's inputs lie beside each other already but not those
// of all layers together: they would have to be copied.
void LayerPlanner::add_layers(std::span<const std::uint32_t> nodes) {
  const std::vector<const Layer*> all = members_of(nodes);
  const Members members = all;
  const std::vector<Ref> inputs = inputs_of(members);
  const auto in_a_row = [&](const std::vector<Ref>& refs) {
    return draft_.places.row_of(refs).has_value();
  };
  const bool each_alone =
      members.size() > 1 && !in_a_row(inputs) &&
      std::ranges::all_of(members, [&](const Layer* member) { return in_a_row(member->inputs); });
  if (!each_alone) return add_layer(members, inputs);
  for (std::size_t m = 0; m < members.size(); ++m)
    add_layer(members.subspan(m, 1), members[m]->inputs);
}

void LayerPlanner::add_layer(Members members, const std::vector<Ref>& inputs) {
  const Reading& reading = draft_.reading;
  const Layer& layer = *members[0];
  const bool active = reading.is_active(layer);
  const bool wants =
      active && std::ranges::any_of(inputs, [&](Ref r) { return reading.is_active(r); });
  const auto row = draft_.places.row_of(inputs);
  const std::uint32_t x = row ? *row : add_gather(inputs, wants);
  Program& program = draft_.program;
  LayerStep step{.inputs = layer.inputs.size(),
                 .outputs = layer.outputs.size(),
                 .repeats = members.size(),
                 .weight = layer.weight,
                 .output_step = layer.output_step,
                 .input_step = layer.input_step,
                 .has_bias = layer.has_bias,
                 .bias = layer.bias,
                 .bias_step = layer.bias_step,
                 .x = x,
                 .y = draft_.places.take(layer.outputs.size() * members.size()),
                 .relu = reading.has_own_relu(layer),
                 .active = active,
                 .wants_input_gradient = wants};
  step.applies_own_slope = step.relu;
  if (row && wants) hand_slope_upwards(step, members);
  if (step.relu) relu_layer_at_[step.y] = program.layers.size();
  draft_.add_step(Step::Kind::layer, program.layers.size(), active);
  program.layers.push_back(step);
  program.widest_layer = std::max({program.widest_layer, step.inputs, step.outputs});
  program.most_repeats = std::max(program.most_repeats, step.repeats);

  place_outputs(step, members);
  const Node* const activation = reading.activation_of(layer);
  if (activation != nullptr && !step.relu) add_activations(members);
  draft_.explanation.layers.insert(
      draft_.explanation.layers.end(), members.size(),
      {step.inputs, step.outputs, layer.has_bias, !row,
       activation == nullptr ? std::string() : std::string(op_info(activation->op).name)});
}

// Copies the numbers beside each other, and says where.
std::uint32_t LayerPlanner::add_gather(const std::vector<Ref>& inputs, bool active) {
  std::vector<std::uint32_t> from;
  from.reserve(inputs.size());
  for (const Ref ref : inputs) from.push_back(draft_.places.of(ref));
  const std::uint32_t to = draft_.places.take(inputs.size());
  draft_.add_step(Step::Kind::gather, draft_.program.gathers.size(), active);
  draft_.program.gathers.push_back({std::move(from), to});
  return to;
}

// Where the inputs are the relus of a layer below and nothing else reads them, this layer
// multiplies by their slopes as it writes their gradients.
void LayerPlanner::hand_slope_upwards(LayerStep& step, Members members) {
  const auto below = relu_layer_at_.find(step.x);
  if (below == relu_layer_at_.end()) return;
  LayerStep& layer_below = draft_.program.layers[below->second];
  if (layer_below.outputs != step.inputs || layer_below.repeats != step.repeats) return;
  if (!std::ranges::all_of(
          members, [&](const Layer* member) { return draft_.reading.alone_on_inputs(*member); }))
    return;
  layer_below.applies_own_slope = false;
  step.applies_input_slope = true;
}

void LayerPlanner::place_outputs(const LayerStep& step, Members members) {
  std::uint32_t y = step.y;
  for (std::size_t o = 0; o < step.outputs; ++o)
    for (const Layer* member : members) {
      const std::uint32_t neuron = member->outputs[o];
      draft_.places.set(neuron, y);
      if (step.relu) draft_.places.set(draft_.reading.first_user[neuron], y);
      y += static_cast<std::uint32_t>(draft_.packs);
    }
}

// They come right after the layer, their results beside each other as its outputs are.
void LayerPlanner::add_activations(Members members) {
  std::uint32_t y = draft_.places.take(members.size() * members[0]->outputs.size());
  for (std::size_t o = 0; o < members[0]->outputs.size(); ++o)
    for (const Layer* member : members) {
      draft_.add_op(draft_.reading.first_user[member->outputs[o]], y);
      y += static_cast<std::uint32_t>(draft_.packs);
    }
}

}  // namespace riserun::lanes

// The layers of a plan: which are one step, and where their numbers lie.
#include <algorithm>
#include <string>
#include <utility>

#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/lanes/planning/planner.hpp>

namespace riserun::lanes {
namespace {

// Of a layer, or of one that is at several places: their inputs, i by i and of each the places'.
std::vector<Ref> inputs_of(std::span<const Layer* const> members) {
  std::vector<Ref> all;
  all.reserve(members.size() * members[0]->inputs.size());
  for (std::size_t i = 0; i < members[0]->inputs.size(); ++i)
    for (const Layer* member : members) all.push_back(member->inputs[i]);
  return all;
}

}  // namespace

// The inputs of layers get their places beside each other before they are computed, where they are
// not inputs of others already.
void Planner::keep_row(Members members) {
  const std::vector<Ref> inputs = inputs_of(members);
  const auto is_free = [&](Ref ref) {
    const std::uint32_t i = ref.index();
    return ref.is(Source::node) && !places_.has(i) && reading_.layer_of[i] == Reading::kNone &&
           !reading_.is_activation[i] && !recording_.nodes()[i].is_lookup();
  };
  if (!std::ranges::all_of(inputs, is_free)) return;
  std::vector<Ref> sorted = inputs;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) == sorted.end()) places_.keep_row(inputs);
}

std::vector<const Layer*> Planner::members_of(const Turn& turn) const {
  std::vector<const Layer*> members;
  for (const std::uint32_t node : turn.nodes)
    members.push_back(&reading_.layers[reading_.layer_of[node]]);
  return members;
}

// One step for all of them, unless that would bring apart what lies beside each other.
void Planner::add_layers(Members members) {
  const std::vector<Ref> inputs = inputs_of(members);
  const bool apart = members.size() > 1 && !places_.row_of(inputs) &&
                     std::ranges::all_of(members, [&](const Layer* member) {
                       return places_.row_of(member->inputs).has_value();
                     });
  if (!apart) return add_layer(members, inputs);
  for (std::size_t m = 0; m < members.size(); ++m)
    add_layer(members.subspan(m, 1), members[m]->inputs);
}

void Planner::add_layer(Members members, const std::vector<Ref>& inputs) {
  const Layer& layer = *members[0];
  const bool active = reading_.is_active(layer);
  const bool wants =
      active && std::ranges::any_of(inputs, [&](Ref r) { return reading_.is_active(r); });
  const auto row = places_.row_of(inputs);
  const std::uint32_t x = row ? *row : add_gather(inputs, wants);
  const std::size_t outputs = layer.outputs.size();
  LayerStep step{.inputs = layer.inputs.size(),
                 .outputs = outputs,
                 .repeats = members.size(),
                 .weight = layer.weight,
                 .output_step = layer.output_step,
                 .input_step = layer.input_step,
                 .has_bias = layer.has_bias,
                 .bias = layer.bias,
                 .bias_step = layer.bias_step,
                 .x = x,
                 .y = places_.take(outputs * members.size()),
                 .relu = reading_.has_own_relu(layer),
                 .active = active,
                 .wants_input_gradient = wants};
  step.applies_own_slope = step.relu;
  const bool alone = row && wants && std::ranges::all_of(members, [&](const Layer* member) {
                       return reading_.alone_on_inputs(*member);
                     });
  if (const auto below = relu_layer_at_.find(x); alone && below != relu_layer_at_.end()) {
    LayerStep& layer_below = program_.layers[below->second];
    if (layer_below.outputs == step.inputs && layer_below.repeats == step.repeats) {
      layer_below.applies_own_slope = false;
      step.applies_input_slope = true;
    }
  }
  if (step.relu) relu_layer_at_[step.y] = program_.layers.size();
  program_.steps.push_back({Step::Kind::layer,
                            static_cast<std::uint32_t>(program_.layers.size()),
                            1,
                            active,
                            {},
                            {},
                            {}});
  program_.layers.push_back(step);
  program_.widest_layer = std::max({program_.widest_layer, step.inputs, step.outputs});
  program_.most_repeats = std::max(program_.most_repeats, step.repeats);

  const Node* const activation = reading_.activation_of(layer);
  std::uint32_t y = step.y;
  for (std::size_t o = 0; o < outputs; ++o)
    for (const Layer* member : members) {
      const std::uint32_t neuron = member->outputs[o];
      places_.set(neuron, y);
      if (step.relu) places_.set(reading_.first_user[neuron], y);
      y += static_cast<std::uint32_t>(packs_);
    }
  if (activation != nullptr && !step.relu) add_activations(members, activation->op);
  for (std::size_t m = 0; m < members.size(); ++m)
    explanation_.layers.push_back(
        {layer.inputs.size(), outputs, layer.has_bias, !row,
         activation == nullptr ? std::string() : std::string(op_info(activation->op).name)});
}

// They come right after the layer, result beside result.
void Planner::add_activations(Members members, std::uint16_t op) {
  const std::size_t count = members.size() * members[0]->outputs.size();
  std::uint32_t y = places_.take(count);
  for (std::size_t o = 0; o < members[0]->outputs.size(); ++o)
    for (const Layer* member : members) {
      add_op(reading_.first_user[member->outputs[o]], y);
      y += static_cast<std::uint32_t>(packs_);
    }
  count_of_[op] -= count;
}

// Brings the numbers beside each other, and says where.
std::uint32_t Planner::add_gather(const std::vector<Ref>& refs, bool active) {
  std::vector<std::uint32_t> from;
  from.reserve(refs.size());
  for (const Ref ref : refs) from.push_back(places_.of(ref));
  const std::uint32_t to = places_.take(refs.size());
  program_.steps.push_back({Step::Kind::gather,
                            static_cast<std::uint32_t>(program_.gathers.size()),
                            1,
                            active,
                            {},
                            {},
                            {}});
  program_.gathers.push_back({std::move(from), to});
  return to;
}

}  // namespace riserun::lanes

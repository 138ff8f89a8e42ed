#include "lanes/plan.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/errors.hpp"
#include "lanes/dots.hpp"
#include "lanes/gradient_flow.hpp"
#include "lanes/layers.hpp"
#include "lanes/op_table.hpp"

namespace riserun::lanes {

// Goes through the recording once, giving every number a place and every op a step.
class Planner {
 public:
  Planner(const Recording& recording, Plan& plan)
      : recording_(recording),
        plan_(plan),
        uses_(count_uses(recording)),
        active_(find_active(recording)),
        places_(recording.nodes().size(), kNoPlace),
        layer_of_(recording.nodes().size(), kNoPlace),
        absorbed_(recording.nodes().size()) {}

  void run(bool recognise) {
    // Inputs first: they arrive beside each other.
    take(plan_.input_count_);
    plan_.gradients_begin_ = plan_.size_;
    if (recognise) read_layers();
    place_fixed();
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      if (uses_[i] == 0 || absorbed_[i] || places_[i] != kNoPlace) continue;
      if (layer_of_[i] != kNoPlace)
        add_layer(layers_.found[layer_of_[i]]);
      else
        add_op(i, take(1));
    }
    plan_.loss_ = place_of(recording_.loss());
    plan_.correct_ = recording_.counts_correct() ? place_of(recording_.correct()) : 0;
    clear_what_is_added_to();
    explain();
  }

 private:
  static constexpr std::uint32_t kNoPlace = 0xFFFFFFFF;
  static constexpr std::uint16_t kNoOp = 0xFFFF;

  std::uint32_t take(std::size_t nodes) {
    const std::size_t size = plan_.size_ + nodes * plan_.packs_;
    if (size > 0xFFFFFFF0u)
      throw TapeError("the recording is too large for lanes; use fewer packs or the scalar engine");
    return std::exchange(plan_.size_, static_cast<std::uint32_t>(size));
  }

  std::uint32_t place_of(Ref ref) {
    switch (ref.source()) {
      case Source::node:
        return places_[ref.index()];
      case Source::input:
        return static_cast<std::uint32_t>(ref.index() * plan_.packs_);
      default:
        break;
    }
    const auto [at, is_new] = fixed_.try_emplace(ref.bits(), plan_.size_);
    if (is_new) {
      take(1);
      if (ref.is(Source::parameter))
        plan_.used_parameters_.push_back({at->second, ref.index(), 0.0});
      else
        plan_.constants_.push_back({at->second, 0, recording_.constant(ref)});
    }
    return at->second;
  }

  // Before the nodes, which then lie beside each other in the order they are computed.
  void place_fixed() {
    for (std::uint32_t i = 0; i < places_.size(); ++i)
      if (uses_[i] != 0 && !absorbed_[i] && layer_of_[i] == kNoPlace)
        for (const Ref ref : recording_.operands(recording_.nodes()[i]))
          if (ref.is(Source::parameter) || ref.is(Source::constant)) place_of(ref);
  }

  void read_layers() {
    Dots dots = find_dots(recording_, uses_);
    Explanation& said = plan_.explanation_;
    said.other_sums = dots.other_sums;
    layers_ = find_layers(std::move(dots.found));
    said.irregular_dots = layers_.irregular;
    for (std::uint32_t l = 0; l < layers_.found.size(); ++l) {
      for (const std::uint32_t node : layers_.found[l].outputs) layer_of_[node] = l;
      said.dots += layers_.found[l].outputs.size();
      said.dot_nodes += layers_.found[l].outputs.size();
    }
    said.dot_nodes += layers_.absorbed.size();
    for (const std::uint32_t node : layers_.absorbed) absorbed_[node] = true;
    // The first unary op on each neuron, for activations.
    activation_of_.assign(places_.size(), kNoPlace);
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      const Node& node = recording_.nodes()[i];
      if (uses_[i] == 0 || node.arity != 1 || !node.x[0].is(Source::node)) continue;
      std::uint32_t& first = activation_of_[node.x[0].index()];
      if (first == kNoPlace) first = i;
    }
  }

  void add_layer(const Layer& layer) {
    const bool active =
        std::ranges::any_of(layer.outputs, [&](std::uint32_t o) { return active_[o]; });
    const bool wants = active && std::ranges::any_of(layer.inputs, [&](Ref r) {
                         return r.is(Source::node) && active_[r.index()];
                       });
    const auto [x, gathered] = beside_each_other(layer.inputs, wants);
    const std::uint16_t activation = activation_of(layer);
    LayerStep step{.inputs = layer.inputs.size(),
                   .outputs = layer.outputs.size(),
                   .weight = layer.weight,
                   .output_step = layer.output_step,
                   .input_step = layer.input_step,
                   .has_bias = layer.has_bias,
                   .bias = layer.bias,
                   .bias_step = layer.bias_step,
                   .x = x,
                   .y = take(layer.outputs.size()),
                   .relu = activation == kOpNumber<ops::Relu> && only_activated(layer),
                   .active = active,
                   .wants_input_gradient = wants};
    step.applies_own_slope = step.relu;
    step.sets_input_gradient = wants && (gathered || only_used_by(layer));
    if (step.sets_input_gradient && !gathered)
      for (LayerStep& below : plan_.layers_)
        if (below.relu && below.y == x && below.outputs == step.inputs) {
          below.applies_own_slope = false;
          step.applies_input_slope = true;
        }
    add_step(
        {Step::Kind::layer, static_cast<std::uint32_t>(plan_.layers_.size()), 1, nullptr, active});
    plan_.layers_.push_back(step);
    plan_.widest_layer_ =
        std::max({plan_.widest_layer_, layer.inputs.size(), layer.outputs.size()});
    plan_.explanation_.layers.push_back(
        {layer.inputs.size(), layer.outputs.size(), layer.has_bias, gathered,
         activation == kNoOp ? std::string() : std::string(op_info(activation).name)});
    for (std::size_t o = 0; o < layer.outputs.size(); ++o)
      places_[layer.outputs[o]] = step.y + static_cast<std::uint32_t>(o * plan_.packs_);
    if (step.relu)
      for (const std::uint32_t neuron : layer.outputs)
        places_[activation_of_[neuron]] = places_[neuron];
    else if (activation != kNoOp)
      add_activation(layer, activation);
  }

  // Whether each input goes to each of the layer's neurons, and nowhere else.
  [[nodiscard]] bool only_used_by(const Layer& layer) const {
    return std::ranges::all_of(layer.inputs, [&](Ref r) {
      return r.is(Source::node) && uses_[r.index()] == layer.outputs.size();
    });
  }
  // Whether nothing but its activation uses a neuron.
  [[nodiscard]] bool only_activated(const Layer& layer) const {
    return std::ranges::all_of(layer.outputs, [&](std::uint32_t o) { return uses_[o] == 1; });
  }

  // Where the numbers lie in a row, brought there if need be, and whether it was.
  std::pair<std::uint32_t, bool> beside_each_other(const std::vector<Ref>& refs, bool active) {
    std::vector<std::uint32_t> from;
    from.reserve(refs.size());
    for (const Ref ref : refs) from.push_back(place_of(ref));
    bool in_a_row = true;
    for (std::size_t i = 1; i < from.size(); ++i)
      in_a_row = in_a_row && from[i] == from[0] + i * plan_.packs_;
    if (in_a_row) return {from[0], false};
    const std::uint32_t to = take(refs.size());
    add_step({Step::Kind::gather, static_cast<std::uint32_t>(plan_.gathers_.size()), 1, nullptr,
              active});
    plan_.gathers_.push_back({std::move(from), to});
    return {to, true};
  }

  // The op that every neuron is given to, if there is one.
  [[nodiscard]] std::uint16_t activation_of(const Layer& layer) const {
    std::uint16_t op = kNoOp;
    for (const std::uint32_t neuron : layer.outputs) {
      const std::uint32_t user = activation_of_[neuron];
      if (user == kNoPlace || places_[user] != kNoPlace) return kNoOp;
      const std::uint16_t this_op = recording_.nodes()[user].op;
      if (op != kNoOp && op != this_op) return kNoOp;
      op = this_op;
    }
    return op;
  }

  // It comes right after the layer, result beside result.
  void add_activation(const Layer& layer, std::uint16_t op) {
    std::uint32_t y = take(layer.outputs.size());
    for (const std::uint32_t neuron : layer.outputs) {
      add_op(activation_of_[neuron], y);
      --count_of_[op];
      y += static_cast<std::uint32_t>(plan_.packs_);
    }
    activations_ += layer.outputs.size();
  }

  void add_op(std::uint32_t number, std::uint32_t place) {
    const Node& node = recording_.nodes()[number];
    Site site{place, {}};
    if (node.arity == Node::kVariadicArity) {
      site.x[0] = static_cast<std::uint32_t>(plan_.operands_.size());
      site.x[1] = node.count;
      // Places are taken as they are asked for, and they must not move: list them first.
      std::vector<std::uint32_t> from;
      for (const Ref ref : recording_.operands(node)) from.push_back(place_of(ref));
      plan_.operands_.insert(plan_.operands_.end(), from.begin(), from.end());
      plan_.longest_list_ = std::max<std::size_t>(plan_.longest_list_, node.count);
    } else {
      for (int k = 0; k < node.arity; ++k) site.x[k] = place_of(node.x[k]);
    }
    places_[number] = place;
    ++count_of_[node.op];
    const OpKernels* const kernels = op_entry(node.op, *plan_.kernels_).kernels;
    const auto at = static_cast<std::uint32_t>(plan_.sites_.size());
    plan_.sites_.push_back(site);
    // Ops of a kind that follow each other are one step.
    const bool active = active_[number];
    if (!plan_.steps_.empty() && plan_.steps_.back().kernels == kernels &&
        plan_.steps_.back().active == active)
      ++plan_.steps_.back().count;
    else
      add_step({Step::Kind::ops, at, 1, kernels, active});
  }

  void add_step(const Step& step) { plan_.steps_.push_back(step); }

  void clear_what_is_added_to() {
    std::vector<bool> set(plan_.size_);
    std::fill_n(set.begin(), plan_.gradients_begin_, true);
    for (const LayerStep& layer : plan_.layers_)
      if (layer.sets_input_gradient)
        std::fill_n(set.begin() + layer.x, layer.inputs * plan_.packs_, true);
    plan_.cleared_ = gaps(set);
    std::vector<std::uint32_t> by_ops;
    for (const Plan::Fixed& parameter : plan_.used_parameters_)
      by_ops.push_back(parameter.parameter);
    plan_.cleared_parameters_ = share_parameters(plan_.layers_, by_ops, plan_.parameter_count_);
  }

  void explain() {
    Explanation& said = plan_.explanation_;
    said.nodes = recording_.nodes().size();
    said.unused_nodes = static_cast<std::size_t>(std::ranges::count(uses_, 0u));
    said.parameters = plan_.parameter_count_;
    said.inputs = plan_.input_count_;
    said.scalar_nodes = plan_.sites_.size() - activations_;
    for (const auto& [op, count] : count_of_)
      if (count > 0) said.ops.push_back({std::string(op_info(op).name), count});
    std::ranges::stable_sort(said.ops, std::ranges::greater{}, &Explanation::OpLine::count);
    said.steps = plan_.steps_.size();
    said.bytes = std::size_t{plan_.size_} * 2 * kLanes * sizeof(double);
  }

  const Recording& recording_;
  Plan& plan_;
  std::vector<std::uint32_t> uses_;
  std::vector<bool> active_;
  std::vector<std::uint32_t> places_;    // by node
  std::vector<std::uint32_t> layer_of_;  // by node: the layer it is a neuron of
  std::vector<std::uint32_t> activation_of_;
  std::vector<bool> absorbed_;
  Layers layers_;
  std::map<std::uint32_t, std::uint32_t> fixed_;  // places of parameters and constants
  std::map<std::uint16_t, std::size_t> count_of_;
  std::size_t activations_ = 0;
};

Plan::Plan(const Recording& recording, PlanOptions options)
    : kernels_(options.kernels != nullptr ? options.kernels : &kernels()),
      packs_(options.packs),
      parameter_count_(recording.parameters()),
      input_count_(recording.inputs()),
      counts_correct_(recording.counts_correct()),
      labels_(recording.labels()) {
  if (packs_ < 1 || packs_ > 4)
    throw ConfigError("a plan takes 1 to 4 packs at a time, not " + std::to_string(packs_));
  Planner(recording, *this).run(options.recognise);
}

}  // namespace riserun::lanes

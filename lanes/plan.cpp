#include "lanes/plan.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/errors.hpp"
#include "lanes/gradient_flow.hpp"
#include "lanes/op_table.hpp"
#include "lanes/reading.hpp"

namespace riserun::lanes {

// Goes through the recording once, giving every number a place and every op a step.
class Planner {
 public:
  Planner(const Recording& recording, bool recognise, Plan& plan)
      : recording_(recording),
        plan_(plan),
        reading_(recording, recognise),
        places_(recording.nodes().size(), kNoPlace) {}

  void run() {
    // Inputs first: they arrive beside each other.
    take(plan_.input_count_);
    plan_.gradients_begin_ = plan_.size_;
    place_fixed();
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      if (reading_.uses[i] == 0 || reading_.absorbed[i] || places_[i] != kNoPlace) continue;
      if (reading_.layer_of[i] != Reading::kNone)
        add_layer(reading_.layers[reading_.layer_of[i]]);
      else if (recording_.nodes()[i].is_lookup())
        add_lookup(i);
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
      if (reading_.uses[i] != 0 && !reading_.absorbed[i] &&
          reading_.layer_of[i] == Reading::kNone && !recording_.nodes()[i].is_lookup())
        for (const Ref ref : recording_.operands(recording_.nodes()[i]))
          if (ref.is(Source::parameter) || ref.is(Source::constant)) place_of(ref);
  }

  void add_layer(const Layer& layer) {
    const bool active = std::ranges::any_of(
        layer.outputs, [&](std::uint32_t neuron) { return reading_.active[neuron]; });
    const bool wants =
        active && std::ranges::any_of(layer.inputs, [&](Ref r) { return reading_.is_active(r); });
    const auto [x, gathered] = beside_each_other(layer.inputs, wants);
    const Node* const activation = reading_.activation_of(layer);
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
                   .relu = activation != nullptr && activation->op == kOpNumber<ops::Relu> &&
                           reading_.used_once(layer),
                   .active = active,
                   .wants_input_gradient = wants};
    step.applies_own_slope = step.relu;
    step.sets_input_gradient = wants && (gathered || reading_.alone_on_inputs(layer));
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
         activation == nullptr ? std::string() : std::string(op_info(activation->op).name)});
    for (std::size_t o = 0; o < layer.outputs.size(); ++o)
      places_[layer.outputs[o]] = step.y + static_cast<std::uint32_t>(o * plan_.packs_);
    if (step.relu)
      for (const std::uint32_t neuron : layer.outputs)
        places_[reading_.first_user[neuron]] = places_[neuron];
    else if (activation != nullptr)
      add_activation(layer, activation->op);
  }

  // Columns beside each other that are looked up one after the other are one step.
  void add_lookup(std::uint32_t begin) {
    const auto& nodes = recording_.nodes();
    const Node& first = nodes[begin];
    const auto goes_on = [&](std::uint32_t end) {
      const Node& node = nodes[end];
      return reading_.uses[end] != 0 && node.is_lookup() && node.x[0] == first.x[0] &&
             node.begin == first.begin && node.x[1].index() == first.x[1].index() + (end - begin);
    };
    std::uint32_t end = begin + 1;
    while (end < nodes.size() && goes_on(end)) ++end;
    const std::uint32_t columns = end - begin, y = take(columns);
    for (std::uint32_t c = 0; c < columns; ++c)
      places_[begin + c] = y + static_cast<std::uint32_t>(c * plan_.packs_);
    add_step(
        {Step::Kind::lookup, static_cast<std::uint32_t>(plan_.lookups_.size()), 1, nullptr, true});
    plan_.lookups_.push_back(
        {place_of(first.x[0]), y, first.x[1].index(), first.count, first.begin, columns});
    ++plan_.explanation_.lookups;
    plan_.explanation_.lookup_nodes += columns;
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

  // It comes right after the layer, result beside result.
  void add_activation(const Layer& layer, std::uint16_t op) {
    std::uint32_t y = take(layer.outputs.size());
    for (const std::uint32_t neuron : layer.outputs) {
      add_op(reading_.first_user[neuron], y);
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
    const bool active = reading_.active[number];
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
    for (const LookupStep& table : plan_.lookups_)
      for (std::uint32_t r = 0; r < table.rows; ++r)
        for (std::uint32_t c = 0; c < table.columns; ++c)
          by_ops.push_back(table.first + r * table.step + c);
    plan_.cleared_parameters_ = share_parameters(plan_.layers_, by_ops, plan_.parameter_count_);
  }

  void explain() {
    Explanation& said = plan_.explanation_;
    said.nodes = recording_.nodes().size();
    said.unused_nodes = static_cast<std::size_t>(std::ranges::count(reading_.uses, 0u));
    said.dots = reading_.dots;
    said.dot_nodes = reading_.dot_nodes;
    said.irregular_dots = reading_.irregular_dots;
    said.other_sums = reading_.other_sums;
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
  const Reading reading_;
  std::vector<std::uint32_t> places_;             // by node
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
  Planner(recording, options.recognise, *this).run();
}

}  // namespace riserun::lanes

#include <riserun/lanes/recognising/layers.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

namespace riserun::lanes {
namespace {

// A dot product whose weights lie at equal steps.
struct Neuron {
  std::size_t dot;  // its number
  std::uint32_t node, weight;
  std::size_t step;
  std::optional<std::uint32_t> bias;
  std::size_t copy = 0;  // how many neurons with the same weights and inputs come before it
};

// Orders the terms by what the weights multiply. Neurons whose terms were added in another order
// then make one layer; its kernel adds in one order for all of them.
void sort_terms(Dot& dot) {
  const auto by_x = [](const Term& a, const Term& b) { return a.x < b.x; };
  if (!std::ranges::is_sorted(dot.terms, by_x)) std::ranges::stable_sort(dot.terms, by_x);
}

std::optional<std::size_t> step_of(const std::vector<Term>& terms) {
  if (terms.size() == 1) return 1;
  if (terms[1].weight <= terms[0].weight) return std::nullopt;
  const std::size_t step = terms[1].weight - terms[0].weight;
  for (std::size_t i = 2; i < terms.size(); ++i)
    if (terms[i].weight != terms[0].weight + i * step) return std::nullopt;
  return step;
}

// The layer of as many neurons, from the first on, as make one.
Layer longest_layer(std::span<const Neuron> neurons, std::vector<Ref> inputs) {
  const std::size_t in = inputs.size();
  const Neuron& first = neurons[0];
  Layer layer{.inputs = std::move(inputs),
              .outputs = {first.node},
              .weight = first.weight,
              .output_step = first.step == 1 ? in : 1,
              .input_step = first.step,
              .has_bias = first.bias.has_value(),
              .bias = first.bias.value_or(0)};
  for (std::size_t o = 1; o < neurons.size(); ++o) {
    const Neuron& next = neurons[o];
    const std::size_t step = next.weight - neurons[o - 1].weight;
    if (next.step != first.step || next.bias.has_value() != layer.has_bias) break;
    const std::int64_t bias_step =
        layer.has_bias ? std::int64_t{*next.bias} - std::int64_t{*neurons[o - 1].bias} : 0;
    if (o == 1) {
      const bool rows_apart = first.step == 1 && step >= in;
      if (!rows_apart && !(step == 1 && first.step > 1)) break;
      layer.output_step = step;
      layer.bias_step = bias_step;
    }
    if (step != layer.output_step || bias_step != layer.bias_step) break;
    // Where the weights of one input lie beside each other, the next input's must begin after them.
    if (first.step > 1 && o + 1 > first.step) break;
    layer.outputs.push_back(next.node);
  }
  return layer;
}

using NeuronsByInputs = std::map<std::vector<Ref>, std::vector<Neuron>>;

NeuronsByInputs neurons_by_inputs(std::vector<Dot>& dots, std::size_t& irregular) {
  NeuronsByInputs neurons;
  for (std::size_t d = 0; d < dots.size(); ++d) {
    Dot& dot = dots[d];
    sort_terms(dot);
    const auto step = step_of(dot.terms);
    if (!step) {
      ++irregular;
      continue;
    }
    std::vector<Ref> inputs;
    inputs.reserve(dot.terms.size());
    for (const Term& term : dot.terms) inputs.push_back(term.x);
    neurons[std::move(inputs)].push_back({d, dot.node, dot.terms.front().weight, *step, dot.bias});
  }
  return neurons;
}

// Brings the neurons of a layer together, by their weights. A layer may be recorded several times
// over the same inputs: then each of its neurons is, and the copies stay apart.
void sort_neurons(std::vector<Neuron>& neurons) {
  std::map<std::tuple<std::size_t, std::uint32_t, std::optional<std::uint32_t>>, std::size_t> met;
  for (Neuron& n : neurons) n.copy = met[{n.step, n.weight, n.bias}]++;
  std::ranges::stable_sort(neurons, {},
                           [](const Neuron& n) { return std::tuple(n.copy, n.step, n.weight); });
}

}  // namespace

Layers find_layers(std::vector<Dot> dots) {
  Layers layers;
  for (auto& [inputs, neurons] : neurons_by_inputs(dots, layers.irregular)) {
    sort_neurons(neurons);
    for (std::span<const Neuron> rest = neurons; !rest.empty();) {
      Layer layer = longest_layer(rest, inputs);
      const std::size_t count = layer.outputs.size();
      // A single product is no layer: it stays a multiplication.
      if (count > 1 || inputs.size() > 1) {
        for (const Neuron& neuron : rest.first(count)) {
          const std::vector<std::uint32_t>& inner = dots[neuron.dot].inner;
          layers.absorbed.insert(layers.absorbed.end(), inner.begin(), inner.end());
        }
        layers.found.push_back(std::move(layer));
      }
      rest = rest.subspan(count);
    }
  }
  return layers;
}

}  // namespace riserun::lanes

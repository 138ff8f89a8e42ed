#include <riserun/lanes/recognising/layers.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace riserun::lanes {
namespace {

// A dot whose weights lie one step from one another.
struct Neuron {
  std::uint32_t node, weight;
  std::size_t step;
  std::optional<std::uint32_t> bias;
};

// Terms by what they multiply, so that neurons that add in another order still meet; for the
// kernel adds in one order for all of them.
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

// How many of the neurons, from the first, make a layer.
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
    // With neurons beside each other, the next input's weights must not begin before they end.
    if (first.step > 1 && o + 1 > first.step) break;
    layer.outputs.push_back(next.node);
  }
  return layer;
}

}  // namespace

Layers find_layers(std::vector<Dot> dots) {
  Layers layers;
  std::map<std::vector<Ref>, std::vector<std::size_t>> by_inputs;
  std::vector<std::size_t> steps(dots.size()), times(dots.size());
  for (std::size_t d = 0; d < dots.size(); ++d) {
    sort_terms(dots[d]);
    const auto step = step_of(dots[d].terms);
    if (!step) {
      ++layers.irregular;
      continue;
    }
    steps[d] = *step;
    std::vector<Ref> inputs;
    inputs.reserve(dots[d].terms.size());
    for (const Term& term : dots[d].terms) inputs.push_back(term.x);
    by_inputs[std::move(inputs)].push_back(d);
  }
  for (auto& [inputs, members] : by_inputs) {
    // A layer may be there more than once: then each of its neurons is, and they must not mix.
    std::map<std::tuple<std::size_t, std::uint32_t, std::optional<std::uint32_t>>, std::size_t> met;
    for (const std::size_t d : members)
      times[d] = met[{steps[d], dots[d].terms.front().weight, dots[d].bias}]++;
    std::ranges::stable_sort(members, {}, [&](std::size_t d) {
      return std::tuple(times[d], steps[d], dots[d].terms.front().weight);
    });
    std::vector<Neuron> neurons;
    for (const std::size_t d : members)
      neurons.push_back({dots[d].node, dots[d].terms.front().weight, steps[d], dots[d].bias});
    for (std::size_t begin = 0; begin < neurons.size();) {
      Layer layer = longest_layer(std::span(neurons).subspan(begin), inputs);
      const std::size_t count = layer.outputs.size();
      // A single product is a layer of nothing: it stays what it is.
      if (count > 1 || inputs.size() > 1) {
        for (std::size_t n = begin; n < begin + count; ++n) {
          const std::vector<std::uint32_t>& inner = dots[members[n]].inner;
          layers.absorbed.insert(layers.absorbed.end(), inner.begin(), inner.end());
        }
        layers.found.push_back(std::move(layer));
      }
      begin += count;
    }
  }
  return layers;
}

}  // namespace riserun::lanes

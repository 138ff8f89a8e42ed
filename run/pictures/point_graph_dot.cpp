#include <riserun/run/pictures/point_graph_dot.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <riserun/core/drawing/dot_writer.hpp>
#include <riserun/core/drawing/graph_nodes.hpp>

namespace riserun::run {

namespace {

double largest_of(std::span<const double> x) {
  double largest = 0.0;
  for (const double each : x)
    if (std::isfinite(each)) largest = std::max(largest, std::abs(each));
  return largest;
}

std::vector<double> data_of(std::span<const Value> values) {
  std::vector<double> all;
  for (const Value& y : values) all.push_back(y.data());
  return all;
}
std::vector<double> gradients_of(std::span<const Value> values) {
  std::vector<double> all;
  for (const Value& y : values) all.push_back(y.grad());
  return all;
}

/// Where a neuron is.
struct Place {
  std::size_t layer, neuron;
};

class NeuronDrawing {
 public:
  NeuronDrawing(PointGraph& graph, const DotOptions& options)
      : graph_(graph),
        nodes_(graph_nodes(graph.root(), {.max_nodes = options.max_nodes})),
        drawing_(look(options)) {
    for (std::size_t l = 0; l < graph_.layers().size(); ++l)
      for (std::size_t o = 0; o < graph_.layers()[l].size(); ++o)
        neurons_[graph_.layers()[l][o].identity()] = {l, o};
  }

  std::string finished() && {
    for (std::size_t i = 0; i < nodes_.size(); ++i) draw(i);
    return std::move(drawing_).finished();
  }

 private:
  [[nodiscard]] DotLook look(const DotOptions& options) const {
    std::vector<double> gradients(graph_.parameter_gradients().begin(),
                                  graph_.parameter_gradients().end());
    for (const GraphNode& node : nodes_) gradients.push_back(node.value.grad());
    return {.dark = options.dark,
            .title = options.title,
            .largest_gradient = largest_gradient(gradients),
            .column_gap = 1.0};
  }
  [[nodiscard]] static std::string name_of(std::size_t i) { return fmt::format("n{}", i); }

  void draw(std::size_t i) {
    const GraphNode& node = nodes_[i];
    const auto found = neurons_.find(node.identity);
    DotBox box = value_box(node.value, i + 1 == nodes_.size());
    box.ordered = found != neurons_.end();
    drawing_.box(name_of(i), box);
    if (box.ordered) return connect(i, found->second);
    if (node.operands.empty()) return;
    const std::string op = name_of(i) + "_op";
    drawing_.op(op, node.value.op());
    drawing_.arrow(op, name_of(i));
    for (const Value& x : node.operands) {
      const std::string from =
          x.is_constant() ? fmt::format("c{}", constants_++) : name_of(place_of(nodes_, x));
      if (x.is_constant()) drawing_.constant(from, x.data());
      drawing_.arrow(from, op);
    }
  }

  // As wide as the weight is large among its layer's.
  void connect(std::size_t i, const Place& place) {
    const nn::MLP& model = graph_.loaded().model;
    const nn::Layer& layer = model.layers()[place.layer];
    const auto all =
        model.parameters().data().subspan(layer.weights(), layer.inputs() * layer.outputs());
    const double largest = largest_of(all);
    for (std::size_t k = 0; k < nodes_[i].operands.size(); ++k) {
      const std::size_t weight = k * layer.outputs() + place.neuron;
      const double share = largest > 0.0 ? std::abs(all[weight]) / largest : 0.0;
      drawing_.arrow(name_of(place_of(nodes_, nodes_[i].operands[k])), name_of(i),
                     {.gradient = graph_.parameter_gradients()[layer.weights() + weight],
                      .width = 0.4 + 3.0 * share,
                      .weighted = true});
    }
  }

  PointGraph& graph_;
  std::vector<GraphNode> nodes_;
  DotWriter drawing_;
  std::map<std::uint64_t, Place> neurons_;
  std::size_t constants_ = 0;
};

/// "20 of 32 active", "3 of 8 saturated": where a gradient does or does not come through.
std::string activity(nn::Activation activation, std::span<const double> outputs) {
  std::string text;
  nn::with_row(activation, [&](auto row) {
    if (!row.state.empty())
      text = fmt::format("{} of {} {}", std::ranges::count_if(outputs, row.is_in_state),
                         outputs.size(), row.state);
  });
  return text;
}

std::string parameter_line(const char* name, const std::string& shape,
                           std::span<const double> values, std::span<const double> gradients) {
  return fmt::format("{} {}: |{}| {}, |grad| {}", name, shape, name, dot_number(length(values)),
                     dot_number(length(gradients)));
}

DotBox input_box(PointGraph& graph) {
  const std::vector<double> data = data_of(graph.inputs()), grads = gradients_of(graph.inputs());
  const std::vector<std::string> names = graph.loaded().info.input_names();
  std::vector<std::size_t> order(data.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return std::abs(grads[a]) > std::abs(grads[b]); });
  DotBox box{.gradient = length(grads), .stacked = true};
  box.lines = {fmt::format("{} features: |x| {}", data.size(), dot_number(length(data))),
               "|grad| " + dot_number(length(grads))};
  for (std::size_t k = 0; k < std::min<std::size_t>(3, order.size()); ++k)
    box.lines.push_back(fmt::format("{} {}, grad {}", names[order[k]], dot_number(data[order[k]]),
                                    dot_number(grads[order[k]])));
  return box;
}

DotBox layer_box(PointGraph& graph, std::size_t l) {
  const nn::Layer& layer = graph.loaded().model.layers()[l];
  const std::vector<double> data = data_of(graph.layers()[l]);
  const std::vector<double> grads = gradients_of(graph.layers()[l]);
  const std::span<const double> parameters = graph.loaded().model.parameters().data();
  const std::span<const double> slopes = graph.parameter_gradients();
  DotBox box{.gradient = length(grads), .stacked = true};
  const std::string active = activity(layer.activation(), data);
  box.lines = {
      fmt::format("|y| {}{}{}", dot_number(length(data)), active.empty() ? "" : ", ", active),
      "|grad| " + dot_number(length(grads))};
  const std::size_t weights = layer.inputs() * layer.outputs();
  box.lines.push_back(parameter_line("W", fmt::format("{}×{}", layer.inputs(), layer.outputs()),
                                     parameters.subspan(layer.weights(), weights),
                                     slopes.subspan(layer.weights(), weights)));
  if (layer.has_biases())
    box.lines.push_back(parameter_line("b", fmt::format("{}", layer.outputs()),
                                       parameters.subspan(layer.biases(), layer.outputs()),
                                       slopes.subspan(layer.biases(), layer.outputs())));
  return box;
}

std::string by_layers(PointGraph& graph, const DotOptions& options) {
  std::vector<double> lengths{length(gradients_of(graph.inputs()))};
  for (const auto& layer : graph.layers()) lengths.push_back(length(gradients_of(layer)));
  DotWriter drawing({.dark = options.dark,
                     .title = options.title,
                     .largest_gradient = largest_of(lengths),
                     .lengths = true});
  drawing.box("inputs", input_box(graph));
  std::string before = "inputs";
  for (std::size_t l = 0; l < graph.layers().size(); ++l) {
    const nn::Layer& layer = graph.loaded().model.layers()[l];
    const std::string label = fmt::format("layer {}: {} → {}, {}", l + 1, layer.inputs(),
                                          layer.outputs(), nn::to_string(layer.activation()));
    DotBox box = layer_box(graph, l);
    box.label = label;
    const std::string name = fmt::format("layer{}", l + 1);
    drawing.box(name, box);
    drawing.arrow(before, name);
    before = name;
  }
  if (graph.is_loss()) {
    drawing.op("loss_op", nn::to_string(graph.loaded().info.loss));
    drawing.arrow(before, "loss_op");
    before = "loss_op";
  }
  drawing.value("root", graph.root(), true);
  drawing.arrow(before, "root");
  return std::move(drawing).finished();
}

}  // namespace

std::string to_dot(PointGraph& graph, const DotOptions& options) {
  switch (graph.detail()) {
    case GraphDetail::layers:
      return by_layers(graph, options);
    case GraphDetail::neurons:
      return NeuronDrawing(graph, options).finished();
    default:
      break;
  }
  DotOptions all = options;
  all.gather_sums = true;
  return riserun::to_dot(graph.root(), all);
}

}  // namespace riserun::run

#include <riserun/run/pictures/point_graph.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/nn/loss_of_values.hpp>
#include <riserun/run/settings/arguments.hpp>

namespace riserun::run {

namespace {

// What an eye takes in: so many boxes of single numbers, neurons, connections between neurons.
constexpr std::size_t kReadableNumbers = 100, kReadableNeurons = 100, kReadableConnections = 1200;

GraphDetail readable(const nn::MLP& model) {
  std::size_t weights = 0, neurons = 0;
  for (const nn::Layer& layer : model.layers()) {
    weights += layer.inputs() * layer.outputs();
    neurons += layer.outputs();
  }
  // A box for each parameter, product, sum and activation, and a few for the loss.
  const std::size_t numbers = model.inputs() + model.parameters().size() + weights + 2 * neurons;
  if (numbers <= kReadableNumbers) return GraphDetail::operations;
  return model.inputs() + neurons <= kReadableNeurons && weights <= kReadableConnections
             ? GraphDetail::neurons
             : GraphDetail::layers;
}

/// "w2[1>3]": layer 2, from its input 1 to its neuron 3; "b2[3]". All count from 1.
void label_parameters(const nn::MLP& model, const nn::BoundParameters& parameters) {
  for (std::size_t l = 0; l < model.layers().size(); ++l) {
    const nn::Layer& layer = model.layers()[l];
    for (std::size_t i = 0; i < layer.inputs(); ++i)
      for (std::size_t o = 0; o < layer.outputs(); ++o)
        static_cast<void>(parameters[layer.weights() + i * layer.outputs() + o].label(
            fmt::format("w{}[{}→{}]", l + 1, i + 1, o + 1)));
    for (std::size_t o = 0; layer.has_biases() && o < layer.outputs(); ++o)
      static_cast<void>(parameters[layer.biases() + o].label(fmt::format("b{}[{}]", l + 1, o + 1)));
  }
}

std::string verdict_of(const train::LoadedModel& loaded, const train::DataPoint& point,
                       std::span<const double> outputs) {
  const auto& classes = loaded.info.schema.class_names;
  if (!classes.empty()) {
    const auto said = static_cast<std::size_t>(
        nn::predicted_class(outputs, nn::class_boundary(loaded.info.loss)));
    std::string says = fmt::format("the model says {}", classes[said]);
    if (point.label < 0) return says;
    return fmt::format("class {}, {}", classes[static_cast<std::size_t>(point.label)], says);
  }
  std::vector<double> numbers(outputs.begin(), outputs.end());
  loaded.info.target_scaling.undo(numbers);
  std::vector<double> truth(point.target.begin(), point.target.end());
  if (!truth.empty()) loaded.info.target_scaling.undo(truth);
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    text += fmt::format("{}{} ", i > 0 ? "; " : "", output_name(loaded, i));
    if (!truth.empty()) text += fmt::format("{:.6g}, ", truth[i]);
    text += fmt::format("the model says {:.6g}", numbers[i]);
  }
  return text;
}

std::size_t named_output(const train::LoadedModel& loaded, const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < loaded.model.outputs(); ++i) {
    names.push_back(output_name(loaded, i));
    if (names.back() == name) return i;
  }
  const std::string hint = did_you_mean(name, names);
  throw UsageError(fmt::format(
      "--output {}: the model has no such output{}", name,
      !hint.empty()       ? hint
      : names.size() == 1 ? fmt::format("; it has one, \"{}\"", names[0])
                          : fmt::format("; its {} begin with \"{}\"", names.size(), names[0])));
}

}  // namespace

GraphDetail graph_detail(const std::string& word) {
  const std::vector<std::string> words{"auto", "ops", "neurons", "layers"};
  const std::string found = parse_word("--detail", word, words);
  return static_cast<GraphDetail>(std::ranges::find(words, found) - words.begin());
}

double length(std::span<const double> x) {
  double sum = 0.0;
  for (const double each : x) sum = std::hypot(sum, each);
  return sum;
}

std::string output_name(const train::LoadedModel& loaded, std::size_t i) {
  const train::Schema& schema = loaded.info.schema;
  if (schema.class_names.size() == loaded.model.outputs()) return schema.class_names[i];
  if (!schema.class_names.empty()) return "logit";
  return schema.target_names[i];
}

std::string output_label(const train::LoadedModel& loaded, std::size_t i) {
  const bool scaled = loaded.info.schema.class_names.empty() &&
                      loaded.info.target_scaling.kind != train::ScalingKind::none;
  return output_name(loaded, i) + (scaled ? ", standardised" : "");
}

PointGraph::PointGraph(const train::LoadedModel& loaded, const train::DataPoint& point,
                       const PointGraphOptions& options)
    : loaded_(&loaded),
      detail_(options.detail == GraphDetail::automatic ? readable(loaded.model) : options.detail) {
  const nn::BoundMLP bound = loaded.model.bind(tape_);
  const std::vector<std::string> names = loaded.info.input_names();
  for (std::size_t i = 0; i < point.x.size(); ++i)
    inputs_.push_back(tape_.variable(point.x[i], names[i]));
  if (detail_ == GraphDetail::operations)
    record_operations(bound);
  else
    record_neurons(bound);
  for (std::size_t l = 0; l < layers_.size(); ++l)
    for (std::size_t o = 0; o < layers_[l].size(); ++o)
      static_cast<void>(layers_[l][o].label(
          l + 1 < layers_.size() ? fmt::format("h{}[{}]", l + 1, o + 1) : output_label(loaded, o)));
  close(point, options.output);
  root_.backward();
}

void PointGraph::record_operations(const nn::BoundMLP& bound) {
  label_parameters(bound.model(), bound.parameters());
  std::vector<Value> values = inputs_;
  for (const nn::Layer& layer : bound.model().layers())
    layers_.push_back(values = layer.by_neurons(bound.parameters(), values));
}

void PointGraph::record_neurons(const nn::BoundMLP& bound) {
  const auto& layers = bound.model().layers();
  Outputs values = layers.front()(bound.parameters(), std::span<const Value>(inputs_));
  layers_.emplace_back(values.begin(), values.end());
  for (std::size_t l = 1; l < layers.size(); ++l) {
    values = layers[l](bound.parameters(), values);
    layers_.emplace_back(values.begin(), values.end());
  }
}

void PointGraph::close(const train::DataPoint& point, const std::string& output) {
  const std::vector<Value>& outputs = layers_.back();
  std::vector<double> numbers;
  numbers.reserve(outputs.size());
  for (const Value& y : outputs) numbers.push_back(y.data());
  verdict_ = verdict_of(*loaded_, point, numbers);
  is_loss_ = output.empty() && (point.label >= 0 || !point.target.empty());
  if (is_loss_) {
    root_ = nn::loss_of_values(loaded_->info.loss, outputs,
                               {.values = point.target, .label = point.label});
    // Short where chain rules are written with it.
    if (!root_.is_constant() && root_.label().empty())
      static_cast<void>(root_.label(detail_ == GraphDetail::operations ? "L" : "loss"));
    return;
  }
  if (!output.empty())
    output_ = named_output(*loaded_, output);
  else if (!loaded_->info.schema.class_names.empty() && outputs.size() > 1)
    output_ = static_cast<std::size_t>(nn::predicted_class(numbers));
  root_ = outputs[output_];
}

std::string PointGraph::table() {
  std::string text =
      fmt::format("{:<22} {:>10} {:>10} {:>10} {:>10}\n", "", "|y|", "|dL/dy|", "|w|", "|dL/dw|");
  const auto lengths = [](std::span<const Value> values) {
    std::vector<double> data, gradients;
    for (const Value& y : values) {
      data.push_back(y.data());
      gradients.push_back(y.grad());
    }
    return std::pair{length(data), length(gradients)};
  };
  const auto row = [&](const std::string& name, std::span<const Value> values) {
    const auto [data, gradients] = lengths(values);
    text += fmt::format("{:<22} {:>10} {:>10}", name, number_text(data), number_text(gradients));
  };
  row(fmt::format("{} inputs", inputs_.size()), inputs_);
  text += '\n';
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const nn::Layer& layer = loaded_->model.layers()[l];
    row(fmt::format("layer {}: {} {}", l + 1, layer.outputs(), nn::to_string(layer.activation())),
        layers_[l]);
    const std::size_t count = layer.outputs() * (layer.inputs() + (layer.has_biases() ? 1 : 0));
    text += fmt::format(
        " {:>10} {:>10}\n",
        number_text(length(loaded_->model.parameters().data().subspan(layer.weights(), count))),
        number_text(length(parameter_gradients().subspan(layer.weights(), count))));
  }
  text += fmt::format("{:<22} {:>10}\n", is_loss_ ? "loss" : output_label(*loaded_, output_),
                      number_text(root_.data()));
  return text;
}

}  // namespace riserun::run

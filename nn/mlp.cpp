#include <riserun/nn/mlp.hpp>

#include <algorithm>
#include <ostream>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/nn/dropout.hpp>

namespace riserun::nn {

MLP::MLP(std::vector<std::size_t> sizes, MLPOptions options)
    : sizes_(std::move(sizes)), options_(options) {
  if (sizes_.size() < 2)
    throw ConfigError("an MLP needs at least two sizes, inputs and outputs, such as {64, 32, 10}");
  Random random(options.seed);
  for (std::size_t l = 0; l + 1 < sizes_.size(); ++l) {
    const bool last = l + 2 == sizes_.size();
    layers_.emplace_back(parameters_, "layers." + std::to_string(l), sizes_[l], sizes_[l + 1],
                         last ? options.output : options.activation, options.initializer, random);
  }
}

std::vector<double> MLP::operator()(std::span<const double> x) const {
  std::vector<double> y(outputs());
  predict(x, y);
  return y;
}

void MLP::predict(std::span<const double> x, std::span<double> y) const {
  const std::size_t widest = *std::ranges::max_element(sizes_);
  thread_local std::vector<double> scratch;  // a layer's input and its output, by turns
  if (scratch.size() < 2 * widest) scratch.resize(2 * widest);
  std::span<const double> values = x;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const std::span<double> hidden(scratch.data() + (l % 2) * widest, layers_[l].outputs());
    const std::span<double> out = l + 1 == layers_.size() ? y : hidden;
    layers_[l](parameters_.data(), values, out);
    values = out;
  }
}

Outputs BoundMLP::operator()(std::span<const double> x, double dropout, Random& random) const {
  const auto& layers = model_->layers();
  Outputs values = layers.front()(parameters_, x);
  for (std::size_t l = 1; l < layers.size(); ++l)
    values = layers[l](parameters_, nn::dropout(values, dropout, random));
  return values;
}

BoundMLP MLP::bind(Tape& tape) const { return {*this, nn::bind(parameters_, tape)}; }

BoundMLP MLP::bind(std::span<const Value> parameters) const {
  if (parameters.size() != parameters_.size())
    throw ShapeError("a model of " + std::to_string(parameters_.size()) + " parameters was given " +
                     std::to_string(parameters.size()));
  return {*this, nn::bind(parameters)};
}

std::ostream& operator<<(std::ostream& out, const MLP& model) {
  out << "MLP(";
  const char* separator = "";
  for (const std::size_t size : model.sizes()) {
    out << separator << size;
    separator = " -> ";
  }
  out << ", " << model.parameters().size() << " parameters)";
  for (std::size_t l = 0; l < model.layers().size(); ++l)
    out << "\n  layers." << l << "  " << model.layers()[l];
  return out;
}

std::ostream& operator<<(std::ostream& out, const BoundMLP& model) { return out << model.model(); }

}  // namespace riserun::nn

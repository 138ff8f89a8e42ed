// `Layer`: neurons over the same inputs, recorded as one fused block of nodes.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include <riserun/core/outputs.hpp>
#include <riserun/nn/activation.hpp>
#include <riserun/nn/initializer.hpp>
#include <riserun/nn/neuron.hpp>
#include <riserun/nn/parameter_set.hpp>

namespace riserun::nn {

/// Whether neurons have a bias, and where it begins.
enum class Bias { zeros, none };

/// `outputs` neurons of `inputs` inputs each: y = activation(b + W x). In the ParameterSet:
/// "NAME.weight", shape [inputs, outputs] (row i: the weights of input i), then, unless there is
/// none, "NAME.bias", shape [outputs].
class Layer {
 public:
  /// Adds the layer's parameters to the set and initialises the weights.
  /// Throws ConfigError for a size of 0.
  Layer(ParameterSet& parameters, const std::string& name, std::size_t inputs, std::size_t outputs,
        Activation activation, Initializer initializer, Random& random, Bias bias = Bias::zeros);

  [[nodiscard]] std::size_t inputs() const { return inputs_; }
  [[nodiscard]] std::size_t outputs() const { return outputs_; }
  [[nodiscard]] Activation activation() const { return activation_; }
  /// Number of the first weight among the parameters.
  [[nodiscard]] std::size_t weights() const { return weights_; }
  [[nodiscard]] bool has_biases() const { return bias_ != Bias::none; }
  /// Number of the first bias, where the layer has any.
  [[nodiscard]] std::size_t biases() const { return weights_ + inputs_ * outputs_; }
  /// The o-th neuron, o < outputs().
  [[nodiscard]] Neuron neuron(std::size_t o) const {
    return {inputs_, weights_ + o, outputs_, has_biases() ? biases() + o : Neuron::kNoBias,
            activation_};
  }

  /// The layer on the current tape: `outputs()` nodes, of which each draws as a neuron. x is data
  /// (no gradient), an earlier layer's outputs, or any Values. Throws ShapeError unless x has
  /// inputs() elements.
  Outputs operator()(const BoundParameters& parameters, std::span<const double> x) const;
  Outputs operator()(const BoundParameters& parameters, const Outputs& x) const;
  Outputs operator()(const BoundParameters& parameters, std::span<const Value> x) const;

  /// The same on plain numbers: y[outputs()] from x[inputs()].
  void operator()(std::span<const double> parameters, std::span<const double> x,
                  std::span<double> y) const;

  /// The same neuron by neuron, every + and * a node of its own: the slow path and the oracle.
  template <class Parameters, class X>
  auto by_neurons(const Parameters& parameters, const X& x) const {
    std::vector<decltype(neuron(0)(parameters, x))> y;
    y.reserve(outputs_);
    for (std::size_t o = 0; o < outputs_; ++o) y.push_back(neuron(o)(parameters, x));
    return y;
  }

 private:
  struct Input;
  Outputs record(const BoundParameters& parameters, const Input& x) const;
  void require_inputs(std::size_t given) const;

  std::size_t inputs_, outputs_, weights_;
  Activation activation_;
  Bias bias_;
};

/// "Layer(2 -> 16, relu, 48 parameters)".
std::ostream& operator<<(std::ostream& out, const Layer& layer);

}  // namespace riserun::nn

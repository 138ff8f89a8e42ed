// nn's models and losses, recorded neuron by neuron through the code that any number type takes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <riserun/lanes/recording/recorded.hpp>
#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>

namespace riserun::lanes {

/// A model's outputs from Numbers; x has model.inputs() elements. `factors` are empty, or dropout's
/// for each output of each hidden layer.
template <class X>
std::vector<Number> outputs(const nn::MLP& model, const Parameters& parameters, const X& x,
                            const Inputs& factors = {0, 0}) {
  std::vector<Number> values = model.layers().front().by_neurons(parameters, x);
  std::size_t next = 0;
  for (std::size_t l = 1; l < model.layers().size(); ++l) {
    if (factors.size() > 0)
      for (Number& value : values) value = apply<own::Drop>(value, factors[next++]);
    values = model.layers()[l].by_neurons(parameters, values);
  }
  return values;
}

/// What a data point's outputs should be, as nn::Target: numbers or a class.
struct Target {
  Inputs values{0, 0};
  bool has_label = false;
  Label label{Number()};
};

/// nn's loss of the same name. Throws ShapeError when outputs and target do not fit.
Number loss_of(const nn::AnyLoss& loss, std::span<const Number> outputs, const Target& target);

/// Outputs of all hidden layers together.
[[nodiscard]] std::size_t hidden_outputs(const nn::MLP& model);

/// Where a point's numbers are among the inputs: x, then the targets, then the label; after them
/// what belongs to training alone, the weight of the point's loss and the factors of dropout.
struct PointLayout {
  std::size_t x = 0;
  std::size_t targets = 0;
  bool has_label = false;
  bool has_weight = false;
  std::size_t factors = 0;  // hidden_outputs(model), or 0 for no dropout

  [[nodiscard]] std::size_t data() const { return x + targets + (has_label ? 1 : 0); }
  [[nodiscard]] std::size_t inputs() const { return data() + (has_weight ? 1 : 0) + factors; }
  [[nodiscard]] Inputs weight_view() const { return {data(), has_weight ? 1u : 0u}; }
  [[nodiscard]] Inputs factors_view() const { return {inputs() - factors, factors}; }
  [[nodiscard]] Inputs x_view() const { return {0, x}; }
  [[nodiscard]] Target target_view() const {
    return {Inputs(x, targets), has_label,
            has_label ? Label(Inputs(x + targets, 1)[0]) : Label(Number())};
  }
};

/// The loss of a model, and with a class whether its largest output is the right one.
[[nodiscard]] Recording record(const nn::MLP& model, const nn::AnyLoss& loss,
                               const PointLayout& layout);

}  // namespace riserun::lanes

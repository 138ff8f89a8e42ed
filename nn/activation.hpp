// The activation functions of neurons, on any number type, through the ops of core.
#pragma once

#include <string_view>

#include <riserun/core/ops.hpp>

namespace riserun::nn {

enum class Activation { linear, tanh, relu, sigmoid };

[[nodiscard]] std::string_view to_string(Activation activation);
/// Throws ConfigError listing the names.
[[nodiscard]] Activation parse_activation(std::string_view text);

/// The activation of x: a recorded op for Value, plain mathematics for double.
template <class T>
T activate(Activation activation, T x) {
  using std::tanh;
  switch (activation) {
    case Activation::tanh:
      return tanh(x);
    case Activation::relu:
      return relu(x);
    case Activation::sigmoid:
      return sigmoid(x);
    case Activation::linear:
      break;
  }
  return x;
}

}  // namespace riserun::nn

// `Neuron`: one weighted sum and its activation, written as the lecture writes it.
#pragma once

#include <cstddef>
#include <iosfwd>

#include <riserun/nn/activation.hpp>

namespace riserun::nn {

/// A neuron of a layer: where its parameters are. On Values each multiplication and addition is
/// recorded by itself; Layer records the same mathematics, its values to the same bits, as fused
/// nodes.
struct Neuron {
  static constexpr std::size_t kNoBias = static_cast<std::size_t>(-1);

  std::size_t inputs;
  std::size_t weights;  // number of the first weight among the parameters
  std::size_t stride;   // from one weight to the next
  std::size_t bias;     // kNoBias: there is none
  Activation activation;

  /// activation(b + w0 x0 + w1 x1 + ...). `parameters[i]` and `x[i]` are numbers or Values; x has
  /// `inputs` elements.
  template <class Parameters, class X>
  auto operator()(const Parameters& parameters, const X& x) const {
    using T = decltype(parameters[0] * x[0]);
    std::size_t i = 0;
    T sum = bias != kNoBias ? T(parameters[bias]) : T(parameters[weights] * x[i++]);
    for (; i < inputs; ++i) sum += parameters[weights + i * stride] * x[i];
    return activate(activation, sum);
  }
};

/// "relu neuron(3 inputs, bias)".
std::ostream& operator<<(std::ostream& out, const Neuron& neuron);

}  // namespace riserun::nn

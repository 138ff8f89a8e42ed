// The activation functions of neurons, on any number type, through the ops of core.
//
// To add one: its enumerator, its row and the row's place among kActivationRows, all here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include <riserun/core/ops.hpp>

namespace riserun::nn {

enum class Activation { linear, tanh, relu, sigmoid };

/// What one is: the op it applies (void for none), how a neuron of it is named, whether it is 0 for
/// half of its inputs, so that weights begin with twice the variance (He et al. 2015), and a state
/// worth counting in a picture ("3 of 8 saturated"), which tells where gradients come through.
struct LinearNeuron {
  using Op = void;
  static constexpr std::string_view name = "linear", neuron = "linear neuron";
  static constexpr bool is_half_zero = false;
  static constexpr std::string_view state = "";
  static constexpr bool is_in_state(double) { return false; }
};
struct TanhNeuron {
  using Op = ops::Tanh;
  static constexpr std::string_view name = "tanh", neuron = "tanh neuron";
  static constexpr bool is_half_zero = false;
  static constexpr std::string_view state = "saturated";
  static constexpr bool is_in_state(double y) { return y < -0.99 || y > 0.99; }
};
struct ReluNeuron {
  using Op = ops::Relu;
  static constexpr std::string_view name = "relu", neuron = "relu neuron";
  static constexpr bool is_half_zero = true;
  static constexpr std::string_view state = "active";
  static constexpr bool is_in_state(double y) { return y > 0.0; }
};
struct SigmoidNeuron {
  using Op = ops::Sigmoid;
  static constexpr std::string_view name = "sigmoid", neuron = "sigmoid neuron";
  static constexpr bool is_half_zero = false;
  static constexpr std::string_view state = "saturated";
  static constexpr bool is_in_state(double y) { return y < 0.01 || y > 0.99; }
};
/// In the order of Activation.
inline constexpr std::tuple<LinearNeuron, TanhNeuron, ReluNeuron, SigmoidNeuron> kActivationRows{};
inline constexpr std::size_t kActivations = std::tuple_size_v<decltype(kActivationRows)>;

/// Calls f with the activation's row.
template <class F>
constexpr void with_row(Activation activation, F&& f) {
  std::apply(
      [&](auto... rows) {
        std::size_t k = 0;
        static_cast<void>(
            ((static_cast<std::size_t>(activation) == k++ ? (f(rows), true) : false) || ...));
      },
      kActivationRows);
}

/// Calls f.template operator()<Op>() with the activation's op, unless it is linear.
template <class F>
constexpr void with_op(Activation activation, F&& f) {
  with_row(activation, [&]<class Row>(Row) {
    if constexpr (!std::is_void_v<typename Row::Op>) f.template operator()<typename Row::Op>();
  });
}

[[nodiscard]] std::string_view to_string(Activation activation);
[[nodiscard]] std::vector<std::string> activation_names();
/// Throws ConfigError listing the names.
[[nodiscard]] Activation parse_activation(std::string_view text);

/// The activation of x: a recorded op for Value, plain mathematics for double.
template <class T>
T activate(Activation activation, T x) {
  with_op(activation, [&x]<class Op>() {
    if constexpr (std::is_same_v<T, double>)
      x = Op::forward(x);
    else
      x = apply<Op>(x);
  });
  return x;
}

}  // namespace riserun::nn

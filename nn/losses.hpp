// Losses of one data point, on a model's outputs: recorded for training, plain for validation.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <variant>

#include "core/tape.hpp"
#include "core/value.hpp"

namespace riserun::nn {

/// What a data point's outputs should be: a class from 0 on, or numbers, one an output.
struct Target {
  std::span<const double> values{};
  int label = -1;
};

/// Mean over the outputs of (output - value)^2. A class is a one-hot target.
struct MeanSquaredError {
  static constexpr std::string_view name = "mse";
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// The max-margin loss. One output: max(0, 1 - y output) with y = -1 for class 0 and +1 for
/// class 1. Several: the sum over the wrong classes of max(0, 1 + output - output of the right one)
/// (Weston, Watkins 1999).
struct Hinge {
  static constexpr std::string_view name = "hinge";
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// -ln of the probability of class 0 or 1, the one output being the logit of class 1; never
/// overflows.
struct BinaryCrossEntropy {
  static constexpr std::string_view name = "binary";
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// -ln of the softmax probability of the class; the outputs are scores (logits), one a class.
struct SoftmaxCrossEntropy {
  static constexpr std::string_view name = "softmax";
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// Any of them, chosen at run time. All throw ShapeError when outputs and target do not fit.
using AnyLoss = std::variant<SoftmaxCrossEntropy, MeanSquaredError, Hinge, BinaryCrossEntropy>;

[[nodiscard]] std::string_view to_string(const AnyLoss& loss);
/// "softmax", "mse", "hinge" or "binary"; throws ConfigError listing them.
[[nodiscard]] AnyLoss parse_loss(std::string_view text);

/// The class the outputs speak for: the largest, the first of equals; of one output, its sign.
[[nodiscard]] int predicted_class(std::span<const double> outputs);

}  // namespace riserun::nn

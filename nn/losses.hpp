// Losses of one data point, on a model's outputs: recorded for training, plain for validation.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include <riserun/core/outputs.hpp>
#include <riserun/core/value.hpp>

namespace riserun::nn {

/// What a data point's outputs should be: a class from 0 on, or numbers, one an output.
struct Target {
  std::span<const double> values{};
  int label = -1;
};

// Each has the number that one output must exceed to speak for class 1 of two: `boundary`.

/// Mean over the outputs of (output - value)^2. A class is a one-hot target.
struct MeanSquaredError {
  static constexpr std::string_view name = "mse";
  static constexpr double boundary = 0.5;  // the classes are the targets 0 and 1
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// Mean over the outputs of |output - value|: a few wild targets pull less. At 0 the slope is 0.
struct MeanAbsoluteError {
  static constexpr std::string_view name = "mae";
  static constexpr double boundary = 0.5;
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// Mean over the outputs of d^2 / 2 where |d| <= delta and delta (|d| - delta / 2) beyond, with
/// d = output - value (Huber 1964).
struct Huber {
  double delta = 1.0;  // > 0, in units of the (scaled) target

  static constexpr std::string_view name = "huber";
  static constexpr double boundary = 0.5;
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// The max-margin loss. One output: max(0, 1 - y output) with y = -1 for class 0 and +1 for
/// class 1. Several: the sum over the wrong classes of max(0, 1 + output - output of the right one)
/// (Weston, Watkins 1999).
struct Hinge {
  static constexpr std::string_view name = "hinge";
  static constexpr double boundary = 0.0;
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// The same with each max(0, ..) squared: no kink, and larger violations weigh more.
struct SquaredHinge {
  static constexpr std::string_view name = "squared_hinge";
  static constexpr double boundary = 0.0;
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// -ln of the probability of class 0 or 1, the one output being the logit of class 1; never
/// overflows. Smoothing: the target probabilities are 1 - smoothing / 2 and smoothing / 2.
struct BinaryCrossEntropy {
  double smoothing = 0.0;  // in [0, 1)

  static constexpr std::string_view name = "binary";
  static constexpr double boundary = 0.0;
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// -ln of the softmax probability of the class; the outputs are scores (logits), one a class.
/// Smoothing: a share `smoothing` of the target probability is spread evenly over all classes
/// (Szegedy et al. 2016).
struct SoftmaxCrossEntropy {
  double smoothing = 0.0;  // in [0, 1)

  static constexpr std::string_view name = "softmax";
  static constexpr double boundary = 0.0;
  Value operator()(const Outputs& outputs, const Target& target) const;
  double operator()(std::span<const double> outputs, const Target& target) const;
};

/// Any of them, chosen at run time. All throw ShapeError when outputs and target do not fit.
using AnyLoss = std::variant<SoftmaxCrossEntropy, MeanSquaredError, MeanAbsoluteError, Huber, Hinge,
                             SquaredHinge, BinaryCrossEntropy>;

[[nodiscard]] std::string_view to_string(const AnyLoss& loss);
/// The loss of that name with its defaults; throws ConfigError listing the names.
[[nodiscard]] AnyLoss parse_loss(std::string_view text);
/// The one number that a loss may have: huber's delta, the smoothing of softmax and binary. Null
/// for the others.
[[nodiscard]] double* option(AnyLoss& loss);
[[nodiscard]] const double* option(const AnyLoss& loss);
/// Throws ConfigError for a delta or a smoothing outside its range.
void validate(const AnyLoss& loss);
/// Whether the loss compares outputs with numbers, so that it can serve a regression.
[[nodiscard]] bool is_for_numbers(const AnyLoss& loss);
/// Its `boundary`: what one output must exceed to speak for class 1 of two.
[[nodiscard]] double class_boundary(const AnyLoss& loss);

/// The class the outputs speak for: the largest, the first of equals; of one output, whether it is
/// above the loss's boundary.
[[nodiscard]] int predicted_class(std::span<const double> outputs, double boundary = 0.0);

}  // namespace riserun::nn

// Losses of one data point, on a model's outputs: recorded for training, plain for validation, and
// recorded once for lanes.
//
// To add one: a struct like those below, and its name in AnyLoss, all here.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <riserun/base/option_info.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/nn/loss_point.hpp>

namespace riserun::nn {

/// How many outputs a loss wants of a model for classes.
enum class ClassOutputs { one_or_one_a_class, one, one_a_class };

/// What is said of a loss besides its formula.
struct LossInfo {
  std::string_view name;     // in options and model files
  bool for_numbers = false;  // it compares outputs with numbers: it serves a regression, too
  double boundary = 0.0;     // what one output must exceed to speak for class 1 of two
  ClassOutputs class_outputs = ClassOutputs::one_or_one_a_class;
  bool logits = false;  // the outputs are logits: they give probabilities
};

inline constexpr OptionInfo kDelta{.name = "delta",
                                   .range = kPositive,
                                   .meaning = "straight beyond, in units of the scaled target",
                                   .key = "huber_delta",
                                   .words = "huber's delta"};
inline constexpr OptionInfo kSmoothing{.name = "smoothing",
                                       .range = kBelowOne,
                                       .meaning = "share of the target spread over all classes",
                                       .key = "label_smoothing",
                                       .words = "the label smoothing",
                                       .zero_is_none = true};

/// The mean over the outputs of cost(output - wanted).
template <class Point, class Cost>
auto mean_cost(const Point& point, std::string_view loss, const Cost& cost) {
  if (!point.has_class())
    require_numbers(point.targets(), point.size());
  else if (point.size() > 1)
    static_cast<void>(point.label(point.size(), loss));
  typename Point::Number sum = 0.0;
  for (std::size_t i = 0; i < point.size(); ++i) sum = sum + cost(point[i] - point.wanted(i));
  return sum / static_cast<double>(point.size());
}

/// The sum of cost(violation of the margin).
template <class Point, class Cost>
auto margin_cost(const Point& point, std::string_view loss, const Cost& cost) {
  using Number = typename Point::Number;
  if (point.size() == 1)
    return Number(cost(relu(1.0 - select(point.label(2, loss) == 1, 1.0, -1.0) * point[0])));
  const auto label = point.label(point.size(), loss);
  const Number right = point.output_of(label);
  Number sum = 0.0;
  for (std::size_t i = 0; i < point.size(); ++i)
    sum = point.plus_where(label != i, sum, [&] { return cost(relu(1.0 + point[i] - right)); });
  return sum;
}

// Each is called as loss(outputs, target): Outputs or a span of Values give a Value, plain numbers
// a double. All throw ShapeError when outputs and target do not fit. The formula, `of`, is a template
// on LossPoint: so it is written once for every number type.

/// Mean over the outputs of (output - value)^2. A class is a one-hot target.
struct MeanSquaredError {
  static constexpr LossInfo info{.name = "mse", .for_numbers = true, .boundary = 0.5};
  template <class Point>
  auto of(const Point& point) const {
    return mean_cost(point, info.name, [](const auto& d) { return d * d; });
  }
  auto operator()(const auto& outputs, const Target& target) const {
    return of(loss_point(outputs, target));
  }
};

/// Mean over the outputs of |output - value|: a few wild targets pull less. At 0 the slope is 0.
struct MeanAbsoluteError {
  static constexpr LossInfo info{.name = "mae", .for_numbers = true, .boundary = 0.5};
  template <class Point>
  auto of(const Point& point) const {
    using std::abs;
    return mean_cost(point, info.name, [](const auto& d) { return abs(d); });
  }
  auto operator()(const auto& outputs, const Target& target) const {
    return of(loss_point(outputs, target));
  }
};

/// Mean over the outputs of d^2 / 2 where |d| <= delta and delta (|d| - delta / 2) beyond, with
/// d = output - value (Huber 1964).
struct Huber {
  double delta = 1.0;  // > 0, in units of the (scaled) target

  static constexpr LossInfo info{.name = "huber", .for_numbers = true, .boundary = 0.5};
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kDelta, self.delta);
  }
  template <class Point>
  auto of(const Point& point) const {
    using std::abs;
    return mean_cost(point, info.name, [&](const auto& d) {
      return point.choose(
          abs(d) <= delta, [&] { return 0.5 * (d * d); },
          [&] { return delta * (abs(d) - 0.5 * delta); });
    });
  }
  auto operator()(const auto& outputs, const Target& target) const {
    return of(loss_point(outputs, target));
  }
};

/// The max-margin loss. One output: max(0, 1 - y output) with y = -1 for class 0 and +1 for
/// class 1. Several: the sum over the wrong classes of max(0, 1 + output - output of the right one)
/// (Weston, Watkins 1999).
struct Hinge {
  static constexpr LossInfo info{.name = "hinge"};
  template <class Point>
  auto of(const Point& point) const {
    return margin_cost(point, info.name, [](const auto& violation) { return violation; });
  }
  auto operator()(const auto& outputs, const Target& target) const {
    return of(loss_point(outputs, target));
  }
};

/// The same with each max(0, ..) squared: no kink, and larger violations weigh more.
struct SquaredHinge {
  static constexpr LossInfo info{.name = "squared_hinge"};
  template <class Point>
  auto of(const Point& point) const {
    return margin_cost(point, info.name,
                       [](const auto& violation) { return violation * violation; });
  }
  auto operator()(const auto& outputs, const Target& target) const {
    return of(loss_point(outputs, target));
  }
};

/// -ln of the probability of class 0 or 1, the one output being the logit of class 1; never
/// overflows. Smoothing: the target probabilities are 1 - smoothing / 2 and smoothing / 2.
struct BinaryCrossEntropy {
  double smoothing = 0.0;  // in [0, 1)

  static constexpr LossInfo info{
      .name = "binary", .class_outputs = ClassOutputs::one, .logits = true};
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kSmoothing, self.smoothing);
  }
  // With smoothing s: (1 - s / 2) times the loss of the right class, s / 2 times the other's.
  template <class Point>
  auto of(const Point& point) const {
    require_one_output(point.size(), info.name);
    const auto second = point.label(2, info.name) == 1;
    const auto logit = point[0];
    if (smoothing == 0.0)
      return softplus(point.choose(
          second, [&] { return -logit; }, [&] { return logit; }));
    const auto share = select(second, 1.0 - 0.5 * smoothing, 0.5 * smoothing);
    return share * softplus(-logit) + (1.0 - share) * softplus(logit);
  }
  auto operator()(const auto& outputs, const Target& target) const {
    return of(loss_point(outputs, target));
  }
};

/// -ln of the softmax probability of the class; the outputs are scores (logits), one a class.
/// Smoothing: a share `smoothing` of the target probability is spread evenly over all classes
/// (Szegedy et al. 2016).
struct SoftmaxCrossEntropy {
  double smoothing = 0.0;  // in [0, 1)

  static constexpr LossInfo info{
      .name = "softmax", .class_outputs = ClassOutputs::one_a_class, .logits = true};
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kSmoothing, self.smoothing);
  }
  // ln(sum of e^x) - (1 - s) x_right - s mean(x): the plain loss plus s (x_right - mean(x)).
  template <class Point>
  auto of(const Point& point) const {
    const auto label = point.label(point.size(), info.name);
    const std::span<const typename Point::Number> scores = point.outputs();
    const auto plain = softmax_cross_entropy(scores, label);
    if (smoothing == 0.0) return plain;
    return plain + smoothing * (point.output_of(label) - mean(scores));
  }
  auto operator()(const auto& outputs, const Target& target) const {
    return of(loss_point(outputs, target));
  }
};

/// Any of them, chosen at run time.
using AnyLoss = std::variant<SoftmaxCrossEntropy, MeanSquaredError, MeanAbsoluteError, Huber, Hinge,
                             SquaredHinge, BinaryCrossEntropy>;

/// Calls visit(info, number) for the one number that the loss may have.
template <class Any, class Visit>
requires std::same_as<std::remove_const_t<Any>, AnyLoss>
void visit_options(Any& any_loss, const Visit& visit) {
  std::visit(
      [&](auto& loss) {
        if constexpr (requires { loss.visit_options(loss, visit); })
          loss.visit_options(loss, visit);
      },
      any_loss);
}

[[nodiscard]] const LossInfo& loss_info(const AnyLoss& loss);
[[nodiscard]] std::string_view to_string(const AnyLoss& loss);
/// The loss of that name with its defaults; throws ConfigError listing the names.
[[nodiscard]] AnyLoss parse_loss(std::string_view text);
[[nodiscard]] std::vector<std::string> loss_names();
/// The one number that a loss may have: huber's delta, the smoothing of softmax and binary. Null
/// for the others.
[[nodiscard]] double* option(AnyLoss& loss);
[[nodiscard]] const double* option(const AnyLoss& loss);
/// Throws ConfigError for a delta or a smoothing outside its range.
void validate(const AnyLoss& loss);
/// Whether the loss compares outputs with numbers, so that it can serve a regression.
[[nodiscard]] bool is_for_numbers(const AnyLoss& loss);
/// What one output must exceed to speak for class 1 of two.
[[nodiscard]] double class_boundary(const AnyLoss& loss);

/// The class the outputs speak for: the largest, the first of equals; of one output, whether it is
/// above the loss's boundary.
[[nodiscard]] int predicted_class(std::span<const double> outputs, double boundary = 0.0);

}  // namespace riserun::nn

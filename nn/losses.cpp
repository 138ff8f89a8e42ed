#include "nn/losses.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/ops.hpp"

namespace riserun::nn {

namespace {

// Each loss is written once, for outputs of numbers and of Values alike.
struct Numbers {
  std::span<const double> values;
  using Type = double;
  double operator[](std::size_t i) const { return values[i]; }
  std::size_t size() const { return values.size(); }
};
struct Nodes {
  const Outputs& values;
  using Type = Value;
  Value operator[](std::size_t i) const { return values[i]; }
  std::size_t size() const { return values.size(); }
};

std::string plural(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::size_t require_class(const Target& target, std::size_t classes, std::string_view loss) {
  if (target.label < 0)
    throw ShapeError("the " + std::string(loss) +
                     " loss needs a class as target; use mse for numbers");
  if (static_cast<std::size_t>(target.label) >= classes)
    throw ShapeError("class " + std::to_string(target.label) + " does not fit a model for " +
                     std::to_string(classes) + " classes (the " + std::string(loss) +
                     " loss wants one output a class)");
  return static_cast<std::size_t>(target.label);
}

template <class Out>
auto mean_squared_error(const Out& outputs, const Target& target) {
  const bool one_hot = target.label >= 0;
  if (one_hot && outputs.size() > 1) require_class(target, outputs.size(), MeanSquaredError::name);
  if (!one_hot && target.values.size() != outputs.size())
    throw ShapeError("the target has " + plural(target.values.size(), "number") + ", the model " +
                     plural(outputs.size(), "output"));
  typename Out::Type sum = 0.0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    double wanted = one_hot ? 0.0 : target.values[i];
    if (one_hot) wanted = outputs.size() == 1 ? target.label : target.label == static_cast<int>(i);
    const auto difference = outputs[i] - wanted;
    sum = sum + difference * difference;
  }
  return sum / static_cast<double>(outputs.size());
}

template <class Out>
auto hinge(const Out& outputs, const Target& target) {
  if (outputs.size() == 1) {
    const double y = require_class(target, 2, Hinge::name) == 1 ? 1.0 : -1.0;
    return relu(1.0 - y * outputs[0]);
  }
  const std::size_t right = require_class(target, outputs.size(), Hinge::name);
  typename Out::Type sum = 0.0;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (i != right) sum = sum + relu(1.0 + outputs[i] - outputs[right]);
  return sum;
}

template <class Out>
auto binary_cross_entropy(const Out& outputs, const Target& target) {
  if (outputs.size() != 1)
    throw ShapeError(
        "the binary loss wants a model of one output, the logit of class 1; this one has " +
        std::to_string(outputs.size()) + " (use softmax)");
  const std::size_t right = require_class(target, 2, BinaryCrossEntropy::name);
  return softplus(right == 1 ? -outputs[0] : outputs[0]);
}

}  // namespace

Value MeanSquaredError::operator()(const Outputs& outputs, const Target& target) const {
  return mean_squared_error(Nodes{outputs}, target);
}
double MeanSquaredError::operator()(std::span<const double> outputs, const Target& target) const {
  return mean_squared_error(Numbers{outputs}, target);
}

Value Hinge::operator()(const Outputs& outputs, const Target& target) const {
  return hinge(Nodes{outputs}, target);
}
double Hinge::operator()(std::span<const double> outputs, const Target& target) const {
  return hinge(Numbers{outputs}, target);
}

Value BinaryCrossEntropy::operator()(const Outputs& outputs, const Target& target) const {
  return binary_cross_entropy(Nodes{outputs}, target);
}
double BinaryCrossEntropy::operator()(std::span<const double> outputs, const Target& target) const {
  return binary_cross_entropy(Numbers{outputs}, target);
}

Value SoftmaxCrossEntropy::operator()(const Outputs& outputs, const Target& target) const {
  const std::size_t right = require_class(target, outputs.size(), name);
  thread_local std::vector<Value> scores;
  scores.assign(outputs.begin(), outputs.end());
  return softmax_cross_entropy(scores, right);
}
double SoftmaxCrossEntropy::operator()(std::span<const double> outputs,
                                       const Target& target) const {
  return softmax_cross_entropy(outputs, require_class(target, outputs.size(), name));
}

std::string_view to_string(const AnyLoss& loss) {
  return std::visit([](const auto& l) { return l.name; }, loss);
}

AnyLoss parse_loss(std::string_view text) {
  if (text == SoftmaxCrossEntropy::name) return SoftmaxCrossEntropy{};
  if (text == MeanSquaredError::name) return MeanSquaredError{};
  if (text == Hinge::name) return Hinge{};
  if (text == BinaryCrossEntropy::name) return BinaryCrossEntropy{};
  throw ConfigError("unknown loss \"" + std::string(text) +
                    "\"; choose from softmax, mse, hinge, binary");
}

int predicted_class(std::span<const double> outputs) {
  if (outputs.size() == 1) return outputs[0] > 0.0 ? 1 : 0;
  return static_cast<int>(std::ranges::max_element(outputs) - outputs.begin());
}

}  // namespace riserun::nn

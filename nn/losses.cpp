#include <riserun/nn/losses.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/nn/loss_of_values.hpp>

namespace riserun::nn {

namespace {

// Each loss is written once, for outputs of numbers and of Values alike.
struct Numbers {
  std::span<const double> values;
  using Type = double;
  double operator[](std::size_t i) const { return values[i]; }
  std::size_t size() const { return values.size(); }
};
template <class Values>  // const Outputs&, or a span
struct NodesOf {
  Values values;
  using Type = Value;
  Value operator[](std::size_t i) const { return values[i]; }
  std::size_t size() const { return values.size(); }
};

using Nodes = NodesOf<const Outputs&>;
using Handles = NodesOf<std::span<const Value>>;

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

// The mean over the outputs of cost(output - wanted).
template <class Out, class Cost>
auto mean_cost(const Out& outputs, const Target& target, std::string_view name, Cost&& cost) {
  const bool one_hot = target.label >= 0;
  if (one_hot && outputs.size() > 1) require_class(target, outputs.size(), name);
  if (!one_hot && target.values.size() != outputs.size())
    throw ShapeError("the target has " + plural(target.values.size(), "number") + ", the model " +
                     plural(outputs.size(), "output"));
  typename Out::Type sum = 0.0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    double wanted = one_hot ? 0.0 : target.values[i];
    if (one_hot) wanted = outputs.size() == 1 ? target.label : target.label == static_cast<int>(i);
    sum = sum + cost(outputs[i] - wanted);
  }
  return sum / static_cast<double>(outputs.size());
}

template <class T>
T square(T x) {
  return x * x;
}

// The sum of cost(violation of the margin).
template <class Out, class Cost>
auto margin_cost(const Out& outputs, const Target& target, std::string_view name, Cost&& cost) {
  using T = typename Out::Type;
  if (outputs.size() == 1) {
    const double y = require_class(target, 2, name) == 1 ? 1.0 : -1.0;
    return T(cost(relu(1.0 - y * outputs[0])));
  }
  const std::size_t right = require_class(target, outputs.size(), name);
  T sum = 0.0;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (i != right) sum = sum + cost(relu(1.0 + outputs[i] - outputs[right]));
  return sum;
}

// Each of these is called with Numbers, Nodes or Handles.
constexpr auto kSquares = [](const auto& outputs, const Target& target) {
  return mean_cost(outputs, target, MeanSquaredError::name, [](auto d) { return square(d); });
};
constexpr auto kDistances = [](const auto& outputs, const Target& target) {
  using std::abs;
  return mean_cost(outputs, target, MeanAbsoluteError::name, [](auto d) { return abs(d); });
};
constexpr auto kHuber = [](const auto& outputs, const Target& target, double delta) {
  using std::abs;
  return mean_cost(outputs, target, Huber::name, [delta](auto d) {
    return abs(d) <= delta ? 0.5 * (d * d) : delta * (abs(d) - 0.5 * delta);
  });
};
constexpr auto kMargins = [](const auto& outputs, const Target& target) {
  return margin_cost(outputs, target, Hinge::name, [](auto m) { return m; });
};
constexpr auto kSquaredMargins = [](const auto& outputs, const Target& target) {
  return margin_cost(outputs, target, SquaredHinge::name, [](auto m) { return square(m); });
};

// With smoothing s: (1 - s / 2) times the loss of the right class, s / 2 times the other's.
constexpr auto kBinary = [](const auto& outputs, const Target& target, double smoothing) {
  if (outputs.size() != 1)
    throw ShapeError(
        "the binary loss wants a model of one output, the logit of class 1; this one has " +
        std::to_string(outputs.size()) + " (use softmax)");
  const bool second = require_class(target, 2, BinaryCrossEntropy::name) == 1;
  const auto logit = outputs[0];
  if (smoothing == 0.0) return softplus(second ? -logit : logit);
  const double share = second ? 1.0 - 0.5 * smoothing : 0.5 * smoothing;
  return share * softplus(-logit) + (1.0 - share) * softplus(logit);
};

// ln(sum of e^x) - (1 - s) x_right - s mean(x): the plain loss plus s (x_right - mean(x)).
template <class T>
T smoothed(T plain, std::span<const T> scores, std::size_t right, double smoothing) {
  if (smoothing == 0.0) return plain;
  return plain + smoothing * (scores[right] - mean(scores));
}

Value cross_entropy(std::span<const Value> scores, const Target& target, double smoothing) {
  const std::size_t right = require_class(target, scores.size(), SoftmaxCrossEntropy::name);
  return smoothed<Value>(softmax_cross_entropy(scores, right), scores, right, smoothing);
}

/// Each loss on Values.
struct OnHandles {
  Handles outputs;
  const Target& target;
  Value operator()(const MeanSquaredError&) const { return kSquares(outputs, target); }
  Value operator()(const MeanAbsoluteError&) const { return kDistances(outputs, target); }
  Value operator()(const Huber& loss) const { return kHuber(outputs, target, loss.delta); }
  Value operator()(const Hinge&) const { return kMargins(outputs, target); }
  Value operator()(const SquaredHinge&) const { return kSquaredMargins(outputs, target); }
  Value operator()(const BinaryCrossEntropy& loss) const {
    return kBinary(outputs, target, loss.smoothing);
  }
  Value operator()(const SoftmaxCrossEntropy& loss) const {
    return cross_entropy(outputs.values, target, loss.smoothing);
  }
};

}  // namespace

Value loss_of_values(const AnyLoss& loss, std::span<const Value> outputs, const Target& target) {
  return std::visit(OnHandles{{outputs}, target}, loss);
}

Value MeanSquaredError::operator()(const Outputs& outputs, const Target& target) const {
  return kSquares(Nodes{outputs}, target);
}
double MeanSquaredError::operator()(std::span<const double> outputs, const Target& target) const {
  return kSquares(Numbers{outputs}, target);
}

Value MeanAbsoluteError::operator()(const Outputs& outputs, const Target& target) const {
  return kDistances(Nodes{outputs}, target);
}
double MeanAbsoluteError::operator()(std::span<const double> outputs, const Target& target) const {
  return kDistances(Numbers{outputs}, target);
}

Value Huber::operator()(const Outputs& outputs, const Target& target) const {
  return kHuber(Nodes{outputs}, target, delta);
}
double Huber::operator()(std::span<const double> outputs, const Target& target) const {
  return kHuber(Numbers{outputs}, target, delta);
}

Value Hinge::operator()(const Outputs& outputs, const Target& target) const {
  return kMargins(Nodes{outputs}, target);
}
double Hinge::operator()(std::span<const double> outputs, const Target& target) const {
  return kMargins(Numbers{outputs}, target);
}

Value SquaredHinge::operator()(const Outputs& outputs, const Target& target) const {
  return kSquaredMargins(Nodes{outputs}, target);
}
double SquaredHinge::operator()(std::span<const double> outputs, const Target& target) const {
  return kSquaredMargins(Numbers{outputs}, target);
}

Value BinaryCrossEntropy::operator()(const Outputs& outputs, const Target& target) const {
  return kBinary(Nodes{outputs}, target, smoothing);
}
double BinaryCrossEntropy::operator()(std::span<const double> outputs, const Target& target) const {
  return kBinary(Numbers{outputs}, target, smoothing);
}

Value SoftmaxCrossEntropy::operator()(const Outputs& outputs, const Target& target) const {
  thread_local std::vector<Value> scores;
  scores.assign(outputs.begin(), outputs.end());
  return cross_entropy(scores, target, smoothing);
}
double SoftmaxCrossEntropy::operator()(std::span<const double> outputs,
                                       const Target& target) const {
  const std::size_t right = require_class(target, outputs.size(), name);
  return smoothed<double>(softmax_cross_entropy(outputs, right), outputs, right, smoothing);
}

std::string_view to_string(const AnyLoss& loss) {
  return std::visit([](const auto& l) { return l.name; }, loss);
}

AnyLoss parse_loss(std::string_view text) {
  const AnyLoss all[] = {
      SoftmaxCrossEntropy{}, MeanSquaredError{},  MeanAbsoluteError{}, Huber{}, Hinge{},
      SquaredHinge{},        BinaryCrossEntropy{}};
  static_assert(std::size(all) == std::variant_size_v<AnyLoss>);
  std::string names;
  for (const AnyLoss& loss : all) {
    if (to_string(loss) == text) return loss;
    names += (names.empty() ? "" : ", ") + std::string(to_string(loss));
  }
  throw ConfigError("unknown loss \"" + std::string(text) + "\"; choose from " + names);
}

double* option(AnyLoss& any_loss) {
  return std::visit(
      [](auto& loss) -> double* {
        if constexpr (requires { loss.delta; })
          return &loss.delta;
        else if constexpr (requires { loss.smoothing; })
          return &loss.smoothing;
        else
          return nullptr;
      },
      any_loss);
}

const double* option(const AnyLoss& loss) { return option(const_cast<AnyLoss&>(loss)); }

void validate(const AnyLoss& any_loss) {
  std::visit(
      [](const auto& loss) {
        if constexpr (requires { loss.delta; })
          if (!(std::isfinite(loss.delta) && loss.delta > 0.0))
            throw ConfigError("huber's delta must be a finite number > 0, not " +
                              std::to_string(loss.delta));
        if constexpr (requires { loss.smoothing; })
          if (!(loss.smoothing >= 0.0 && loss.smoothing < 1.0))
            throw ConfigError("the label smoothing must be >= 0 and < 1, not " +
                              std::to_string(loss.smoothing));
      },
      any_loss);
}

bool is_for_numbers(const AnyLoss& loss) { return class_boundary(loss) != 0.0; }

double class_boundary(const AnyLoss& loss) {
  return std::visit([](const auto& l) { return l.boundary; }, loss);
}

int predicted_class(std::span<const double> outputs, double boundary) {
  if (outputs.size() == 1) return outputs[0] > boundary ? 1 : 0;
  return static_cast<int>(std::ranges::max_element(outputs) - outputs.begin());
}

}  // namespace riserun::nn

#include <riserun/lanes/recording/recorded_mlp.hpp>

#include <string>
#include <string_view>
#include <variant>

#include <riserun/base/errors.hpp>

namespace riserun::lanes {
namespace {

void require_class(const Target& target, std::size_t classes, std::string_view loss) {
  if (!target.has_label)
    throw ShapeError("the " + std::string(loss) +
                     " loss needs a class as target; use mse for numbers");
  Recording::current().add_label(target.label.number().ref(), classes);
}

// 1 for the label's output and 0 for the others; of one output, the label itself.
Number one_hot(const Target& target, std::size_t output, std::size_t outputs) {
  if (outputs == 1) return target.label.number();
  return (target.label == static_cast<int>(output)).number();
}

Number square(const Number& x) { return x * x; }

// nn/losses.cpp in masks and choices.
struct LossOf {
  std::span<const Number> outputs;
  const Target& target;

  Number operator()(const nn::MeanSquaredError& loss) const { return mean_cost(loss.name, square); }
  Number operator()(const nn::MeanAbsoluteError& loss) const {
    return mean_cost(loss.name, [](const Number& d) { return abs(d); });
  }
  Number operator()(const nn::Huber& loss) const {
    const double delta = loss.delta;
    return mean_cost(loss.name, [delta](const Number& d) {
      return select(abs(d) <= delta, 0.5 * (d * d), delta * (abs(d) - 0.5 * delta));
    });
  }
  Number operator()(const nn::Hinge& loss) const {
    return margin_cost(loss.name, [](const Number& m) { return m; });
  }
  Number operator()(const nn::SquaredHinge& loss) const { return margin_cost(loss.name, square); }

  Number operator()(const nn::BinaryCrossEntropy& loss) const {
    if (outputs.size() != 1)
      throw ShapeError(
          "the binary loss wants a model of one output, the logit of class 1; this one has " +
          std::to_string(outputs.size()) + " (use softmax)");
    require_class(target, 2, loss.name);
    const Number logit = outputs[0];
    const Mask second = target.label == 1;
    if (loss.smoothing == 0.0) return softplus(select(second, -logit, logit));
    const Number share = select(second, 1.0 - 0.5 * loss.smoothing, 0.5 * loss.smoothing);
    return share * softplus(-logit) + (1.0 - share) * softplus(logit);
  }

  Number operator()(const nn::SoftmaxCrossEntropy& loss) const {
    require_class(target, outputs.size(), loss.name);
    const Number plain = softmax_cross_entropy(outputs, target.label);
    if (loss.smoothing == 0.0) return plain;
    return plain + loss.smoothing * (pick(outputs, target.label) - mean(outputs));
  }

 private:
  // The mean over the outputs of cost(output - wanted).
  template <class Cost>
  Number mean_cost(std::string_view name, const Cost& cost) const {
    if (target.has_label && outputs.size() > 1) require_class(target, outputs.size(), name);
    if (!target.has_label && target.values.size() != outputs.size())
      throw ShapeError("the target has " + std::to_string(target.values.size()) +
                       " numbers, the model " + std::to_string(outputs.size()) + " outputs");
    Number sum = 0.0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const Number wanted =
          target.has_label ? one_hot(target, i, outputs.size()) : target.values[i];
      sum = sum + cost(outputs[i] - wanted);
    }
    return sum / static_cast<double>(outputs.size());
  }

  // The sum of cost(violation of the margin).
  template <class Cost>
  Number margin_cost(std::string_view name, const Cost& cost) const {
    if (outputs.size() == 1) {
      require_class(target, 2, name);
      return cost(relu(1.0 - select(target.label == 1, 1.0, -1.0) * outputs[0]));
    }
    require_class(target, outputs.size(), name);
    const Number right = pick(outputs, target.label);
    Number sum = 0.0;
    for (std::size_t i = 0; i < outputs.size(); ++i)
      sum = sum +
            select(target.label != static_cast<int>(i), cost(relu(1.0 + outputs[i] - right)), 0.0);
    return sum;
  }
};

}  // namespace

Number loss_of(const nn::AnyLoss& loss, std::span<const Number> outputs, const Target& target) {
  return std::visit(LossOf{outputs, target}, loss);
}

std::size_t hidden_outputs(const nn::MLP& model) {
  std::size_t all = 0;
  for (std::size_t l = 0; l + 1 < model.layers().size(); ++l) all += model.layers()[l].outputs();
  return all;
}

Recording record(const nn::MLP& model, const nn::AnyLoss& loss, const PointLayout& layout) {
  Recording recording(model.parameters().size(), layout.inputs());
  const RecordingScope scope(recording);
  const std::vector<Number> y = outputs(model, Parameters(0, model.parameters().size()),
                                        layout.x_view(), layout.factors_view());
  const Target target = layout.target_view();
  Number of_point = loss_of(loss, y, target);
  if (layout.has_weight) of_point *= layout.weight_view()[0];
  recording.set_loss(of_point.ref());
  if (layout.has_label)
    recording.set_correct((y.size() == 1
                               ? (y[0] > nn::class_boundary(loss)).number() == target.label.number()
                               : is_largest(y, target.label))
                              .number()
                              .ref());
  return recording;
}

}  // namespace riserun::lanes

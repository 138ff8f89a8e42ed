#include <riserun/train/fit/mlp_program.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

namespace riserun::train {
namespace {

template <class Loss>
struct MlpPointLoss {
  Loss loss;
  MlpTraining training;

  PointOutcome operator()(const nn::BoundMLP& bound, const DataPoint& point,
                          PointContext& context) const {
    const Outputs outputs = training.dropout > 0.0 && context.training
                                ? bound(point.x, training.dropout, context.random)
                                : bound(point.x);
    Value value = loss(outputs, nn::Target{point.target, point.label});
    if (!training.class_weights.empty())
      value *= training.class_weights[static_cast<std::size_t>(point.label)];
    return {value, nn::predicted_class(outputs.data(), loss.info.boundary) == point.label};
  }
};

/// A program and the loss that it refers to.
template <class Loss>
struct OwnedProgram {
  OwnedProgram(const nn::MLP& model, MlpPointLoss<Loss> point_loss, const Dataset& data)
      : loss(std::move(point_loss)), program(model, loss, data) {}

  MlpPointLoss<Loss> loss;
  LossProgram<nn::MLP, Dataset, MlpPointLoss<Loss>> program;
};

}  // namespace

std::shared_ptr<PointProgram> scalar_mlp_program(const nn::MLP& model, const nn::AnyLoss& any_loss,
                                                 const Dataset& data, MlpTraining training) {
  return std::visit(
      [&](const auto& loss) -> std::shared_ptr<PointProgram> {
        using Owned = OwnedProgram<std::decay_t<decltype(loss)>>;
        auto owned = std::make_shared<Owned>(
            model, MlpPointLoss<std::decay_t<decltype(loss)>>{loss, std::move(training)}, data);
        return {owned, &owned->program};
      },
      any_loss);
}

}  // namespace riserun::train

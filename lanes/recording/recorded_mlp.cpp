#include <riserun/lanes/recording/recorded_mlp.hpp>

#include <string_view>
#include <variant>

namespace riserun::lanes {
namespace {

/// nn::LossPoint of recorded numbers: what differs from point to point is a mask.
class RecordedPoint {
 public:
  using Number = lanes::Number;

  RecordedPoint(std::span<const Number> outputs, const Target& target)
      : outputs_(outputs), target_(target) {}

  std::size_t size() const { return outputs_.size(); }
  const Number& operator[](std::size_t i) const { return outputs_[i]; }
  std::span<const Number> outputs() const { return outputs_; }

  bool has_class() const { return target_.has_label; }
  std::size_t targets() const { return target_.values.size(); }
  const Label& label(std::size_t classes, std::string_view loss) const {
    nn::require_class(has_class(), loss);
    Recording::current().add_label(target_.label.number().ref(), classes);
    return target_.label;
  }
  Number output_of(const Label& label) const { return pick(outputs_, label); }
  Number wanted(std::size_t i) const {
    if (!has_class()) return target_.values[i];
    return size() == 1 ? target_.label.number() : (target_.label == i).number();
  }

  template <class One, class Other>
  static Number choose(const Mask& mask, const One& one, const Other& other) {
    return select(mask, one(), other());
  }
  template <class Term>
  static Number plus_where(const Mask& mask, const Number& sum, const Term& term) {
    return sum + select(mask, term(), 0.0);
  }

 private:
  std::span<const Number> outputs_;
  const Target& target_;
};

}  // namespace

Number loss_of(const nn::AnyLoss& any_loss, std::span<const Number> outputs, const Target& target) {
  return std::visit(
      [&](const auto& loss) { return Number(loss.of(RecordedPoint(outputs, target))); }, any_loss);
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

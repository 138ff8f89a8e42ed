#include <riserun/train/fit/graph_size.hpp>

#include <variant>

#include <riserun/core/tape.hpp>

namespace riserun::train {

GraphSize graph_size(const nn::MLP& model, const nn::AnyLoss& any_loss, const DataPoint& point) {
  Tape tape;
  const nn::BoundMLP bound = model.bind(tape);
  const std::size_t before = tape.size();
  std::visit(
      [&](const auto& loss) {
        static_cast<void>(loss(bound(point.x), nn::Target{point.target, point.label}));
      },
      any_loss);
  return {tape.size() - before, tape.memory()};
}

}  // namespace riserun::train

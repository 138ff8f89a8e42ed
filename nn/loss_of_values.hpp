// A loss of Values that are no fused layer's Outputs.
#pragma once

#include <span>
#include <variant>

#include <riserun/core/value.hpp>
#include <riserun/nn/losses.hpp>

namespace riserun::nn {

/// The loss of any Values as a model's outputs, such as those of neurons recorded one op at a time:
/// the same graph as the loss records on Outputs. Throws ShapeError when they and the target do not
/// fit.
[[nodiscard]] inline Value loss_of_values(const AnyLoss& any_loss, std::span<const Value> outputs,
                                          const Target& target) {
  return std::visit([&](const auto& loss) { return loss(outputs, target); }, any_loss);
}

}  // namespace riserun::nn

// A loss of Values that are no fused layer's Outputs.
#pragma once

#include <span>

#include <riserun/core/value.hpp>
#include <riserun/nn/losses.hpp>

namespace riserun::nn {

/// The loss of any Values as a model's outputs, such as those of neurons recorded one op at a time:
/// the same graph as the loss records on Outputs. Throws ShapeError when they and the target do not
/// fit.
[[nodiscard]] Value loss_of_values(const AnyLoss& loss, std::span<const Value> outputs,
                                   const Target& target);

}  // namespace riserun::nn

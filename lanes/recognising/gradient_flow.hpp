// Where gradients flow in a recording and to which parameters, so that a plan does no more than
// they need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/lanes/planning/plan_steps.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// By node: whether it lies between a parameter and the loss. The others' gradients nobody reads.
[[nodiscard]] std::vector<bool> find_active(const Recording& recording);

/// Says of what contributes to a gradient first that it sets it, and of layers that alone give
/// their weights or biases a gradient that they may set that; lists the gradients that are added to
/// only, which must be cleared.
void plan_first_shares(Program& program, std::size_t packs, std::size_t parameters);

}  // namespace riserun::lanes

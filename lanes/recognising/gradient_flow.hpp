// Where gradients flow in a recording, so that a plan computes no others.
#pragma once

#include <vector>

#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// By node: whether it lies on a way from a parameter to the loss. Nobody reads the gradients of
/// the other nodes.
[[nodiscard]] std::vector<bool> find_active(const Recording& recording);

}  // namespace riserun::lanes

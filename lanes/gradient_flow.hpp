// Where gradients flow in a recording and to which parameters, so that a plan does no more than
// they need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lanes/plan.hpp"
#include "lanes/recording.hpp"

namespace riserun::lanes {

/// By node: whether it lies between a parameter and the loss. The others' gradients nobody reads.
[[nodiscard]] std::vector<bool> find_active(const Recording& recording);

/// Says of each layer whether it alone gives its weights and biases their gradients; `by_ops` are
/// the parameters that ops use. Returns the parameters for which that is true of no layer.
[[nodiscard]] std::vector<IndexRange> share_parameters(std::vector<LayerStep>& layers,
                                                       const std::vector<std::uint32_t>& by_ops,
                                                       std::size_t parameters);

/// The runs of `false`.
[[nodiscard]] std::vector<IndexRange> gaps(const std::vector<bool>& marks);

}  // namespace riserun::lanes

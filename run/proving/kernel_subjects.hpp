// What `riserun check` covers beside the ops: the kernels of nn and lanes, on every instruction set
// that this machine has.
#pragma once

#include <vector>

#include <riserun/check/functions/gathering.hpp>

namespace riserun::run {

/// A row each: "lanes.ops.x86-64-v3", "lanes.layers..", "lanes.sums..", "nn.affine..".
[[nodiscard]] std::vector<check::Subject> kernel_subjects();

}  // namespace riserun::run

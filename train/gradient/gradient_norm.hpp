// The length of a gradient, to the same bits on any number of threads.
#pragma once

#include <span>
#include <vector>

#include <riserun/train/gradient/workers.hpp>

namespace riserun::train {

/// The Euclidean norm. Squares are added up in blocks of fixed size, and the blocks in order; no
/// square overflows unless the norm itself does. `block_sums` is working memory: kept from call to
/// call, so that none allocates but the first.
[[nodiscard]] double gradient_norm(std::span<const double> gradient, Workers& workers,
                                   std::vector<double>& block_sums);

}  // namespace riserun::train

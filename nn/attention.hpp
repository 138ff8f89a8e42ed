// Attention of one query over keys and values, as one block of nodes.
#pragma once

#include <cstddef>
#include <span>

#include <riserun/core/outputs.hpp>

namespace riserun::nn {

/// Scaled dot-product attention in `heads` heads (Vaswani et al. 2017). All rows have the query's
/// size, a multiple of `heads`; head h has the elements from h * d on, d = size / heads of them:
///
///   weight[t] = softmax over t of (query . keys[t]) / sqrt(d)
///   y = sum over t of weight[t] values[t]
///
/// Causality is the caller's: give the keys and values seen so far. Throws ShapeError where sizes
/// do not fit or there is no key.
Outputs attention(const Outputs& query, std::span<const Outputs> keys,
                  std::span<const Outputs> values, std::size_t heads);

}  // namespace riserun::nn

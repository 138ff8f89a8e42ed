// Dropout: a random part of the values is left out while training (Srivastava et al. 2014).
#pragma once

#include <riserun/base/random.hpp>
#include <riserun/core/outputs.hpp>

namespace riserun::nn {

/// What one value is multiplied by: 0 with probability `rate` in [0, 1), 1 / (1 - rate) otherwise.
/// One draw.
[[nodiscard]] inline double dropout_factor(double rate, Random& random) {
  return random.uniform() < rate ? 0.0 : 1.0 / (1.0 - rate);
}

/// Each of `x` is 0 with probability `rate` and 1 / (1 - rate) times itself otherwise, so that the
/// mean stays and nothing needs to change once training is over. `rate` in [0, 1); one draw of
/// `random` for each value, whatever the rate. Records one block on the current tape.
[[nodiscard]] Outputs dropout(const Outputs& x, double rate, Random& random);

}  // namespace riserun::nn

// W6's contestants.
#pragma once

#include <memory>

#include "bench/harness.hpp"

namespace bench::mixed {

[[nodiscard]] std::unique_ptr<Contestant> hand_adjoint();
[[nodiscard]] std::unique_ptr<Contestant> forward_alone();
[[nodiscard]] std::unique_ptr<Contestant> riserun_ops();

// W8's: the first kShortPasses for a batch of points. A point brings the window; the variables are
// parameters, and what is wanted is the sum of the results and its gradient by them.
inline constexpr std::size_t kShortPasses = 32, kBatch = 32;
[[nodiscard]] std::unique_ptr<Contestant> hand_adjoint_of_points();
[[nodiscard]] std::unique_ptr<Contestant> lanes_of_points();

}  // namespace bench::mixed

// W6's contestants.
#pragma once

#include <memory>

#include "bench/harness.hpp"

namespace bench::mixed {

[[nodiscard]] std::unique_ptr<Contestant> hand_adjoint();
[[nodiscard]] std::unique_ptr<Contestant> forward_alone();
[[nodiscard]] std::unique_ptr<Contestant> riserun_ops();

}  // namespace bench::mixed

// Which contributions to a gradient come first in the backward sweep: they are written, so that the
// gradient need not be cleared before.
#pragma once

#include <cstddef>

#include <riserun/lanes/planning/plan_steps.hpp>

namespace riserun::lanes {

/// Marks in the program each contribution that may set its gradient instead of adding to it: the
/// first one to a number's gradient, and a layer's to those weights or biases that nothing else
/// uses. Lists the gradients that steps only add to, which must be 0 before the sweep
/// (Program::cleared and cleared_parameters). `packs` is PlanOptions::packs, `parameters` how many
/// parameters the recording has.
void plan_first_shares(Program& program, std::size_t packs, std::size_t parameters);

}  // namespace riserun::lanes

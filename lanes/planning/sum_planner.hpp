// The sums of a plan: their steps, and what their terms get in the backward sweep.
#pragma once

#include <cstdint>
#include <span>

#include <riserun/lanes/planning/program_draft.hpp>

namespace riserun::lanes {

/// Adds one step for sums of one kind, given by their nodes, of which none needs another.
void add_sums(ProgramDraft& draft, std::span<const std::uint32_t> nodes);

}  // namespace riserun::lanes

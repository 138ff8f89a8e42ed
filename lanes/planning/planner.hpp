// From a recording to a program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include <riserun/lanes/planning/layer_planner.hpp>
#include <riserun/lanes/planning/program_draft.hpp>
#include <riserun/lanes/planning/step_order.hpp>

namespace riserun::lanes {

/// Gives every number a place, and everything that is computed a step.
class Planner {
 public:
  /// As PlanOptions says. The recording must outlive it.
  Planner(const Recording& recording, bool recognise, std::size_t packs, const Kernels& kernels);
  Planner(const Planner&) = delete;
  Planner& operator=(const Planner&) = delete;

  [[nodiscard]] Program& program() { return draft_.program; }
  [[nodiscard]] Explanation& explanation() { return draft_.explanation; }

 private:
  void place_leaves(Source source);
  void add(const StepGroup& group);
  void add_lookup(std::uint32_t begin);
  void explain();

  ProgramDraft draft_;
  LayerPlanner layers_;
  std::map<std::uint16_t, std::size_t> count_of_;  // by op: its nodes, activations of layers apart
};

}  // namespace riserun::lanes

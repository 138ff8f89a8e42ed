// From a recording to a program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <riserun/lanes/planning/places.hpp>
#include <riserun/lanes/planning/plan.hpp>
#include <riserun/lanes/planning/step_order.hpp>
#include <riserun/lanes/recognising/reading.hpp>

namespace riserun::lanes {

/// Gives every number a place and everything that is to be computed a step.
class Planner {
 public:
  /// As PlanOptions says. The recording must outlive it.
  Planner(const Recording& recording, bool recognise, std::size_t packs, const Kernels& kernels);

  [[nodiscard]] Program& program() { return program_; }
  [[nodiscard]] Explanation& explanation() { return explanation_; }

 private:
  using Members = std::span<const Layer* const>;  // of one step: layers with the same weights

  void place_fixed(Source source);
  void keep_row(Members members);
  [[nodiscard]] std::vector<const Layer*> members_of(const Turn& turn) const;
  void add(const Turn& turn);
  void add_layers(Members members);
  void add_layer(Members members, const std::vector<Ref>& inputs);
  void add_activations(Members members, std::uint16_t op);
  std::uint32_t add_gather(const std::vector<Ref>& refs, bool active);
  void add_lookup(std::uint32_t begin);
  void add_op(std::uint32_t number, std::uint32_t place);
  void add_sums(const Turn& turn);
  void add_shares(std::span<const Sum* const> sums, SumStep& step);
  void count_in_doubles();
  void explain();

  const Recording& recording_;
  const std::size_t packs_;
  const Kernels& kernels_;
  const Reading reading_;
  Places places_;
  Program program_;
  Explanation explanation_;
  std::map<std::uint32_t, std::size_t> relu_layer_at_;  // numbers of layers by their y
  std::map<std::uint16_t, std::size_t> count_of_;       // ops that are no activations of layers
};

}  // namespace riserun::lanes

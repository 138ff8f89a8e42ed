#include <riserun/lanes/planning/planner.hpp>

#include <algorithm>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/lanes/planning/first_shares.hpp>
#include <riserun/lanes/planning/sum_planner.hpp>

namespace riserun::lanes {
namespace {

// How far, for one pack, a step may move against the order of the recording: what so many steps
// read and write fits in the second-level cache.
constexpr std::size_t kWindow = 2048;

}  // namespace

Planner::Planner(const Recording& recording, bool recognise, std::size_t packs,
                 const Kernels& kernels)
    : draft_(recording, recognise, packs, kernels), layers_(draft_) {
  Places& places = draft_.places;
  Program& program = draft_.program;
  program.gradients_begin = places.size();
  // The gradients of all parameters that ops read lie beside each other, these included.
  for (const Ref root : {recording.loss(), recording.correct()})
    if (root.is(Source::parameter)) places.of(root);
  place_leaves(Source::parameter);
  place_leaves(Source::constant);
  const std::vector<StepGroup> groups =
      order_steps(draft_.reading, recognise ? kWindow / packs : 1);
  for (const StepGroup& group : groups)
    if (group.kind == StepGroup::Kind::layers) layers_.reserve_inputs(group.nodes);
  for (const StepGroup& group : groups) add(group);
  program.loss = places.of(recording.loss());
  if (recording.counts_correct()) program.correct = places.of(recording.correct());
  program.size = places.size();
  program.constants = places.constants();
  program.parameters = places.parameters();
  plan_first_shares(program, packs, recording.parameters());
  draft_.count_in_doubles();
  explain();
}

// Before the nodes get places, so that nodes computed one after the other lie beside each other.
void Planner::place_leaves(Source source) {
  const Recording& recording = draft_.recording;
  const Reading& reading = draft_.reading;
  const auto place = [&](std::span<const Ref> refs) {
    for (const Ref ref : refs)
      if (ref.is(source)) draft_.places.of(ref);
  };
  for (std::uint32_t i = 0; i < reading.uses.size(); ++i) {
    const Node& node = recording.nodes()[i];
    if (reading.uses[i] == 0 || reading.absorbed[i] || reading.layer_of[i] != Reading::kNone ||
        node.is_lookup())
      continue;
    if (reading.sum_of[i] == Reading::kNone) {
      place(recording.operands(node));
      continue;
    }
    const Sum& sum = reading.sums[reading.sum_of[i]];
    if (sum.start) place({&*sum.start, 1});
    place(sum.terms);
  }
}

void Planner::add(const StepGroup& group) {
  switch (group.kind) {
    case StepGroup::Kind::layers:
      return layers_.add_layers(group.nodes);
    case StepGroup::Kind::sums:
      return add_sums(draft_, group.nodes);
    case StepGroup::Kind::lookups:
      for (const std::uint32_t node : group.nodes) add_lookup(node);
      return;
    case StepGroup::Kind::ops:
      for (const std::uint32_t node : group.nodes) {
        draft_.add_op(node, draft_.places.for_node(node));
        ++count_of_[draft_.recording.nodes()[node].op];
      }
  }
}

// One step looks up all columns of a row that the recording looks up one after the other.
void Planner::add_lookup(std::uint32_t begin) {
  const Node& first = draft_.recording.nodes()[begin];
  Places& places = draft_.places;
  Program& program = draft_.program;
  const std::uint32_t columns = columns_of(draft_.reading, begin), y = places.take(columns);
  for (std::uint32_t c = 0; c < columns; ++c)
    places.set(begin + c, y + static_cast<std::uint32_t>(c * draft_.packs));
  draft_.add_step(Step::Kind::lookup, program.lookups.size(), true);
  program.lookups.push_back(
      {places.of(first.x[0]), y, first.x[1].index(), first.count, first.begin, columns});
  ++draft_.explanation.lookups;
  draft_.explanation.lookup_nodes += columns;
}

void Planner::explain() {
  const Reading& reading = draft_.reading;
  Explanation& said = draft_.explanation;
  said.nodes = draft_.recording.nodes().size();
  said.unused_nodes = static_cast<std::size_t>(std::ranges::count(reading.uses, 0u));
  said.dots = reading.dots;
  said.dot_nodes = reading.dot_nodes;
  said.sums = draft_.program.sums.size();
  said.irregular_dots = reading.irregular_dots;
  said.parameters = draft_.recording.parameters();
  said.inputs = draft_.recording.inputs();
  for (const auto& [op, count] : count_of_) {
    said.scalar_nodes += count;
    said.ops.push_back({std::string(op_info(op).name), count});
  }
  std::ranges::stable_sort(said.ops, std::ranges::greater{}, &Explanation::OpLine::count);
  said.steps = draft_.program.steps.size();
  said.bytes = std::size_t{draft_.program.size} * 2 * kLanes * sizeof(double);
}

}  // namespace riserun::lanes

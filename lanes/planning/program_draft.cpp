#include <riserun/lanes/planning/program_draft.hpp>

#include <algorithm>

#include <riserun/lanes/kernels/lane_op_table.hpp>

namespace riserun::lanes {

void ProgramDraft::add_step(Step::Kind kind, std::size_t number, bool active) {
  program.steps.push_back(
      {.kind = kind, .first = static_cast<std::uint32_t>(number), .count = 1, .active = active});
}

void ProgramDraft::add_op(std::uint32_t number, std::uint32_t place) {
  const Node& node = recording.nodes()[number];
  Site site{place, {}};
  if (node.arity == Node::kVariadicArity) {
    site.x[0] = list_end();
    site.x[1] = node.count;
    for (const Ref ref : recording.operands(node)) list(ref);
    program.longest_list = std::max<std::size_t>(program.longest_list, node.count);
  } else {
    for (int k = 0; k < node.arity; ++k) site.x[k] = places.of(node.x[k]);
  }
  places.set(number, place);
  const Step step{.kind = Step::Kind::ops,
                  .first = static_cast<std::uint32_t>(program.sites.size()),
                  .count = 1,
                  .active = reading.active[number],
                  .ops = op_entry(node.op, kernels).kernels,
                  .wants = reading.wants_of(node),
                  .is_variadic = node.arity == Node::kVariadicArity};
  program.sites.push_back(site);
  if (!program.steps.empty() && program.steps.back().can_take_in(step))
    ++program.steps.back().count;
  else
    program.steps.push_back(step);
}

void ProgramDraft::count_in_doubles() {
  const auto widen = [](std::uint32_t& place) { place *= static_cast<std::uint32_t>(kLanes); };
  for (const Step& step : program.steps)
    if (step.kind == Step::Kind::ops)
      for (std::uint32_t s = step.first; s < step.first + step.count; ++s) {
        widen(program.sites[s].y);
        if (!step.is_variadic) std::ranges::for_each(program.sites[s].x, widen);
      }
  for (SumSite& site : program.sums) {
    widen(site.y);
    if (site.start != SumSite::kNone) widen(site.start);
  }
  for (ShareSite& site : program.shares) widen(site.to);
  std::ranges::for_each(program.operands, widen);
}

}  // namespace riserun::lanes

#include <riserun/lanes/planning/sum_planner.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace riserun::lanes {
namespace {

// For each place of a gradient what the sums contribute to it, as ShareSite lists it.
using Shares = std::map<std::uint32_t, std::vector<std::uint32_t>>;

IndexRange add_share_sites(Program& program, const Shares& shares_of, std::size_t length) {
  const std::size_t begin = program.shares.size();
  std::vector<std::uint32_t>& operands = program.operands;
  for (const auto& [to, shares] : shares_of) {
    program.shares.push_back({.to = to,
                              .shares = static_cast<std::uint32_t>(operands.size()),
                              .count = static_cast<std::uint32_t>(shares.size() / length)});
    operands.insert(operands.end(), shares.begin(), shares.end());
  }
  std::ranges::stable_sort(program.shares.begin() + static_cast<std::ptrdiff_t>(begin),
                           program.shares.end(), {}, &ShareSite::count);
  return {begin, program.shares.size()};
}

// Collected by the gradient that they go to, so that each gradient is read and written once.
void add_shares(ProgramDraft& draft, std::span<const Sum* const> sums, SumStep& step) {
  const Reading& reading = draft.reading;
  Places& places = draft.places;
  Shares products, plain;
  for (const Sum* sum : sums) {
    const std::uint32_t y = places.of(Ref(Source::node, sum->node));
    if (sum->start && reading.wants_gradient(*sum->start))
      plain[places.of(*sum->start)].push_back(y);
    for (std::size_t i = 0; i < sum->terms.size(); ++i) {
      if (!reading.wants_gradient(sum->terms[i])) continue;
      const std::uint32_t to = places.of(sum->terms[i]);
      if (step.of_products)  // terms i and i ^ 1 are the factors of one product
        products[to].insert(products[to].end(), {y, places.of(sum->terms[i ^ 1])});
      else
        plain[to].push_back(y);
    }
  }
  step.products = add_share_sites(draft.program, products, 2);
  step.plain = add_share_sites(draft.program, plain, 1);
}

}  // namespace

void add_sums(ProgramDraft& draft, std::span<const std::uint32_t> nodes) {
  const Reading& reading = draft.reading;
  Program& program = draft.program;
  std::vector<const Sum*> sums;
  for (const std::uint32_t node : nodes) sums.push_back(&reading.sums[reading.sum_of[node]]);
  // The processor predicts the ends of loops that are as long as those before.
  std::ranges::stable_sort(sums, {}, [](const Sum* sum) { return sum->terms.size(); });
  const bool of_products = sums[0]->of_products;
  SumStep step{of_products, {program.sums.size(), 0}, {}, {}};
  for (const Sum* sum : sums) {
    const SumSite site{
        .y = draft.places.for_node(sum->node),
        .start = sum->start ? draft.places.of(*sum->start) : SumSite::kNone,
        .terms = draft.list_end(),
        .count = static_cast<std::uint32_t>(sum->terms.size() / (of_products ? 2 : 1))};
    for (const Ref ref : sum->terms) draft.list(ref);
    draft.places.set(sum->node, site.y);
    program.sums.push_back(site);
    draft.explanation.sum_nodes += 1 + sum->inner.size();
  }
  step.sites.end = program.sums.size();
  const bool active = reading.active[sums[0]->node];
  if (active) add_shares(draft, sums, step);
  draft.add_step(Step::Kind::sums, program.sum_steps.size(), active);
  program.sum_steps.push_back(step);
}

}  // namespace riserun::lanes

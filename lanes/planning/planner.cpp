#include <riserun/lanes/planning/planner.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/lanes/planning/first_shares.hpp>

namespace riserun::lanes {
namespace {

// Steps of the recording, for one pack: what they read and write together stays in the second
// cache.
constexpr std::size_t kWindow = 2048;

}  // namespace

Planner::Planner(const Recording& recording, bool recognise, std::size_t packs,
                 const Kernels& kernels)
    : recording_(recording),
      packs_(packs),
      kernels_(kernels),
      reading_(recording, recognise),
      places_(recording, packs) {
  program_.gradients_begin = places_.size();
  // With the other parameters, whose gradients are read in a row.
  for (const Ref root : {recording.loss(), recording.correct()})
    if (root.is(Source::parameter)) places_.of(root);
  place_fixed(Source::parameter);
  place_fixed(Source::constant);
  const std::vector<Turn> turns = schedule(reading_, recognise ? kWindow / packs : 1);
  for (const Turn& turn : turns)
    if (turn.kind == Turn::Kind::layers) keep_row(members_of(turn));
  for (const Turn& turn : turns) add(turn);
  program_.loss = places_.of(recording.loss());
  if (recording.counts_correct()) program_.correct = places_.of(recording.correct());
  program_.size = places_.size();
  program_.constants = places_.constants();
  program_.parameters = places_.parameters();
  plan_first_shares(program_, packs, recording.parameters());
  count_in_doubles();
  explain();
}

// Before the nodes, which then lie beside each other in the order they are computed; and each kind
// beside its like.
void Planner::place_fixed(Source source) {
  const auto place = [&](std::span<const Ref> refs) {
    for (const Ref ref : refs)
      if (ref.is(source)) places_.of(ref);
  };
  for (std::uint32_t i = 0; i < reading_.uses.size(); ++i) {
    if (reading_.uses[i] == 0 || reading_.absorbed[i] || reading_.layer_of[i] != Reading::kNone ||
        recording_.nodes()[i].is_lookup())
      continue;
    if (reading_.sum_of[i] == Reading::kNone) {
      place(recording_.operands(recording_.nodes()[i]));
      continue;
    }
    const Sum& sum = reading_.sums[reading_.sum_of[i]];
    if (sum.start) place({&*sum.start, 1});
    place(sum.terms);
  }
}

void Planner::add(const Turn& turn) {
  switch (turn.kind) {
    case Turn::Kind::layers:
      return add_layers(members_of(turn));
    case Turn::Kind::sums:
      return add_sums(turn);
    case Turn::Kind::lookups:
      for (const std::uint32_t node : turn.nodes) add_lookup(node);
      return;
    case Turn::Kind::ops:
      for (const std::uint32_t node : turn.nodes) add_op(node, places_.for_node(node));
      return;
  }
}

// Columns beside each other that are looked up one after the other are one step.
void Planner::add_lookup(std::uint32_t begin) {
  const Node& first = recording_.nodes()[begin];
  const std::uint32_t columns = columns_of(reading_, begin), y = places_.take(columns);
  for (std::uint32_t c = 0; c < columns; ++c)
    places_.set(begin + c, y + static_cast<std::uint32_t>(c * packs_));
  program_.steps.push_back({Step::Kind::lookup,
                            static_cast<std::uint32_t>(program_.lookups.size()),
                            1,
                            true,
                            {},
                            {},
                            {}});
  program_.lookups.push_back(
      {places_.of(first.x[0]), y, first.x[1].index(), first.count, first.begin, columns});
  ++explanation_.lookups;
  explanation_.lookup_nodes += columns;
}

void Planner::add_op(std::uint32_t number, std::uint32_t place) {
  const Node& node = recording_.nodes()[number];
  std::vector<std::uint32_t>& lists = program_.operands;
  Site site{place, {}};
  if (node.arity == Node::kVariadicArity) {
    site.x[0] = static_cast<std::uint32_t>(lists.size());
    site.x[1] = node.count;
    for (const Ref ref : recording_.operands(node)) lists.push_back(places_.of(ref));
    program_.longest_list = std::max<std::size_t>(program_.longest_list, node.count);
  } else {
    for (int k = 0; k < node.arity; ++k) site.x[k] = places_.of(node.x[k]);
  }
  places_.set(number, place);
  ++count_of_[node.op];
  // Ops of a kind that follow each other are one step.
  const Step step{Step::Kind::ops,
                  static_cast<std::uint32_t>(program_.sites.size()),
                  1,
                  reading_.active[number],
                  op_entry(node.op, kernels_).kernels,
                  reading_.wants_of(node),
                  node.arity == Node::kVariadicArity};
  program_.sites.push_back(site);
  if (!program_.steps.empty() && program_.steps.back().goes_on_with(step))
    ++program_.steps.back().count;
  else
    program_.steps.push_back(step);
}

void Planner::add_sums(const Turn& turn) {
  std::vector<const Sum*> sums;
  for (const std::uint32_t node : turn.nodes) sums.push_back(&reading_.sums[reading_.sum_of[node]]);
  // Loops that are as long as those before are foreseen by the processor.
  std::ranges::stable_sort(sums, {}, [](const Sum* sum) { return sum->terms.size(); });
  const bool of_products = sums[0]->of_products;
  std::vector<std::uint32_t>& lists = program_.operands;
  SumStep step{of_products, {program_.sums.size(), 0}, {}, {}};
  for (const Sum* sum : sums) {
    SumSite site{.y = places_.for_node(sum->node),
                 .start = sum->start ? places_.of(*sum->start) : SumSite::kNone,
                 .terms = static_cast<std::uint32_t>(lists.size()),
                 .count = static_cast<std::uint32_t>(sum->terms.size() / (of_products ? 2 : 1))};
    for (const Ref ref : sum->terms) lists.push_back(places_.of(ref));
    places_.set(sum->node, site.y);
    program_.sums.push_back(site);
    explanation_.sum_nodes += 1 + sum->inner.size();
  }
  step.sites.end = program_.sums.size();
  const bool active = reading_.active[sums[0]->node];
  if (active) add_shares(sums, step);
  program_.steps.push_back({Step::Kind::sums,
                            static_cast<std::uint32_t>(program_.sum_steps.size()),
                            1,
                            active,
                            {},
                            {},
                            {}});
  program_.sum_steps.push_back(step);
}

// By the gradient that they go to, so that each is read and written once.
void Planner::add_shares(std::span<const Sum* const> sums, SumStep& step) {
  using Lists = std::map<std::uint32_t, std::vector<std::uint32_t>>;
  Lists products, plain;
  for (const Sum* sum : sums) {
    const std::uint32_t y = places_.of(Ref(Source::node, sum->node));
    if (sum->start && reading_.wants_gradient(*sum->start))
      plain[places_.of(*sum->start)].push_back(y);
    for (std::size_t i = 0; i < sum->terms.size(); ++i) {
      if (!reading_.wants_gradient(sum->terms[i])) continue;
      const std::uint32_t to = places_.of(sum->terms[i]);
      if (step.of_products)
        products[to].insert(products[to].end(), {y, places_.of(sum->terms[i ^ 1])});
      else
        plain[to].push_back(y);
    }
  }
  const auto add = [&](const Lists& lists, std::size_t length) {
    const std::size_t begin = program_.shares.size();
    std::vector<std::uint32_t>& operands = program_.operands;
    for (const auto& [to, shares] : lists) {
      program_.shares.push_back({.to = to,
                                 .shares = static_cast<std::uint32_t>(operands.size()),
                                 .count = static_cast<std::uint32_t>(shares.size() / length)});
      operands.insert(operands.end(), shares.begin(), shares.end());
    }
    std::ranges::stable_sort(program_.shares.begin() + static_cast<std::ptrdiff_t>(begin),
                             program_.shares.end(), {}, &ShareSite::count);
    return IndexRange{begin, program_.shares.size()};
  };
  step.products = add(products, 2);
  step.plain = add(plain, 1);
}

void Planner::count_in_doubles() {
  const auto widen = [](std::uint32_t& place) { place *= static_cast<std::uint32_t>(kLanes); };
  for (const Step& step : program_.steps)
    if (step.kind == Step::Kind::ops)
      for (std::uint32_t s = step.first; s < step.first + step.count; ++s) {
        widen(program_.sites[s].y);
        if (!step.is_variadic) std::ranges::for_each(program_.sites[s].x, widen);
      }
  for (SumSite& site : program_.sums) {
    widen(site.y);
    if (site.start != SumSite::kNone) widen(site.start);
  }
  for (ShareSite& site : program_.shares) widen(site.to);
  std::ranges::for_each(program_.operands, widen);
}

void Planner::explain() {
  Explanation& said = explanation_;
  said.nodes = recording_.nodes().size();
  said.unused_nodes = static_cast<std::size_t>(std::ranges::count(reading_.uses, 0u));
  said.dots = reading_.dots;
  said.dot_nodes = reading_.dot_nodes;
  said.sums = program_.sums.size();
  said.irregular_dots = reading_.irregular_dots;
  said.parameters = recording_.parameters();
  said.inputs = recording_.inputs();
  for (const auto& [op, count] : count_of_) {
    said.scalar_nodes += count;
    if (count > 0) said.ops.push_back({std::string(op_info(op).name), count});
  }
  std::ranges::stable_sort(said.ops, std::ranges::greater{}, &Explanation::OpLine::count);
  said.steps = program_.steps.size();
  said.bytes = std::size_t{program_.size} * 2 * kLanes * sizeof(double);
}

}  // namespace riserun::lanes

#include <riserun/lanes/planning/step_order.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <span>
#include <utility>

namespace riserun::lanes {
namespace {

class StepOrder {
 public:
  explicit StepOrder(const Reading& reading)
      : reading_(reading), unit_of_(reading.uses.size(), Reading::kNone) {
    find_units();
    link_units();
  }

  std::vector<StepGroup> groups(std::size_t window) {
    for (std::uint32_t u = 0; u < units_.size(); ++u)
      if (units_[u].waits_for == 0) make_ready(u);
    std::vector<StepGroup> groups;
    for (std::size_t done = 0; done < units_.size(); done += groups.back().nodes.size())
      groups.push_back(next_group(window));
    return groups;
  }

 private:
  // What is computed as a whole. Units are numbered in the order of the recording.
  struct Unit {
    std::uint32_t node, kind;
    std::uint32_t waits_for = 0;         // how many operands are not computed yet
    std::vector<std::uint32_t> users{};  // the units that use it, as often as they do
  };
  using Kind = std::vector<std::size_t>;  // equal for units that may be computed together
  using Queue = std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>>;

  void find_units() {
    for (std::uint32_t i = 0; i < unit_of_.size(); ++i) {
      if (reading_.uses[i] == 0 || reading_.absorbed[i] || unit_of_[i] != Reading::kNone) continue;
      const auto unit = static_cast<std::uint32_t>(units_.size());
      units_.push_back({i, kind_of(i)});
      unit_of_[i] = unit;
      if (reading_.layer_of[i] != Reading::kNone) {
        const Layer& layer = reading_.layers[reading_.layer_of[i]];
        for (const std::uint32_t neuron : layer.outputs) unit_of_[neuron] = unit;
        if (reading_.activation_of(layer) != nullptr)
          for (const std::uint32_t neuron : layer.outputs)
            unit_of_[reading_.first_user[neuron]] = unit;
      } else if (reading_.recording.nodes()[i].is_lookup()) {
        std::fill_n(unit_of_.begin() + i, columns_of(reading_, i), unit);
      }
    }
  }

  // The number of the unit's kind: layers with the same weights are one, all lookups are, sums of
  // numbers are, sums of products are, and each op is.
  std::uint32_t kind_of(std::uint32_t i) {
    enum : std::size_t { layer, lookup, sum, sum_of_products, op };
    const Node& node = reading_.recording.nodes()[i];
    Kind kind;
    if (reading_.layer_of[i] != Reading::kNone) {
      const Layer& l = reading_.layers[reading_.layer_of[i]];
      const Node* const activation = reading_.activation_of(l);
      kind = {layer,
              l.inputs.size(),
              l.outputs.size(),
              l.weight,
              l.output_step,
              l.input_step,
              l.has_bias ? 1u : 0u,
              static_cast<std::size_t>(l.bias),
              static_cast<std::size_t>(l.bias_step),
              activation == nullptr ? 0u : 1u + activation->op,
              reading_.has_own_relu(l) ? 1u : 0u,
              reading_.is_active(l) ? 1u : 0u};
    } else if (node.is_lookup()) {
      kind = {lookup};
    } else if (reading_.sum_of[i] != Reading::kNone) {
      const Sum& s = reading_.sums[reading_.sum_of[i]];
      kind = {s.of_products ? sum_of_products : sum, reading_.active[i] ? 1u : 0u};
    } else {
      kind = {op, node.op, reading_.wants_of(node), reading_.active[i] ? 1u : 0u};
    }
    const std::uint32_t number =
        kinds_.try_emplace(std::move(kind), static_cast<std::uint32_t>(kinds_.size()))
            .first->second;
    ready_.resize(kinds_.size());
    return number;
  }

  void link_units() {
    for (std::uint32_t u = 0; u < units_.size(); ++u) {
      const std::uint32_t i = units_[u].node;
      if (reading_.layer_of[i] != Reading::kNone) {
        link(u, reading_.layers[reading_.layer_of[i]].inputs);
      } else if (reading_.sum_of[i] != Reading::kNone) {
        const Sum& sum = reading_.sums[reading_.sum_of[i]];
        if (sum.start) link(u, {&*sum.start, 1});
        link(u, sum.terms);
      } else if (!reading_.recording.nodes()[i].is_lookup()) {
        link(u, reading_.recording.operands(reading_.recording.nodes()[i]));
      }
    }
  }
  void link(std::uint32_t user, std::span<const Ref> operands) {
    for (const Ref ref : operands) {
      if (!ref.is(Source::node)) continue;
      units_[unit_of_[ref.index()]].users.push_back(user);
      ++units_[user].waits_for;
    }
  }

  void release(std::span<const std::uint32_t> users) {
    for (const std::uint32_t user : users)
      if (--units_[user].waits_for == 0) make_ready(user);
  }

  // Takes the ready units of the next kind, as far as the window reaches.
  StepGroup next_group(std::size_t window) {
    Queue& queue = next_queue(window);
    const std::uint32_t first = queue.top();
    emptied_ = units_[first].kind;
    heads(first).erase(first);
    StepGroup group{group_kind_of(first), {}};
    const bool independent =
        group.kind == StepGroup::Kind::sums || group.kind == StepGroup::Kind::layers;
    std::vector<std::uint32_t> users;
    while (!queue.empty() && queue.top() < first + window) {
      const Unit& unit = units_[queue.top()];
      queue.pop();
      group.nodes.push_back(unit.node);
      if (independent)
        users.insert(users.end(), unit.users.begin(), unit.users.end());
      else
        release(unit.users);
    }
    release(users);  // only now: one of them could be of the same kind
    if (!queue.empty()) heads(queue.top()).insert(queue.top());
    emptied_ = Reading::kNone;
    return group;
  }

  [[nodiscard]] StepGroup::Kind group_kind_of(std::uint32_t unit) const {
    const std::uint32_t node = units_[unit].node;
    if (reading_.layer_of[node] != Reading::kNone) return StepGroup::Kind::layers;
    if (reading_.sum_of[node] != Reading::kNone) return StepGroup::Kind::sums;
    return reading_.recording.nodes()[node].is_lookup() ? StepGroup::Kind::lookups
                                                        : StepGroup::Kind::ops;
  }

  // The queue whose first unit is computed next: the earliest op or lookup, else the earliest sum,
  // else the earliest layer; only units within the window of the earliest of all count.
  Queue& next_queue(std::size_t window) {
    std::size_t end = SIZE_MAX;
    for (const auto& heads : heads_)
      if (!heads.empty()) end = std::min(end, *heads.begin() + window);
    const auto* heads = heads_;
    while (heads->empty() || *heads->begin() >= end) ++heads;  // the earliest is in one of them
    return ready_[units_[*heads->begin()].kind];
  }
  // The first units of the queues that wait for the same things as the unit's queue does.
  std::set<std::uint32_t>& heads(std::uint32_t unit) {
    const StepGroup::Kind kind = group_kind_of(unit);
    return heads_[kind == StepGroup::Kind::layers ? 2 : kind == StepGroup::Kind::sums ? 1 : 0];
  }
  void make_ready(std::uint32_t unit) {
    Queue& queue = ready_[units_[unit].kind];
    if (units_[unit].kind != emptied_ && (queue.empty() || unit < queue.top())) {
      if (!queue.empty()) heads(unit).erase(queue.top());
      heads(unit).insert(unit);
    }
    queue.push(unit);
  }

  const Reading& reading_;
  std::vector<Unit> units_;
  std::vector<std::uint32_t> unit_of_;  // by node
  std::map<Kind, std::uint32_t> kinds_;
  std::vector<Queue> ready_;          // by kind: its units that could be computed now
  std::set<std::uint32_t> heads_[3];  // the queues' first units: ops and lookups, sums, layers
  std::uint32_t emptied_ = Reading::kNone;  // the kind whose queue is being emptied: it has no head
};

}  // namespace

std::vector<StepGroup> order_steps(const Reading& reading, std::size_t window) {
  return StepOrder(reading).groups(window);
}

std::uint32_t columns_of(const Reading& reading, std::uint32_t begin) {
  const auto& nodes = reading.recording.nodes();
  const Node& first = nodes[begin];
  const auto goes_on = [&](std::uint32_t end) {
    const Node& node = nodes[end];
    return reading.uses[end] != 0 && node.is_lookup() && node.x[0] == first.x[0] &&
           node.begin == first.begin && node.x[1].index() == first.x[1].index() + (end - begin);
  };
  std::uint32_t end = begin + 1;
  while (end < nodes.size() && goes_on(end)) ++end;
  return end - begin;
}

}  // namespace riserun::lanes

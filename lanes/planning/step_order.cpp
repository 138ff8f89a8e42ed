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

class Scheduler {
 public:
  explicit Scheduler(const Reading& reading)
      : reading_(reading), unit_of_(reading.uses.size(), Reading::kNone) {
    find_units();
    link_units();
  }

  std::vector<Turn> run(std::size_t window) {
    for (std::uint32_t u = 0; u < units_.size(); ++u)
      if (units_[u].waits_for == 0) make_ready(u);
    std::vector<Turn> turns;
    for (std::size_t done = 0; done < units_.size();) {
      Queue& queue = next(window);
      drained_ = units_[queue.top()].kind;
      heads(queue.top()).erase(queue.top());
      const std::size_t end = queue.top() + window;
      Turn turn{kind_of_turn(queue.top()), {}};
      const bool apart = turn.kind == Turn::Kind::sums || turn.kind == Turn::Kind::layers;
      std::vector<std::uint32_t> users;
      while (!queue.empty() && queue.top() < end) {
        Unit& unit = units_[queue.top()];
        queue.pop();
        ++done;
        turn.nodes.push_back(unit.node);
        if (apart)
          users.insert(users.end(), unit.users.begin(), unit.users.end());
        else
          release(unit.users);
      }
      release(users);  // not before: one of them could be of the kind
      if (!queue.empty()) heads(queue.top()).insert(queue.top());
      drained_ = Reading::kNone;
      turns.push_back(std::move(turn));
    }
    return turns;
  }

 private:
  // What is computed as a whole.
  struct Unit {
    std::uint32_t node, kind;
    std::uint32_t waits_for = 0;         // numbers it needs that are not there yet
    std::vector<std::uint32_t> users{};  // units, as often as they use it
  };
  using Kind = std::vector<std::size_t>;  // what must be equal
  using Queue = std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>>;

  // In the order of the recording.
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

  // Layers with the same weights are a kind, lookups are, sums are, every op is one.
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

  [[nodiscard]] Turn::Kind kind_of_turn(std::uint32_t unit) const {
    const std::uint32_t node = units_[unit].node;
    if (reading_.layer_of[node] != Reading::kNone) return Turn::Kind::layers;
    if (reading_.sum_of[node] != Reading::kNone) return Turn::Kind::sums;
    return reading_.recording.nodes()[node].is_lookup() ? Turn::Kind::lookups : Turn::Kind::ops;
  }

  // The oldest, but layers wait as long as there is something else, and sums for ops: meanwhile
  // others that may go with them get ready.
  Queue& next(std::size_t window) {
    std::size_t end = SIZE_MAX;
    for (const auto& heads : heads_)
      if (!heads.empty()) end = std::min(end, *heads.begin() + window);
    const auto* heads = heads_;
    while (heads->empty() || *heads->begin() >= end) ++heads;  // the oldest is in one of them
    return ready_[units_[*heads->begin()].kind];
  }
  // Of kinds as patient as the unit's.
  std::set<std::uint32_t>& heads(std::uint32_t unit) {
    const Turn::Kind kind = kind_of_turn(unit);
    return heads_[kind == Turn::Kind::layers ? 2 : kind == Turn::Kind::sums ? 1 : 0];
  }
  void make_ready(std::uint32_t unit) {
    Queue& queue = ready_[units_[unit].kind];
    if (units_[unit].kind != drained_ && (queue.empty() || unit < queue.top())) {
      if (!queue.empty()) heads(unit).erase(queue.top());
      heads(unit).insert(unit);
    }
    queue.push(unit);
  }

  const Reading& reading_;
  std::vector<Unit> units_;
  std::vector<std::uint32_t> unit_of_;  // by node
  std::map<Kind, std::uint32_t> kinds_;
  std::vector<Queue> ready_;                // units by kind
  std::set<std::uint32_t> heads_[3];        // the first of each queue, by patience
  std::uint32_t drained_ = Reading::kNone;  // the kind whose queue is being emptied: it has no head
};

}  // namespace

std::vector<Turn> schedule(const Reading& reading, std::size_t window) {
  return Scheduler(reading).run(window);
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

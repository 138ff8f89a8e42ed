#include <riserun/core/drawing/graph_nodes.hpp>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <riserun/base/errors.hpp>

namespace riserun {

namespace {

void require_count(std::size_t count, std::size_t most, std::size_t told) {
  if (count > most)
    throw ShapeError("the graph has more than " + std::to_string(told) +
                     " nodes: too many for a picture that can be read; draw a smaller part of it");
}

/// Sums that only a sum uses give it their operands, and go.
std::vector<GraphNode> gathered(std::vector<GraphNode> nodes) {
  std::unordered_map<std::uint64_t, std::size_t> uses;
  for (const GraphNode& node : nodes)
    for (const Value& x : node.operands)
      if (!x.is_constant()) ++uses[x.identity()];
  const auto is_sum = [](const GraphNode& node) {
    return node.value.op() == "+" && node.operands.size() >= 2;
  };
  std::unordered_map<std::uint64_t, std::vector<Value>> given;  // of sums that go
  for (GraphNode& node : nodes) {
    if (!is_sum(node)) continue;
    std::vector<Value> operands;
    for (const Value& x : node.operands) {
      const auto found = x.is_constant() ? given.end() : given.find(x.identity());
      if (found == given.end()) {
        operands.push_back(x);
        continue;
      }
      operands.insert(operands.end(), found->second.begin(), found->second.end());
      found->second.clear();  // marks it as taken
    }
    node.operands = std::move(operands);
    const bool goes = uses[node.identity] == 1 && node.value.label().empty();
    if (goes) given[node.identity] = node.operands;
  }
  std::erase_if(nodes, [&](const GraphNode& node) {
    const auto found = given.find(node.identity);
    return found != given.end() && found->second.empty();
  });
  return nodes;
}

}  // namespace

std::vector<GraphNode> graph_nodes(Value root, const GraphNodesOptions& options) {
  std::vector<GraphNode> nodes;
  if (root.is_constant()) return nodes;
  // Of each two nodes gathering may drop one.
  const std::size_t most =
      options.gather_sums ? std::max(options.max_nodes, 2 * options.max_nodes) : options.max_nodes;
  std::unordered_set<std::uint64_t> seen{root.identity()};
  std::vector<Value> waiting{root};
  std::size_t constants = 0;
  while (!waiting.empty()) {
    const Value value = waiting.back();
    waiting.pop_back();
    nodes.push_back({value.identity(), value, value.operands()});
    for (const Value& x : nodes.back().operands) {
      if (x.is_constant())
        ++constants;
      else if (seen.insert(x.identity()).second)
        waiting.push_back(x);
    }
    require_count(seen.size() + constants, most, options.max_nodes);
  }
  std::ranges::sort(nodes, {}, &GraphNode::identity);
  if (!options.gather_sums) return nodes;
  nodes = gathered(std::move(nodes));
  require_count(nodes.size() + constants, options.max_nodes, options.max_nodes);
  return nodes;
}

std::size_t place_of(const std::vector<GraphNode>& nodes, Value value) {
  const auto found = std::ranges::lower_bound(nodes, value.identity(), {}, &GraphNode::identity);
  return static_cast<std::size_t>(found - nodes.begin());
}

}  // namespace riserun

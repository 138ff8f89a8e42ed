#include <riserun/core/drawing/graph.hpp>

#include <utility>
#include <vector>

#include <riserun/core/drawing/dot_writer.hpp>
#include <riserun/core/drawing/graph_nodes.hpp>

namespace riserun {

std::string to_dot(Value root, const DotOptions& options) {
  const std::vector<GraphNode> nodes =
      graph_nodes(root, {.max_nodes = options.max_nodes, .gather_sums = options.gather_sums});
  std::vector<double> gradients;
  for (const GraphNode& node : nodes) gradients.push_back(node.value.grad());
  DotWriter drawing({.dark = options.dark,
                     .title = options.title,
                     .largest_gradient = largest_gradient(gradients)});
  if (root.is_constant()) drawing.constant("c0", root.data());
  std::size_t constants = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const GraphNode& node = nodes[i];
    const std::string name = "n" + std::to_string(i);
    drawing.value(name, node.value, i + 1 == nodes.size());
    if (node.operands.empty()) continue;
    drawing.op(name + "_op", node.value.op());
    drawing.arrow(name + "_op", name);
    for (const Value& x : node.operands) {
      const std::string from = x.is_constant() ? "c" + std::to_string(constants++)
                                               : "n" + std::to_string(place_of(nodes, x));
      if (x.is_constant()) drawing.constant(from, x.data());
      drawing.arrow(from, name + "_op");
    }
  }
  return std::move(drawing).finished();
}

}  // namespace riserun

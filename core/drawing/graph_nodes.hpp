// The nodes that a value was computed by, as pictures walk over them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/core/value.hpp>

namespace riserun {

/// A node with the operands it was made of; constants are among them.
struct GraphNode {
  std::uint64_t identity;
  Value value;
  std::vector<Value> operands;
};

struct GraphNodesOptions {
  /// More nodes than this, constants counted at each use, are a ShapeError.
  std::size_t max_nodes = 500;
  /// a + b + c + d as one sum of four where nobody else uses or names the sums in between: what a
  /// neuron's weighted sum is to a reader.
  bool gather_sums = false;
};

/// Everything `root` depends on and itself, operands before what is made of them; none for a
/// constant. Needs the tape of `root` in scope. No recursion.
[[nodiscard]] std::vector<GraphNode> graph_nodes(Value root, const GraphNodesOptions& options = {});

/// The place of a node among nodes in that order; it must be there.
[[nodiscard]] std::size_t place_of(const std::vector<GraphNode>& nodes, Value value);

}  // namespace riserun

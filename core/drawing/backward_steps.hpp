// Backpropagation as a row of pictures: one for each node that hands its gradient on.
#pragma once

#include <string>
#include <vector>

#include <riserun/core/drawing/graph.hpp>
#include <riserun/core/value.hpp>

namespace riserun {

/// Pictures of backward() at work, as text for Graphviz `dot`: the forward pass; the root with its
/// gradient of 1; then, against the arrows, a picture for each node that was made by an op. That
/// node stands out, and on the arrows to its operands stand the chain rule's two factors and their
/// product, "dL/dx = dL/dy * dy/dx". The last shows everything.
///
/// All pictures of a root have the same layout. Nodes without a label are called v1, v2, ..., the
/// root L. Call it after one backward() from the root. Throws ShapeError when there are more than
/// max_nodes nodes, TapeError for a fused neuron, which keeps no derivative of its own: record its
/// layer by_neurons().
[[nodiscard]] std::vector<std::string> backward_steps(Value root, const DotOptions& options = {});

}  // namespace riserun

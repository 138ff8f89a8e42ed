// The drawings of a PointGraph, as text for Graphviz.
#pragma once

#include <string>

#include <riserun/core/drawing/graph.hpp>
#include <riserun/run/pictures/point_graph.hpp>

namespace riserun::run {

/// By its detail: every number a box; a box a neuron, with arrows as wide as their weights and
/// coloured by those weights' gradients; or a box a layer. Throws ShapeError for more nodes than
/// options.max_nodes.
[[nodiscard]] std::string to_dot(PointGraph& graph, const DotOptions& options);

}  // namespace riserun::run

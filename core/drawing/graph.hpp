// The picture of an expression, as text that Graphviz `dot` draws.
#pragma once

#include <cstddef>
#include <string>

#include <riserun/core/value.hpp>

namespace riserun {

/// How to draw.
struct DotOptions {
  /// More nodes than this are refused: nobody can read such a picture, and Graphviz takes 2 s for
  /// 1000 nodes and 23 s for 3000.
  std::size_t max_nodes = 500;
  bool dark = false;         // light on dark
  std::string title{};       // above
  bool gather_sums = false;  // a + b + c as one sum of three where nobody names a + b
};

/// The graph that `root` was computed by, drawn as in micrograd: a box "label | data | grad" for
/// each number, a circle for the op that made it, left to right. Constants stand beside as plain
/// numbers. A node is drawn once, however often it is used. Boxes are coloured by their gradients,
/// from blue (negative) to orange; the scale is above the graph.
///
///   std::ofstream("y.dot") << riserun::to_dot(y);            // dot -Tsvg y.dot > y.svg
///
/// Call it after backward(), or every grad is 0. Needs the tape of `root` in scope. No recursion.
/// Throws ShapeError when there are more than max_nodes nodes.
[[nodiscard]] std::string to_dot(Value root, const DotOptions& options = {});

}  // namespace riserun

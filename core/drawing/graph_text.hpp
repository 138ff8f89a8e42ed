// A small graph as text, for a terminal.
#pragma once

#include <cstddef>
#include <string>

#include <riserun/core/value.hpp>

namespace riserun {

struct TextGraphOptions {
  std::size_t max_nodes = 60;  // more are a ShapeError; a node counts each time that it is shown
  bool ascii = false;          // branches of | and - instead of lines
};

/// The graph that `root` was computed by, the root first and operands below what is made of them, a
/// line a node: its label and the op that made it, data and gradient. A node that is used again is
/// named there and not unfolded twice. Nodes without a label are called v1, v2, ... where that is
/// needed. Call it after backward(); needs the tape of `root` in scope. No recursion.
[[nodiscard]] std::string to_text(Value root, const TextGraphOptions& options = {});

}  // namespace riserun

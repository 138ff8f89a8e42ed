// `Explanation`: what was recognised in a recording, for a person.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace riserun::lanes {

/// Counts of what a recording has and of what became of it.
struct Explanation {
  struct LayerLine {
    std::size_t inputs, outputs;
    bool has_bias;
    bool gathered;           // its inputs must be copied beside each other first
    std::string activation;  // of all its neurons; empty: none
  };
  struct OpLine {
    std::string name;
    std::size_t count;
  };
  std::size_t nodes = 0, unused_nodes = 0, parameters = 0, inputs = 0;
  std::size_t dots = 0, dot_nodes = 0;        // dot products, and the nodes that they replace
  std::size_t lookups = 0, lookup_nodes = 0;  // rows of tables, and the nodes that they replace
  std::vector<LayerLine> layers;
  std::vector<OpLine> ops;  // that stayed scalar ops, the most frequent first
  std::size_t scalar_nodes = 0;
  std::size_t sums = 0, sum_nodes = 0;          // other sums, and the nodes that they replace
  std::size_t irregular_dots = 0;               // dot products that are not in layers
  std::size_t steps = 0, bytes = 0;             // of the plan, and of an executor's memory
  double record_seconds = 0, plan_seconds = 0;  // what it took, where somebody measured

  /// Some lines of text.
  [[nodiscard]] std::string text() const;
};

}  // namespace riserun::lanes

// In which order the steps of a recording are taken: those of a kind together, so that one call
// does many.
#pragma once

#include <cstdint>
#include <vector>

#include <riserun/lanes/recognising/reading.hpp>

namespace riserun::lanes {

/// Nodes of a kind, computed one after the other. A layer stands there as the first of its neurons,
/// and its activations come with it; a row of a table as the first of its columns.
struct Turn {
  enum class Kind {
    ops,      // in their order
    lookups,  // alike
    sums,     // none of which needs another
    layers,   // with the same weights and activation, none of which needs another
  } kind;
  std::vector<std::uint32_t> nodes;
};

/// All that is to be computed, each after what it needs. Nothing comes more than `window` steps
/// before its turn in the recording, so that numbers stay near in time to those who read them.
[[nodiscard]] std::vector<Turn> schedule(const Reading& reading, std::size_t window);

/// How many columns of a row of a table are looked up beside each other from node `begin` on.
[[nodiscard]] std::uint32_t columns_of(const Reading& reading, std::uint32_t begin);

}  // namespace riserun::lanes

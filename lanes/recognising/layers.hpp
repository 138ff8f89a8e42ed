// Then it is read for layers: dot products over the same numbers whose weights lie in a regular
// pattern.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/lanes/recognising/dots.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// Neurons with the same inputs. The weight from input i to output o is parameter number
/// weight + o * output_step + i * input_step. One of the steps is 1, and the other is so large that
/// no parameter is used twice. The bias of output o is parameter bias + o * bias_step.
struct Layer {
  std::vector<Ref> inputs;
  std::vector<std::uint32_t> outputs;  // the neurons' nodes
  std::size_t weight = 0, output_step = 1, input_step = 1;
  bool has_bias = false;
  std::int64_t bias = 0, bias_step = 0;
};

struct Layers {
  std::vector<Layer> found;
  std::vector<std::uint32_t> absorbed;  // inner nodes of their neurons
  /// How many dot products stay scalar ops because their weights do not lie at equal steps.
  std::size_t irregular = 0;
};

/// The layers that the dot products make, each of as many neurons as possible.
[[nodiscard]] Layers find_layers(std::vector<Dot> dots);

}  // namespace riserun::lanes

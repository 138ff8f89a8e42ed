// The second reading: dot products over the same numbers, whose weights lie in a regular pattern,
// are a layer of neurons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/lanes/recognising/dots.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// Neurons over the same inputs. The weight of input i to output o is parameter
/// weight + o * output_step + i * input_step; one of the steps is 1 and the other so large that no
/// parameter is used twice. The bias of output o is parameter bias + o * bias_step.
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
  /// Dots that stay scalar ops because their weights do not lie in steps.
  std::size_t irregular = 0;
};

[[nodiscard]] Layers find_layers(std::vector<Dot> dots);

}  // namespace riserun::lanes

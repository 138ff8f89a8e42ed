// What the tape keeps of a layer: the payload of its fused node.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include <riserun/core/tape.hpp>

namespace riserun::nn {

struct LayerBlock {
  std::uint32_t inputs, first_parameter;  // parameter: first weight
  std::uint32_t input_node;               // first of consecutive nodes, or kData, or kScattered
  std::uint16_t activation;
  std::uint16_t biased;
  const double* weights;
  std::uint64_t x;        // arena: the inputs' values
  std::uint64_t partial;  // arena: dy/dz, then as much room for a sweep
  std::uint64_t terms;    // the inputs' nodes when scattered
};
inline constexpr std::uint32_t kData = 0xFFFFFFFF;
inline constexpr std::uint32_t kScattered = 0xFFFFFFFE;
using LayerWords = std::array<std::uint64_t, sizeof(LayerBlock) / sizeof(std::uint64_t)>;
static_assert(LayerWords().size() <= std::size(Block{}.payload));

inline LayerBlock layer_of(const Block& block) {
  LayerWords words;
  std::copy_n(block.payload, words.size(), words.begin());
  return std::bit_cast<LayerBlock>(words);
}

}  // namespace riserun::nn

#include <riserun/nn/dropout.hpp>

#include <array>
#include <vector>

namespace riserun::nn {
namespace {

// Payload: the first of the inputs' consecutive nodes, and where the factors are in the arena.
void dropout_backward(Tape& tape, const Block& block) {
  const double* const upstream = tape.gradients() + block.first;
  double* const gradient = tape.gradients() + block.payload[0];
  const double* const factors = tape.arena(block.payload[1]);
  for (std::uint32_t i = 0; i < block.count; ++i)
    if (factors[i] != 0.0) gradient[i] += factors[i] * upstream[i];
}

std::vector<Value> dropout_operands(const Tape& tape, const Block& block, std::uint32_t output) {
  return {tape.at(static_cast<std::uint32_t>(block.payload[0]) + output)};
}

constexpr Block::Kind kKind{"dropout", dropout_backward, dropout_operands};

}  // namespace

Outputs dropout(const Outputs& inputs, double rate, Random& random) {
  const Outputs x = inputs.here();
  Tape& tape = Tape::current();
  const auto count = static_cast<std::uint32_t>(x.size());
  const std::uint64_t y = tape.push_arena(2 * x.size());  // the values, then the factors
  const double* const from = tape.arena(x.arena_offset());
  double* const values = tape.arena(y);
  double* const factors = values + count;
  for (std::uint32_t i = 0; i < count; ++i) {
    factors[i] = dropout_factor(rate, random);
    values[i] = factors[i] == 0.0 ? 0.0 : factors[i] * from[i];
  }
  const std::array<std::uint64_t, 2> payload{x.first_node(), y + count};
  return {tape.push_block(kKind, count, y, payload), count, y};
}

}  // namespace riserun::nn

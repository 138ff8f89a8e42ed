#include <riserun/nn/rows.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::nn {

namespace {

// Of both kinds: [0] and [1] the first nodes of a and b, or [0] of x and [1] where its values lie
// in the arena.

void add_backward(Tape& tape, const Block& block) {
  double* const grads = tape.gradients();
  const double* const g = grads + block.first;
  for (const std::uint64_t operand : {block.payload[0], block.payload[1]}) {
    double* const d = grads + operand;
    for (std::uint32_t i = 0; i < block.count; ++i) d[i] += g[i];
  }
}

std::vector<Value> add_operands(const Tape& tape, const Block& block, std::uint32_t i) {
  return {tape.at(static_cast<std::uint32_t>(block.payload[0]) + i),
          tape.at(static_cast<std::uint32_t>(block.payload[1]) + i)};
}

// y = s x with s = (mean x^2 + epsilon)^(-1/2), so ds/dx_j = -s^3 x_j / n and
// dL/dx_j = s (g_j - y_j mean(g y)).
void rms_norm_backward(Tape& tape, const Block& block) {
  const double* const y = tape.arena(block.outputs);
  const double scale = y[block.count];
  const double* const g = tape.gradients() + block.first;
  double* const dx = tape.gradients() + block.payload[0];
  double product = 0;
  for (std::uint32_t i = 0; i < block.count; ++i) product += g[i] * y[i];
  const double mean = product / block.count;
  for (std::uint32_t i = 0; i < block.count; ++i) dx[i] += scale * (g[i] - y[i] * mean);
}

std::vector<Value> rms_norm_operands(const Tape& tape, const Block& block, std::uint32_t) {
  std::vector<Value> all;
  for (std::uint32_t i = 0; i < block.count; ++i)
    all.push_back(tape.at(static_cast<std::uint32_t>(block.payload[0]) + i));
  return all;
}

constexpr Block::Kind kAdd{"+", add_backward, add_operands};
constexpr Block::Kind kRmsNorm{"rms norm", rms_norm_backward, rms_norm_operands};

}  // namespace

Row Row::here() const {
  if (!is_parameters()) return outputs_.here();
  parameters_.require_current();
  return *this;
}

Outputs add(const Row& x0, const Row& x1) {
  const Row a = x0.here(), b = x1.here();
  if (a.size() != b.size())
    throw ShapeError("rows of " + std::to_string(a.size()) + " and " + std::to_string(b.size()) +
                     " numbers cannot be added");
  Tape& tape = Tape::current();
  const auto count = static_cast<std::uint32_t>(a.size());
  const std::uint64_t y = tape.push_arena(count);
  const double *const left = a.data(tape), *const right = b.data(tape);
  double* const sum = tape.arena(y);
  for (std::uint32_t i = 0; i < count; ++i) sum[i] = left[i] + right[i];
  const std::uint64_t payload[] = {a.first_node(), b.first_node()};
  return {tape.push_block(kAdd, count, y, payload), count, y};
}

Outputs rms_norm(const Row& x0, double epsilon) {
  const Row row = x0.here();
  Tape& tape = Tape::current();
  const auto count = static_cast<std::uint32_t>(row.size());
  const std::uint64_t outputs = tape.push_arena(count + 1);  // and the scale
  const double* const x = row.data(tape);
  double* const y = tape.arena(outputs);
  double squares = 0;
  for (std::uint32_t i = 0; i < count; ++i) squares += x[i] * x[i];
  const double scale = 1 / std::sqrt(squares / count + epsilon);
  for (std::uint32_t i = 0; i < count; ++i) y[i] = x[i] * scale;
  y[count] = scale;
  const std::uint64_t payload[] = {row.first_node()};
  return {tape.push_block(kRmsNorm, count, outputs, payload), count, outputs};
}

}  // namespace riserun::nn

#include <riserun/nn/attention.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::nn {

namespace {

// In the arena from block.outputs on: y (width), the weights (heads x length), and where the rows'
// values lie (2 length offsets, in the bits of doubles). In the terms: the rows' first nodes (2
// length). Keys come before values.
struct Attention {
  std::size_t width, heads, length, size;
  std::uint64_t query, query_node, terms;

  [[nodiscard]] std::uint64_t weights(const Block& block) const { return block.outputs + width; }
};

Attention attention_of(const Block& block) {
  const std::size_t heads = block.payload[0], width = block.count;
  return {
      width,           heads, block.payload[1], width / heads, block.payload[2], block.payload[3],
      block.payload[4]};
}

// The values of key t, or with t + length of value t.
const double* row(const Tape& tape, const Attention& a, const Block& block, std::size_t t) {
  const double* const offsets = tape.arena(a.weights(block) + a.heads * a.length);
  return tape.arena(std::bit_cast<std::uint64_t>(offsets[t]));
}

double dot(const double* a, const double* b, std::size_t count) {
  double sum = a[0] * b[0];
  for (std::size_t i = 1; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

void add_multiple(double* to, const double* of, double factor, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] += factor * of[i];
}

// With dw[t] = g . values[t]: dscore[t] = w[t] (dw[t] - sum of w dw).
void backward(Tape& tape, const Block& block) {
  const Attention a = attention_of(block);
  double* const grads = tape.gradients();
  const std::uint32_t* const nodes = tape.term_operands(a.terms);
  const double scale = 1 / std::sqrt(static_cast<double>(a.size));
  thread_local std::vector<double> dw;
  dw.resize(a.length);
  for (std::size_t head = 0; head < a.heads; ++head) {
    const std::size_t begin = head * a.size;
    const double* const g = grads + block.first + begin;
    const double* const weights = tape.arena(a.weights(block)) + head * a.length;
    const double* const query = tape.arena(a.query) + begin;
    double* const dquery = grads + a.query_node + begin;
    double mean = 0;
    for (std::size_t t = 0; t < a.length; ++t) {
      dw[t] = dot(g, row(tape, a, block, a.length + t) + begin, a.size);
      mean += weights[t] * dw[t];
      add_multiple(grads + nodes[a.length + t] + begin, g, weights[t], a.size);
    }
    for (std::size_t t = 0; t < a.length; ++t) {
      const double dscore = weights[t] * (dw[t] - mean) * scale;
      add_multiple(dquery, row(tape, a, block, t) + begin, dscore, a.size);
      add_multiple(grads + nodes[t] + begin, query, dscore, a.size);
    }
  }
}

// What the head of output o reads: its part of the query and of the keys, and element o of the
// values.
std::vector<Value> operands(const Tape& tape, const Block& block, std::uint32_t o) {
  const Attention a = attention_of(block);
  const std::uint32_t* const nodes = tape.term_operands(a.terms);
  const auto begin = static_cast<std::uint32_t>(o / a.size * a.size);
  std::vector<Value> all;
  const auto part = [&](std::uint32_t first) {
    for (std::uint32_t i = 0; i < a.size; ++i) all.push_back(tape.at(first + begin + i));
  };
  part(static_cast<std::uint32_t>(a.query_node));
  for (std::size_t t = 0; t < a.length; ++t) part(nodes[t]);
  for (std::size_t t = 0; t < a.length; ++t) all.push_back(tape.at(nodes[a.length + t] + o));
  return all;
}

constexpr Block::Kind kAttention{"attention", backward, operands};

void require_shapes(const Outputs& query, std::span<const Outputs> keys,
                    std::span<const Outputs> values, std::size_t heads) {
  if (heads == 0 || query.size() % heads != 0)
    throw ShapeError("a query of " + std::to_string(query.size()) + " numbers cannot be cut into " +
                     std::to_string(heads) + " heads");
  if (keys.empty() || keys.size() != values.size())
    throw ShapeError("attention needs at least one key and a value for each; it was given " +
                     std::to_string(keys.size()) + " and " + std::to_string(values.size()));
  for (const auto& rows : {keys, values})
    for (const Outputs& row : rows)
      if (row.size() != query.size())
        throw ShapeError("attention: the query has " + std::to_string(query.size()) +
                         " numbers, a key or value " + std::to_string(row.size()));
}

// weights[t] = softmax of the scores, in place; y = their sum of the values.
void softmax(double* scores, std::size_t length) {
  const double largest = *std::max_element(scores, scores + length);
  double sum = 0;
  for (std::size_t t = 0; t < length; ++t) sum += scores[t] = std::exp(scores[t] - largest);
  for (std::size_t t = 0; t < length; ++t) scores[t] /= sum;
}

}  // namespace

Outputs attention(const Outputs& query, std::span<const Outputs> keys,
                  std::span<const Outputs> values, std::size_t heads) {
  require_shapes(query, keys, values, heads);
  Tape& tape = Tape::current();
  const auto is_elsewhere = [](const Outputs& row) { return !row.is_here(); };
  if (is_elsewhere(query) || std::ranges::any_of(keys, is_elsewhere) ||
      std::ranges::any_of(values, is_elsewhere)) [[unlikely]] {
    std::vector<Outputs> rows;  // the keys, then the values
    for (const auto& side : {keys, values})
      for (const Outputs& row : side) rows.push_back(row.here());
    const std::span<const Outputs> all(rows);
    return attention(query.here(), all.first(keys.size()), all.last(values.size()), heads);
  }
  const std::size_t width = query.size(), length = keys.size(), size = width / heads;
  const std::uint64_t outputs = tape.push_arena(width + heads * length + 2 * length);
  const std::uint64_t terms = tape.push_terms(2 * length);
  double* const offsets = tape.arena(outputs + width + heads * length);
  for (std::size_t t = 0; t < length; ++t) {
    tape.term_operands(terms)[t] = keys[t].first_node();
    tape.term_operands(terms)[length + t] = values[t].first_node();
    offsets[t] = std::bit_cast<double>(keys[t].arena_offset());
    offsets[length + t] = std::bit_cast<double>(values[t].arena_offset());
  }
  const double* const q = tape.arena(query.arena_offset());
  double* const y = tape.arena(outputs);
  double* const weights = y + width;
  const double root = std::sqrt(static_cast<double>(size));
  std::fill(y, y + width, 0.0);
  for (std::size_t head = 0; head < heads; ++head) {
    const std::size_t begin = head * size;
    double* const w = weights + head * length;
    for (std::size_t t = 0; t < length; ++t)
      w[t] = dot(q + begin, tape.arena(keys[t].arena_offset()) + begin, size) / root;
    softmax(w, length);
    for (std::size_t t = 0; t < length; ++t)
      add_multiple(y + begin, tape.arena(values[t].arena_offset()) + begin, w[t], size);
  }
  const std::uint64_t payload[] = {heads, length, query.arena_offset(), query.first_node(), terms};
  const auto count = static_cast<std::uint32_t>(width);
  return {tape.push_block(kAttention, count, outputs, payload), count, outputs};
}

}  // namespace riserun::nn

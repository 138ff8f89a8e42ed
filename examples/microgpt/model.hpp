// Karpathy's microgpt: a GPT of one layer that reads a text character by character and scores what
// comes next. https://karpathy.github.io/2026/02/12/microgpt/
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <riserun/nn/nn.hpp>
#include "examples/microgpt/scalar_rows.hpp"

namespace microgpt {

struct Options {
  std::size_t symbols = 27;  // characters, and one that begins and ends every document
  std::size_t width = 16;    // numbers that stand for a character
  std::size_t heads = 4;     // a divisor of width
  std::size_t block = 16;    // longest text it can look back on
  std::uint64_t seed = 1;
};

/// Parameters as fused blocks see them: rows are nodes of the tape, a layer is one block.
struct Blocks {
  using Number = riserun::Value;
  using Row = riserun::Outputs;

  riserun::nn::BoundParameters p;

  [[nodiscard]] riserun::nn::BoundParameters row(std::size_t first, std::size_t count) const {
    return p.slice(first, count);
  }
  // Of a table of rows.
  [[nodiscard]] riserun::nn::BoundParameters row_of(std::size_t first, std::size_t rows,
                                                    std::size_t width, std::size_t which) const {
    return pick_row(p.slice(first, rows * width), rows, which);
  }
  [[nodiscard]] Row through(const riserun::nn::Layer& layer, const Row& x) const {
    return layer(p, x);
  }
};

inline riserun::Value cross_entropy(const riserun::Outputs& scores, std::size_t right) {
  return riserun::nn::SoftmaxCrossEntropy{}(scores, {.label = static_cast<int>(right)});
}

/// What the model remembers of the characters read so far.
template <class Row>
struct Memory {
  std::vector<Row> keys, values;
};

class Gpt {
 public:
  explicit Gpt(const Options& options = {}) : options_(options) {
    riserun::Random random(options.seed);
    for (double& p : parameters_.data()) p = 0.08 * random.normal();
  }

  [[nodiscard]] riserun::nn::ParameterSet& parameters() { return parameters_; }
  [[nodiscard]] const riserun::nn::ParameterSet& parameters() const { return parameters_; }
  [[nodiscard]] const Options& options() const { return options_; }

  /// Reads one more symbol, at most options().block of them; the scores of the next. `numbers` is
  /// Blocks{p}, Scalars{p} for parameters of any number type, or Recorded{p} for lanes.
  template <class Numbers, class Symbol>
  auto read(const Numbers& numbers, Memory<typename Numbers::Row>& memory, Symbol symbol) const {
    using riserun::nn::add, riserun::nn::attention, riserun::nn::rms_norm;
    const std::size_t place = memory.keys.size(), width = options_.width;
    auto x = rms_norm(add(numbers.row_of(symbols_, options_.symbols, width, symbol),
                          numbers.row(places_ + place * width, width)));
    {
      const auto y = rms_norm(x);
      memory.keys.push_back(numbers.through(key_, y));
      memory.values.push_back(numbers.through(value_, y));
      const auto seen =
          attention(numbers.through(query_, y), memory.keys, memory.values, options_.heads);
      x = add(numbers.through(mix_, seen), x);
    }
    x = add(numbers.through(narrow_, numbers.through(wide_, rms_norm(x))), x);
    return numbers.through(scores_, x);
  }

  /// The mean over a document's characters of -ln of the probability given to each, the first
  /// options().block at most. A document has two symbols at least, the first is read only.
  template <class Numbers, class Text>
  auto loss(const Numbers& numbers, const Text& document) const {
    const std::size_t count = std::min(options_.block, document.size() - 1);
    Memory<typename Numbers::Row> memory;
    memory.keys.reserve(count);
    memory.values.reserve(count);
    typename Numbers::Number sum = 0.0;
    for (std::size_t i = 0; i < count; ++i)
      sum += cross_entropy(read(numbers, memory, document[i]), document[i + 1]);
    return sum / static_cast<double>(count);
  }

 private:
  // Initialised anew by the constructor, all alike.
  riserun::nn::Layer layer(const char* name, std::size_t inputs, std::size_t outputs,
                           riserun::nn::Activation activation = riserun::nn::Activation::linear) {
    riserun::Random unused(0);
    return {parameters_, name,
            inputs,      outputs,
            activation,  riserun::nn::Initializer::zeros,
            unused,      riserun::nn::Bias::none};
  }

  Options options_;
  riserun::nn::ParameterSet parameters_;
  std::size_t symbols_ = parameters_.add("symbols", {options_.symbols, options_.width});
  std::size_t places_ = parameters_.add("places", {options_.block, options_.width});
  riserun::nn::Layer query_ = layer("query", options_.width, options_.width);
  riserun::nn::Layer key_ = layer("key", options_.width, options_.width);
  riserun::nn::Layer value_ = layer("value", options_.width, options_.width);
  riserun::nn::Layer mix_ = layer("mix", options_.width, options_.width);
  riserun::nn::Layer wide_ =
      layer("wide", options_.width, 4 * options_.width, riserun::nn::Activation::relu);
  riserun::nn::Layer narrow_ = layer("narrow", 4 * options_.width, options_.width);
  riserun::nn::Layer scores_ = layer("scores", options_.width, options_.symbols);
};

}  // namespace microgpt

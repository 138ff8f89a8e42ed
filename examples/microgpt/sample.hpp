// New documents from a model, on plain numbers: no tape.
#pragma once

#include <string>

#include <riserun/base/random.hpp>
#include "examples/microgpt/model.hpp"
#include "examples/microgpt/text.hpp"

namespace microgpt {

/// One document, at most the model's block long. `temperature` > 0: below 1 the likelier characters
/// are preferred.
inline std::string sample(const Gpt& gpt, const Alphabet& alphabet, riserun::Random& random,
                          double temperature = 0.5) {
  const Scalars<std::span<const double>> numbers{gpt.parameters().data()};
  Memory<Row<double>> memory;
  std::string text;
  std::size_t symbol = alphabet.boundary();
  while (text.size() < gpt.options().block) {
    Row<double> odds = gpt.read(numbers, memory, symbol);
    for (double& x : odds) x /= temperature;
    double left = random.uniform() * exponentials(odds);
    for (symbol = 0; symbol + 1 < odds.size() && left >= odds[symbol]; ++symbol)
      left -= odds[symbol];
    if (symbol == alphabet.boundary()) break;
    text += alphabet.letter(symbol);
  }
  return text;
}

}  // namespace microgpt

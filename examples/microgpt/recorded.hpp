// The model for the lock-step engine: recorded once for each length of text, evaluated for eight
// texts at a time.
#pragma once

#include <cstddef>

#include <riserun/lanes/lanes.hpp>
#include <riserun/train/recorded/recordable.hpp>
#include "examples/microgpt/model.hpp"
#include "examples/microgpt/text.hpp"

namespace microgpt {

/// Parameters while a recording is made. Which row of a table is read differs from text to text.
struct Recorded : Scalars<riserun::lanes::Parameters> {
  [[nodiscard]] Row row_of(std::size_t first, std::size_t rows, std::size_t width,
                           const riserun::lanes::Label& which) const {
    return Row(pick_row(p.slice(first, rows * width), rows, which));
  }
};

inline riserun::lanes::Number cross_entropy(const Row<riserun::lanes::Number>& scores,
                                            const riserun::lanes::Label& right) {
  return softmax_cross_entropy(scores, right);
}

inline Blocks numbers_of(const riserun::nn::BoundParameters& p) { return {p}; }
inline Recorded numbers_of(const riserun::lanes::Parameters& p) { return {{p}}; }

/// The loss of a document on either engine: blocks of nodes on a tape, scalars on lanes. Documents
/// of a length are alike.
inline auto recordable_loss(const Gpt& gpt) {
  return riserun::train::recordable(
      [&gpt](const auto& p, const auto& document) { return gpt.loss(numbers_of(p), document); },
      [](const Document& document) { return document.size(); });
}

}  // namespace microgpt

// W5: microgpt trained on names, one document a step of Adam.
#pragma once

#include <memory>
#include <vector>

#include "bench/harness.hpp"

namespace bench::gpt {

inline constexpr std::size_t kDocuments = 32;  // of a step; each is followed by an update
inline constexpr double kRate = 0.01, kBeta1 = 0.85, kBeta2 = 0.99, kEpsilon = 1e-8;

using Document = std::vector<std::size_t>;  // symbols, from the boundary to the boundary

/// Documents and the parameters from which every step begins anew, in the order of microgpt::Gpt.
struct Problem {
  std::vector<double> parameters;
  std::vector<Document> documents;

  [[nodiscard]] const Document& document(std::size_t step, std::size_t i) const {
    return documents[(step * kDocuments + i) % documents.size()];
  }
};

/// Names in a fixed order. Throws FileError where the file of names is missing.
[[nodiscard]] Problem make_problem();

/// The result of each: the sum of a step's losses, the parameters after it, the gradient of its
/// last document.
[[nodiscard]] std::unique_ptr<Contestant> hand(const Problem& problem);
[[nodiscard]] std::unique_ptr<Contestant> riserun_nn(const Problem& problem);
[[nodiscard]] std::unique_ptr<Contestant> riserun_dots(const Problem& problem);
[[nodiscard]] std::unique_ptr<Contestant> riserun_scalar(const Problem& problem);

}  // namespace bench::gpt

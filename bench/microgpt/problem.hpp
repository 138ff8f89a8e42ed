// W5: microgpt trained on names, one document or a batch of them an update of Adam.
#pragma once

#include <memory>
#include <vector>

#include "bench/harness.hpp"

namespace bench::gpt {

inline constexpr std::size_t kDocuments = 32;  // of a step, at least
inline constexpr double kRate = 0.01, kBeta1 = 0.85, kBeta2 = 0.99, kEpsilon = 1e-8;

using Document = std::vector<std::size_t>;  // symbols, from the boundary to the boundary

/// Documents and the parameters from which every step begins anew, in the order of microgpt::Gpt.
struct Problem {
  std::vector<double> parameters;
  std::vector<Document> documents;

  /// Any number is valid.
  [[nodiscard]] const Document& document(std::size_t i) const {
    return documents[i % documents.size()];
  }
};

/// Names in a fixed order. Throws FileError where the file of names is missing.
[[nodiscard]] Problem make_problem();

/// An update follows every `batch` documents; a step has as many documents as a batch, or
/// kDocuments where a batch has fewer. The result of each: the sum of a step's losses, the
/// parameters after it, the gradient of its last update.
[[nodiscard]] std::unique_ptr<Contestant> hand(const Problem& problem, std::size_t batch);
[[nodiscard]] std::unique_ptr<Contestant> riserun_nn(const Problem& problem, std::size_t batch);
[[nodiscard]] std::unique_ptr<Contestant> riserun_dots(const Problem& problem, std::size_t batch);
[[nodiscard]] std::unique_ptr<Contestant> riserun_scalar(const Problem& problem, std::size_t batch);
[[nodiscard]] std::unique_ptr<Contestant> riserun_lanes(const Problem& problem, std::size_t batch);

}  // namespace bench::gpt

// confusion.json: which classes a run's model takes for which.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/gradient/workers.hpp>

namespace riserun::run {

/// Counts of (true class, taken for), as confusion.json keeps them.
struct Confusion {
  std::vector<std::string> classes;
  std::vector<double> counts;  // true class by true class
};
/// The mistakes on data that are prepared as for training.
[[nodiscard]] Confusion confusion_of(const nn::MLP& model, const nn::AnyLoss& loss,
                                     const train::Dataset& data, train::Workers& workers);
[[nodiscard]] std::string to_json(const Confusion& confusion);
/// Throws FileError, DataError.
[[nodiscard]] Confusion load_confusion(const std::filesystem::path& file);

}  // namespace riserun::run

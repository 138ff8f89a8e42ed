// What a regression says of the rows that judge it, beside the truth: the run page's picture.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/scaling.hpp>

namespace riserun::run {

/// A row for each of `rows`, of at most 2 000 that are spread evenly over them: for each target the
/// column "true NAME" and the column "predicted NAME", in the file's unit. `rows` are prepared as
/// for training.
[[nodiscard]] std::string predicted_rows(const nn::MLP& model, const train::Dataset& rows,
                                         const train::Scaling& target_scaling);

/// A target's columns of such a table.
struct PredictedTarget {
  std::string name;
  std::vector<double> truth, predicted;
  bool is_sample;  // there were more rows than these
};
/// Throws FileError, DataError.
[[nodiscard]] std::vector<PredictedTarget> load_predicted(const std::filesystem::path& file);

}  // namespace riserun::run

// riserun train --lr find: the learning-rate range test, its table and its picture.
#pragma once

#include <string>
#include <vector>

#include "nn/losses.hpp"
#include "nn/mlp.hpp"
#include "train/dataset.hpp"
#include "train/run_folder.hpp"
#include "train/trainer_options.hpp"

namespace riserun::cli {

struct FoundRate {
  double rate;
  std::string text;  // a line that says so
};

/// The suggestion; writes lr_find.csv, lr_find.svg and lr_find.png
/// and adds their names to `written`; the model is as before. Throws DataError when no rate makes
/// the loss fall.
[[nodiscard]] FoundRate find_rate(const train::TrainerOptions& options, nn::MLP& model,
                                  const nn::AnyLoss& loss, const train::Dataset& training,
                                  const train::RunFolder& folder,
                                  std::vector<std::string>& written);

}  // namespace riserun::cli

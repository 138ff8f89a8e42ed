// riserun train --lr find: the learning-rate range test, its table and its picture.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nn/losses.hpp"
#include "nn/mlp.hpp"
#include "plots/chart.hpp"
#include "train/dataset.hpp"
#include "train/rate_search.hpp"
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

/// The rates and losses that lr_find.csv keeps. Throws FileError, DataError.
[[nodiscard]] train::RateCurve load_rate_curve(const std::filesystem::path& file);
/// What is suggested of a curve, to the digits that it is worth; NaN: nothing.
[[nodiscard]] double suggestion_of(const train::RateCurve& curve);
[[nodiscard]] plots::Chart rate_chart(const train::RateCurve& curve, const std::string& title);

}  // namespace riserun::cli

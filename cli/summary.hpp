// What a run is told to do and what came of it, in a few lines of text.
#pragma once

#include <string>

#include "cli/train_settings.hpp"
#include "nn/losses.hpp"
#include "nn/mlp.hpp"
#include "train/dataset.hpp"
#include "train/history.hpp"
#include "train/workers.hpp"

namespace riserun::cli {

/// Data, split, model and how it is trained.
[[nodiscard]] std::string setup_summary(const TrainSettings& settings, const train::Dataset& data,
                                        const train::Dataset& training,
                                        const train::Dataset& validation,
                                        const train::Dataset& test, const nn::MLP& model,
                                        int threads);

/// Losses and accuracy of the model as it is now, the classes it confuses most, and the speed.
[[nodiscard]] std::string result_summary(const TrainSettings& settings,
                                         const train::History& history,
                                         const train::Dataset& training,
                                         const train::Dataset& validation, const nn::MLP& model,
                                         const nn::AnyLoss& loss, train::Workers& workers);

/// Loss and accuracy on the rows that were kept for the end.
[[nodiscard]] std::string test_summary(const train::Dataset& test, const nn::MLP& model,
                                       const nn::AnyLoss& loss, train::Workers& workers);

}  // namespace riserun::cli

// riserun train --cv: a model for each fold, judged on the rows that it has not seen.
#pragma once

#include <string>
#include <vector>

#include <riserun/cli/telling/events.hpp>
#include <riserun/run/folder/run_data.hpp>
#include <riserun/run/session.hpp>

namespace riserun::run {

/// Trains on all folds but one, in turn, each time with imputation and scaling learned from those
/// rows alone, and judges the model of the last epoch (the best one would be chosen by the rows
/// that judge it). Prints a line for each fold, mean and standard deviation; writes config.toml,
/// cv.csv, cv.txt and, for each fold, a folder with history.csv and model.safetensors. A run that
/// is resumed keeps the folds it has, and refuses (ConfigError) settings that are not theirs.
/// Returns the exit code.
[[nodiscard]] int run_cross_validation(TrainingRun& run, const RunData& data, cli::Events& events,
                                       std::vector<std::string>& written);

}  // namespace riserun::run

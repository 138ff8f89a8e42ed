// Cross-validation: a model for each fold, judged on the rows that it has not seen.
#pragma once

#include <riserun/run/folder/run_data.hpp>
#include <riserun/run/folder/run_place.hpp>
#include <riserun/run/session.hpp>
#include <riserun/run/written_files.hpp>

namespace riserun::run {

/// Trains on all folds but one, in turn, each time with imputation and scaling learned from those
/// rows alone, and judges the model of the last epoch (the best one would be chosen by the rows
/// that judge it). Tells a line for each fold, mean and standard deviation; writes config.toml,
/// cv.csv, cv.txt and, for each fold, a folder with history.csv and model.safetensors. A run that
/// is resumed keeps the folds it has, and refuses (ConfigError) settings that are not theirs.
[[nodiscard]] RunResult run_cross_validation(const RunRequest& request, const RunData& data,
                                             RunPlace& place, Observer& observer,
                                             WrittenFiles& written);

}  // namespace riserun::run

// What a run works on once its data are read: the rows in the form the model gets, and the model.
#pragma once

#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/run/folder/run_data.hpp>
#include <riserun/run/run_request.hpp>
#include <riserun/train/data/preparation.hpp>
#include <riserun/train/saving/checkpoint.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::run {

struct PreparedRun {
  RunData parts;  // as they were read
  train::Preparation preparation;
  train::Dataset training, validation, test;  // filled and scaled
  nn::AnyLoss loss;
  nn::MLP model;
  std::vector<double> class_weights;

  /// Reads nothing; the settings must be resolved. Throws ConfigError, DataError, ShapeError where
  /// settings, data and model do not fit.
  PreparedRun(const TrainSettings& settings, RunData data);

  [[nodiscard]] train::ModelInfo model_info() const;
  [[nodiscard]] train::RunIdentity identity(const RunRequest& request) const;
};

}  // namespace riserun::run

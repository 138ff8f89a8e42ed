// What a run writes down for its pictures while it trains: each batch, the gradient of each layer,
// models on the way.
#pragma once

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

#include <riserun/nn/mlp.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/train/fit/trainer_options.hpp>
#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

class RunRecords {
 public:
  /// The model and its run are looked at, never changed. An epoch has so many batches. Files of an
  /// earlier run by these names are emptied; those of a run that is `resumed` keep what was before
  /// its checkpoint.
  RunRecords(const train::RunFolder& folder, const TrainSettings& settings, const nn::MLP& model,
             train::ModelInfo info, std::size_t batches,
             const train::TrainingState* resumed = nullptr);

  /// What is written while the run goes on: what the settings record and snapshots ask for.
  [[nodiscard]] std::vector<const char*> names() const;

  /// A row each, numbered from the run's first batch on.
  void batch(const train::BatchReport& report);
  void epoch(const train::EpochReport& report);
  /// Sends the rows on to the files. Before a checkpoint: a run that is killed after it and resumed
  /// must find them.
  void flush();
  /// Writes what is left. Returns the names of the files that are incomplete.
  [[nodiscard]] std::vector<const char*> finish();

 private:
  void snapshot(int epoch) const;

  const train::RunFolder& folder_;
  const TrainSettings& settings_;
  const nn::MLP& model_;
  train::ModelInfo info_;
  std::ofstream steps_, gradients_;
};

}  // namespace riserun::run

// One training run from a CSV file to a run folder: what `train` does, and the second half of
// `demo`.
#pragma once

#include <memory>
#include <string>

#include <riserun/base/files/folder_lock.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>

namespace riserun::run {

struct TrainingRun {
  TrainSettings& settings;
  const Settings& declared;         // the same, for config.toml
  std::string out = {};             // the run folder; empty: the first free runs/<data>-1, -2, ...
  std::string resume = {};          // instead of out: the folder of a run to go on with
  std::string gradient_check = {};  // what a check before the run found, for its page
  bool force = false;               // write into a folder that has something in it
  bool quiet = false;               // no progress
  bool explain = false;             // say what the lanes engine recognises, and stop
  bool json = false;                // events on stdout instead of text
  std::unique_ptr<FolderLock> lock = {};  // of the run folder, once there is one
};

/// Trains, reports on stdout and writes config.toml, history.csv, model.safetensors, checkpoints,
/// loss.svg and loss.png. After a signal it stops between two batches and writes all the same;
/// before the first batch, while data are read, it leaves at once with 130 or 143.
/// Returns the exit code; throws as the libraries do, after a divergence once the last finite model
/// is written.
[[nodiscard]] int run_training(TrainingRun& run);

}  // namespace riserun::run

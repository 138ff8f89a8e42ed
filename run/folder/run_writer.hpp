// What a run writes into its folder while it goes on, and when.
#pragma once

#include <functional>

#include <riserun/nn/mlp.hpp>
#include <riserun/train/fit/history.hpp>
#include <riserun/train/saving/checkpoints.hpp>
#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

/// Writes checkpoints, history.csv and model.safetensors together: whenever a checkpoint is due and
/// at the end. model.safetensors is at any time the model that would be kept if the run ended now.
class RunWriter {
 public:
  RunWriter(const train::RunFolder& folder, train::Checkpoints& checkpoints, const nn::MLP& model,
            train::ModelInfo info)
      : folder_(folder), checkpoints_(checkpoints), model_(model), info_(std::move(info)) {}

  /// The epochs that a resumed run has behind it.
  void start_from(const train::TrainingState& state) { history_ = state.history; }

  /// True if the batch was followed by a checkpoint; `before` is called before that.
  bool batch(const train::BatchReport& report, const std::function<void()>& before);
  void epoch(const train::EpochReport& report);
  /// All of it, as the run was left; the model has its final parameters.
  void finish(const train::TrainingState& state);
  /// After a divergence, which leaves no state to go on from: the model and the history.
  void keep();

  [[nodiscard]] const train::History& history() const { return history_; }

 private:
  const train::RunFolder& folder_;
  train::Checkpoints& checkpoints_;
  const nn::MLP& model_;
  train::ModelInfo info_;
  train::History history_{};
};

}  // namespace riserun::run

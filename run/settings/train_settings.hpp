// What a training run can be told, and how the libraries are told in turn.
#pragma once

#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/run/settings/data_settings.hpp>
#include <riserun/run/settings/fit_settings.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/fit/trainer_options.hpp>
#include <riserun/train/saving/checkpoints.hpp>

namespace riserun::run {

/// The values are the defaults.
struct TrainSettings : DataSettings, FitSettings {
  std::vector<std::size_t> hidden{64, 32};
  std::string activation = "relu";
  std::string loss = "auto";
  std::string outputs = "auto";

  std::string engine = "scalar";
  std::string init = "automatic";

  std::string record = "epochs";
  int snapshots = 0;

  std::string checkpoint_every = "10s";
  bool tensorboard = false;

  /// Declares every one of them; this must outlive `settings`.
  void declare(Settings& settings);
  /// Replaces what stands for something else ("auto", a lr that was not given, a relative path), so
  /// that the configuration says what was done. Throws ConfigError for what cannot go together.
  void resolve();
  /// The same once the data are read, whose features become so many inputs, and of which so many rows
  /// train.
  void resolve_for(const train::Dataset& data, std::size_t inputs, std::size_t training_rows);

  [[nodiscard]] nn::AnyLoss any_loss() const;
  /// The layers for these data: inputs, hidden layers, and the outputs that the loss wants.
  /// Throws ConfigError for a loss that these data cannot have.
  [[nodiscard]] std::vector<std::size_t> layer_sizes(std::size_t inputs,
                                                     const train::Dataset& data) const;
  [[nodiscard]] nn::MLPOptions model_options() const;
  /// The model and its training in one line, for pictures.
  [[nodiscard]] std::string brief() const;
  [[nodiscard]] train::CheckpointInterval checkpoint_interval() const;
  /// Without callbacks and class weights.
  [[nodiscard]] train::TrainerOptions trainer_options() const;
};

}  // namespace riserun::run

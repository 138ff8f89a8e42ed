// A run folder read again: the model, the data it was judged by, and what it says of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/run/folder/run_data.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::run {

class FinishedRun {
 public:
  /// Reads config.toml, model.safetensors and the data that the configuration names. Throws
  /// FileError, DataError (also for data that have changed since), ConfigError.
  explicit FinishedRun(const std::filesystem::path& folder);

  /// "runs/digits/" -> "digits".
  [[nodiscard]] static std::string name_of(const std::filesystem::path& folder);
  [[nodiscard]] std::string name() const { return name_of(folder_); }
  [[nodiscard]] std::string subtitle() const { return settings_.brief(); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const TrainSettings& settings() const { return settings_; }
  [[nodiscard]] const nn::MLP& model() const { return loaded_.model; }
  [[nodiscard]] const nn::AnyLoss& loss() const { return loaded_.info.loss; }
  /// The training rows, filled and scaled as the model takes them.
  [[nodiscard]] train::Dataset prepared_training() const { return loaded_.prepare(data_.training); }
  /// The validation rows, or the training rows where nothing validates; as they are in the file.
  [[nodiscard]] const train::Dataset& judged() const;
  /// "the 359 validation rows".
  [[nodiscard]] std::string part() const;
  /// Throws DataError for a regression.
  void require_classes() const;

  /// The model's outputs for each row, a regression's in the unit of the file.
  [[nodiscard]] std::vector<std::vector<double>> answers(const train::Dataset& rows) const;
  /// For each row how strongly the model speaks for each class: shares that sum up to 1.
  [[nodiscard]] std::vector<std::vector<double>> strengths(const nn::MLP& model,
                                                           const train::Dataset& rows) const;
  /// The same of places: features row after row, in the unit of the file.
  [[nodiscard]] std::vector<std::vector<double>> strengths(const nn::MLP& model,
                                                           std::vector<double> features) const;
  /// Whether the loss makes probabilities of the outputs, as a hinge does not.
  [[nodiscard]] bool has_probabilities() const { return nn::loss_info(loss()).logits; }
  /// A score for each class at each place, as the outputs say it: of two classes with one output half
  /// of how far it is beyond where the answer turns, for and against.
  [[nodiscard]] std::vector<std::vector<double>> scores(const nn::MLP& model,
                                                        std::vector<double> features) const;

 private:
  [[nodiscard]] train::Dataset places(std::vector<double> features) const;

  std::filesystem::path folder_;
  TrainSettings settings_;
  train::LoadedModel loaded_;
  RunData data_;
};

}  // namespace riserun::run

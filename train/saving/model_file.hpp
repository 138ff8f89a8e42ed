// A trained MLP in one file, with all that predicting from another file needs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/column_encoding.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/imputation.hpp>
#include <riserun/train/data/scaling.hpp>
#include <riserun/train/saving/safetensors.hpp>

namespace riserun::train {

/// What a model was trained on and for.
struct ModelInfo {
  Schema schema{};  // features, and classes or targets, in the order of inputs and outputs
  ColumnEncoding encoding{};  // to be applied to features first: they become the model's inputs
  Imputation imputation{};    // to be applied to these: none, and missing ones are refused
  Scaling scaling{};          // to be applied to features before the model
  Scaling target_scaling{};   // to be undone on the outputs of a regression
  nn::AnyLoss loss{};
  std::string written_by{};  // "riserun 0.1.0": set by loading

  /// Of each input of the model: a feature's own name, or "sex=female", "age missing".
  [[nodiscard]] std::vector<std::string> input_names() const {
    return encoding.names(schema.feature_names);
  }
};

struct LoadedModel {
  nn::MLP model;
  ModelInfo info;

  /// Features as the model wants them: its inputs, and the targets of a regression as it was trained on them.
  [[nodiscard]] Dataset prepare(const Dataset& data) const {
    const Dataset features = info.scaling.apply(info.imputation.apply(info.encoding.apply(data)));
    return data.task() == Task::regression ? info.target_scaling.apply_to_targets(features)
                                           : features;
  }
};

// safetensors, F64. Tensors "layers.0.weight" of shape [outputs, inputs] (the field's convention;
// in memory ours is the transpose) and "layers.0.bias", for each layer, and "scaling.offset",
// "scaling.scale" where there is one, "imputation.values", and "target_scaling.offset" and
// ".scale". The rest is in the metadata: riserun.format, .version, .sizes, .activation, .output,
// .initializer, .seed, .loss, .loss_option (huber's delta, a smoothing), .task, .scaling,
// .imputation, .target_scaling, and JSON arrays .feature_names, .target_names, .class_names,
// .target_columns. A model with columns that are no numbers, or for a file with columns to be left
// out, has .columns and .left_out, too (see column_json.hpp).

/// Throws ShapeError when info and model do not fit together, DataError for a parameter that is not
/// finite, ConfigError for a name that is not UTF-8.
[[nodiscard]] TensorFile model_tensors(const nn::MLP& model, const ModelInfo& info);

/// Written atomically. Throws FileError too.
void save_model(const std::filesystem::path& path, const nn::MLP& model, const ModelInfo& info);
/// Throws FileError when it cannot be read, DataError as model_of_tensors does.
[[nodiscard]] LoadedModel load_model(const std::filesystem::path& path);

}  // namespace riserun::train

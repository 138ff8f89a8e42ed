#include <riserun/run/prepared_run.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include <riserun/base/content_hash.hpp>
#include <riserun/train/data/fit_check.hpp>

namespace riserun::run {

PreparedRun::PreparedRun(const TrainSettings& settings, RunData data)
    : parts(std::move(data)),
      preparation(train::Preparation::fit(parts.training, settings.preparation_options())),
      training(preparation.apply(parts.training)),
      validation(preparation.apply(parts.validation)),
      test(preparation.apply(parts.test)),
      loss(settings.any_loss()),
      model(settings.layer_sizes(training.feature_count(), training), settings.model_options()),
      class_weights(settings.weights_for(training)) {
  train::require_fit(model, loss, training);
}

train::ModelInfo PreparedRun::model_info() const {
  return {.schema = parts.all.schema(),
          .encoding = preparation.encoding,
          .imputation = preparation.imputation,
          .scaling = preparation.scaling,
          .target_scaling = preparation.target_scaling,
          .loss = loss};
}

train::RunIdentity PreparedRun::identity(const RunRequest& request) const {
  // What is trained on, in the form in which it is: split and scaled.
  ContentHash hash;
  hash.add(training.content_hash());
  hash.add(validation.content_hash());
  return {.model = fmt::format("mlp {} {}, {} loss", fmt::join(model.sizes(), "-"),
                               request.settings.activation, request.settings.loss),
          .data = fmt::format("{}, {} + {} rows", request.settings.data, training.size(),
                              validation.size()),
          .data_hash = hash.value(),
          .configuration = request.declared.to_toml()};
}

}  // namespace riserun::run

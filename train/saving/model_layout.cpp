#include <riserun/train/saving/model_layout.hpp>

#include <fmt/format.h>

#include <riserun/base/errors.hpp>

namespace riserun::train {

std::string weight_tensor(std::size_t l) { return fmt::format("layers.{}.weight", l); }
std::string bias_tensor(std::size_t l) { return fmt::format("layers.{}.bias", l); }

std::vector<double> transposed(std::span<const double> matrix, std::size_t rows,
                               std::size_t columns) {
  std::vector<double> result(matrix.size());
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) result[c * rows + r] = matrix[r * columns + c];
  return result;
}

std::vector<ModelColumns> columns_of(ModelInfo& info, const std::vector<std::size_t>& sizes) {
  std::vector<ModelColumns> all;
  const std::size_t in = sizes.front(), out = sizes.back();
  if (info.scaling.kind != ScalingKind::none)
    all.insert(all.end(), {{"scaling.offset", in, &info.scaling.offset},
                           {"scaling.scale", in, &info.scaling.scale}});
  if (info.imputation.kind != ImputationKind::none)
    all.push_back({"imputation.values", in, &info.imputation.values});
  if (info.target_scaling.kind != ScalingKind::none)
    all.insert(all.end(), {{"target_scaling.offset", out, &info.target_scaling.offset},
                           {"target_scaling.scale", out, &info.target_scaling.scale}});
  return all;
}

std::string misfit(const std::vector<std::size_t>& sizes, const ModelInfo& info) {
  const Schema& schema = info.schema;
  const std::size_t inputs = sizes.front(), outputs = sizes.back();
  const auto differ = [](std::size_t names, const char* what, std::size_t count) {
    return fmt::format("there are {} {} names for a model of {}", names, what, count);
  };
  const std::size_t features = schema.feature_names.size();
  if (!info.encoding.columns.empty() && info.encoding.columns.size() != features)
    return fmt::format("there are {} columns and {} feature names", info.encoding.columns.size(),
                       features);
  if (info.encoding.inputs(features) != inputs)
    return differ(info.encoding.inputs(features), "feature", inputs);
  const std::size_t classes = schema.class_names.size(), targets = schema.target_names.size();
  switch (schema.task) {
    case Task::classification:
      if (classes != outputs && !(outputs == 1 && classes <= 2))
        return differ(classes, "class", outputs);
      break;
    case Task::regression:
      if (targets != outputs) return differ(targets, "target", outputs);
      if (classes != 0) return "a regression has no classes";
      break;
    case Task::unlabelled:
      return "the schema does not say what the model predicts";
  }
  if (info.target_scaling.kind != ScalingKind::none && schema.task != Task::regression)
    return "only the targets of a regression can be scaled";
  try {
    info.scaling.validate(inputs);
    info.imputation.validate(inputs);
    info.target_scaling.validate(outputs);
  } catch (const ShapeError& error) {
    return error.what();
  }
  return {};
}

}  // namespace riserun::train

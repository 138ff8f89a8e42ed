#include <riserun/train/saving/model_file.hpp>

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include <riserun/base/errors.hpp>
#include <riserun/train/saving/column_json.hpp>
#include <riserun/train/saving/model_layout.hpp>
#include <riserun/train/saving/model_reader.hpp>

namespace riserun::train {
namespace {

using Json = nlohmann::json;

std::string json_text(const auto& list) {
  try {
    return Json(list).dump();
  } catch (const Json::exception& error) {
    throw ConfigError(
        fmt::format("names of features and classes must be UTF-8 ({})", error.what()));
  }
}

}  // namespace

TensorFile model_tensors(const nn::MLP& model, const ModelInfo& info) {
  if (const std::string why = misfit(model.sizes(), info); !why.empty())
    throw ShapeError("the model cannot be saved: " + why);
  TensorFile file;
  const std::span<const double> parameters = model.parameters().data();
  for (std::size_t p = 0; p < parameters.size(); ++p)
    if (!std::isfinite(parameters[p]))
      throw DataError(fmt::format("the model cannot be saved: its parameter {} is {:g}",
                                  model.parameters().element_name(p), parameters[p]));
  for (std::size_t l = 0; l < model.layers().size(); ++l) {
    const nn::Layer& layer = model.layers()[l];
    const std::size_t in = layer.inputs(), out = layer.outputs();
    const auto biases = parameters.subspan(layer.biases(), out);
    file.tensors.push_back({weight_tensor(l),
                            {out, in},
                            transposed(parameters.subspan(layer.weights(), in * out), in, out)});
    file.tensors.push_back({bias_tensor(l), {out}, {biases.begin(), biases.end()}});
  }
  ModelInfo columns_info = info;
  for (const ModelColumns& columns : columns_of(columns_info, model.sizes()))
    file.tensors.push_back({columns.tensor, {columns.count}, *columns.values});
  const nn::MLPOptions& options = model.options();
  const Schema& schema = info.schema;
  file.metadata = {{"riserun.format", std::string(kModelFormat)},
                   {"riserun.version", RISERUN_VERSION},
                   {"riserun.sizes", json_text(model.sizes())},
                   {"riserun.activation", std::string(to_string(options.activation))},
                   {"riserun.output", std::string(to_string(options.output))},
                   {"riserun.initializer", std::string(to_string(options.initializer))},
                   {"riserun.seed", std::to_string(options.seed)},
                   {"riserun.loss", std::string(nn::to_string(info.loss))},
                   {"riserun.task", std::string(name_in(kTaskNames, schema.task))},
                   {"riserun.scaling", std::string(to_string(info.scaling.kind))},
                   {"riserun.imputation", std::string(to_string(info.imputation.kind))},
                   {"riserun.target_scaling", std::string(to_string(info.target_scaling.kind))},
                   {"riserun.feature_names", json_text(schema.feature_names)},
                   {"riserun.target_names", json_text(schema.target_names)},
                   {"riserun.class_names", json_text(schema.class_names)},
                   {"riserun.target_columns", json_text(schema.target_columns)}};
  if (!info.encoding.columns.empty() || !schema.left_out.empty()) {
    file.metadata["riserun.format"] = std::string(kColumnFormat);
    file.metadata["riserun.columns"] = to_json(info.encoding.columns);
    file.metadata["riserun.left_out"] = to_json(schema.left_out);
  }
  if (const double* const option = nn::option(info.loss))
    file.metadata["riserun.loss_option"] = fmt::format("{}", *option);
  return file;
}

void save_model(const std::filesystem::path& path, const nn::MLP& model, const ModelInfo& info) {
  save_tensors(path, model_tensors(model, info));
}

LoadedModel load_model(const std::filesystem::path& path) {
  return model_of_tensors(load_tensors(path), path.string());
}

}  // namespace riserun::train

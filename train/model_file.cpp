#include "train/model_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/errors.hpp"

namespace riserun::train {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormat = "riserun mlp 1";
constexpr std::string_view kTasks[] = {"classification", "regression", "unlabelled"};
static_assert(std::size(kTasks) == static_cast<std::size_t>(Task::unlabelled) + 1);

// Our weights are input by input; on disk they are output by output, as everybody's.
std::vector<double> transposed(std::span<const double> matrix, std::size_t rows,
                               std::size_t columns) {
  std::vector<double> result(matrix.size());
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) result[c * rows + r] = matrix[r * columns + c];
  return result;
}

std::string json_text(const auto& list) {
  try {
    return Json(list).dump();
  } catch (const Json::exception& error) {
    throw ConfigError(
        fmt::format("names of features and classes must be UTF-8 ({})", error.what()));
  }
}

/// Numbers of each input or output, and the tensor they are saved as.
struct Columns {
  std::string tensor;
  std::size_t count;
  std::vector<double>* values;
};

/// Those that the kinds of scaling and imputation ask for.
std::vector<Columns> columns_of(ModelInfo& info, const std::vector<std::size_t>& sizes) {
  std::vector<Columns> all;
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

/// Why info and model do not fit, or nothing.
std::string misfit(const std::vector<std::size_t>& sizes, const ModelInfo& info) {
  const Schema& schema = info.schema;
  const std::size_t inputs = sizes.front(), outputs = sizes.back();
  const auto differ = [](std::size_t names, const char* what, std::size_t count) {
    return fmt::format("there are {} {} names for a model of {}", names, what, count);
  };
  if (schema.feature_names.size() != inputs)
    return differ(schema.feature_names.size(), "feature", inputs);
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

template <class T>
T number(const std::string& text) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end)
    throw DataError(fmt::format("expected a {}, found \"{}\"",
                                std::is_integral_v<T> ? "whole number" : "number", text));
  return value;
}

/// Turns the tensors back into a model; the members are what every message needs.
class Reader {
 public:
  Reader(const TensorFile& file, const std::string& source) : file_(file), source_(source) {}

  LoadedModel read() {
    const auto format = file_.metadata.find("riserun.format");
    if (format != file_.metadata.end() && format->second.starts_with("riserun run"))
      fail("this is a checkpoint; the model is model.safetensors in the run folder");
    if (format == file_.metadata.end() || format->second != kFormat)
      fail(
          format == file_.metadata.end()
              ? std::string("this is no model of riserun")
              : fmt::format("the format is \"{}\", this riserun ({}) reads \"{}\"; a newer riserun "
                            "wrote it: install that one",
                            format->second, RISERUN_VERSION, kFormat));
    if (!file_.checksum_verified) fail("the checksum is missing, so the file has been changed");
    const std::vector<std::size_t> sizes = list<std::size_t>("sizes");
    if (sizes.size() < 2) fail("a model has at least two sizes");
    if (std::ranges::count(sizes, 0u) > 0)
      fail(fmt::format("riserun.sizes: each must be at least 1, found [{}]",
                       fmt::join(sizes, ", ")));
    ModelInfo info = read_info();
    // Before the model is made: its size is then no more than that of the file.
    require_tensors(sizes, info);
    for (const Columns& columns : columns_of(info, sizes))
      *columns.values = file_.tensor(columns.tensor).data;
    if (const std::string why = misfit(sizes, info); !why.empty()) fail(why);

    nn::MLP model(sizes, read_options());
    for (std::size_t l = 0; l < model.layers().size(); ++l) fill(model, l);
    return {std::move(model), std::move(info)};
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw DataError(source_ + ": " + message);
  }

  const std::string& text(const std::string& key) const {
    const auto found = file_.metadata.find("riserun." + key);
    if (found == file_.metadata.end()) fail("the metadata \"riserun." + key + "\" is missing");
    return found->second;
  }

  // Whatever is wrong with one piece of metadata is said with its name.
  template <class Parse>
  auto parsed(const std::string& key, Parse&& parse) const {
    const std::string& value = text(key);
    try {
      return parse(value);
    } catch (const Error& error) {
      fail(fmt::format("riserun.{}: {}", key, error.what()));
    } catch (const Json::exception& error) {
      fail(fmt::format("riserun.{}: {}", key, error.what()));
    }
  }

  template <class T>
  std::vector<T> list(const std::string& key) const {
    return parsed(key, [](const std::string& value) {
      const Json json = Json::parse(value);
      for (const Json& element : json)
        if constexpr (std::is_unsigned_v<T>)
          if (!element.is_number_unsigned()) throw DataError("expected whole numbers");
      return json.get<std::vector<T>>();
    });
  }

  ModelInfo read_info() const {
    ModelInfo info;
    info.schema.task = parsed("task", [](const std::string& value) {
      const auto found = std::ranges::find(kTasks, value);
      if (found == std::end(kTasks)) throw DataError("unknown task \"" + value + "\"");
      return static_cast<Task>(found - std::begin(kTasks));
    });
    info.schema.feature_names = list<std::string>("feature_names");
    info.schema.target_names = list<std::string>("target_names");
    info.schema.class_names = list<std::string>("class_names");
    info.schema.target_columns = list<std::size_t>("target_columns");
    const auto scaling = [](const std::string& v) { return scaling_kind(v); };
    info.scaling.kind = parsed("scaling", scaling);
    info.target_scaling.kind = parsed("target_scaling", scaling);
    info.imputation.kind =
        parsed("imputation", [](const std::string& v) { return imputation_kind(v); });
    info.loss = parsed("loss", [](const std::string& v) { return nn::parse_loss(v); });
    if (double* const option = nn::option(info.loss)) {
      *option = parsed("loss_option", [](const std::string& v) { return number<double>(v); });
      parsed("loss_option", [&](const std::string&) { return nn::validate(info.loss); });
    }
    info.written_by = "riserun " + text("version");
    return info;
  }

  nn::MLPOptions read_options() const {
    const auto activation = [](const std::string& v) { return nn::parse_activation(v); };
    return {.activation = parsed("activation", activation),
            .output = parsed("output", activation),
            .initializer = parsed("initializer",
                                  [](const std::string& v) { return nn::parse_initializer(v); }),
            .seed = parsed("seed", [](const std::string& v) { return number<std::uint64_t>(v); })};
  }

  static std::string weight(std::size_t l) { return fmt::format("layers.{}.weight", l); }
  static std::string bias(std::size_t l) { return fmt::format("layers.{}.bias", l); }

  void require_tensors(const std::vector<std::size_t>& sizes, ModelInfo& info) const {
    std::set<std::string> known;
    for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
      require_shape(weight(l), {sizes[l + 1], sizes[l]});
      require_shape(bias(l), {sizes[l + 1]});
      known.insert({weight(l), bias(l)});
    }
    for (const Columns& columns : columns_of(info, sizes)) {
      require_shape(columns.tensor, {columns.count});
      known.insert(columns.tensor);
    }
    for (const Tensor& tensor : file_.tensors)
      if (!known.contains(tensor.name))
        fail(fmt::format("the tensor \"{}\" is no part of a model with the sizes [{}]", tensor.name,
                         fmt::join(sizes, ", ")));
  }

  void require_shape(const std::string& name, const std::vector<std::size_t>& shape) const {
    const auto found = std::ranges::find(file_.tensors, name, &Tensor::name);
    if (found == file_.tensors.end()) fail(fmt::format("the tensor \"{}\" is missing", name));
    if (found->shape != shape)
      fail(fmt::format("the tensor \"{}\" has the shape [{}], expected [{}]", name,
                       fmt::join(found->shape, ", "), fmt::join(shape, ", ")));
    if (!std::ranges::all_of(found->data, [](double x) { return std::isfinite(x); }))
      fail(fmt::format("the tensor \"{}\" holds a value that is not finite", name));
  }

  void fill(nn::MLP& model, std::size_t l) const {
    const nn::Layer& layer = model.layers()[l];
    const auto weights = transposed(file_.tensor(weight(l)).data, layer.outputs(), layer.inputs());
    const std::vector<double>& biases = file_.tensor(bias(l)).data;
    std::ranges::copy(weights, model.parameters().data().begin() + layer.weights());
    std::ranges::copy(biases, model.parameters().data().begin() + layer.biases());
  }

  const TensorFile& file_;
  const std::string& source_;
};

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
    file.tensors.push_back({fmt::format("layers.{}.weight", l),
                            {out, in},
                            transposed(parameters.subspan(layer.weights(), in * out), in, out)});
    file.tensors.push_back(
        {fmt::format("layers.{}.bias", l), {out}, {biases.begin(), biases.end()}});
  }
  ModelInfo columns_info = info;
  for (const Columns& columns : columns_of(columns_info, model.sizes()))
    file.tensors.push_back({columns.tensor, {columns.count}, *columns.values});
  const nn::MLPOptions& options = model.options();
  const Schema& schema = info.schema;
  file.metadata = {{"riserun.format", std::string(kFormat)},
                   {"riserun.version", RISERUN_VERSION},
                   {"riserun.sizes", json_text(model.sizes())},
                   {"riserun.activation", std::string(to_string(options.activation))},
                   {"riserun.output", std::string(to_string(options.output))},
                   {"riserun.initializer", std::string(to_string(options.initializer))},
                   {"riserun.seed", std::to_string(options.seed)},
                   {"riserun.loss", std::string(nn::to_string(info.loss))},
                   {"riserun.task", std::string(kTasks[static_cast<std::size_t>(schema.task)])},
                   {"riserun.scaling", std::string(to_string(info.scaling.kind))},
                   {"riserun.imputation", std::string(to_string(info.imputation.kind))},
                   {"riserun.target_scaling", std::string(to_string(info.target_scaling.kind))},
                   {"riserun.feature_names", json_text(schema.feature_names)},
                   {"riserun.target_names", json_text(schema.target_names)},
                   {"riserun.class_names", json_text(schema.class_names)},
                   {"riserun.target_columns", json_text(schema.target_columns)}};
  if (const double* const option = nn::option(info.loss))
    file.metadata["riserun.loss_option"] = fmt::format("{}", *option);
  return file;
}

LoadedModel model_of_tensors(const TensorFile& file, const std::string& source) {
  return Reader(file, source).read();
}

void save_model(const std::filesystem::path& path, const nn::MLP& model, const ModelInfo& info) {
  save_tensors(path, model_tensors(model, info));
}

LoadedModel load_model(const std::filesystem::path& path) {
  return model_of_tensors(load_tensors(path), path.string());
}

}  // namespace riserun::train

#include <riserun/train/saving/model_reader.hpp>

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/visible_text.hpp>
#include <riserun/train/saving/column_json.hpp>
#include <riserun/train/saving/model_layout.hpp>

namespace riserun::train {
namespace {

using Json = nlohmann::json;

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
    const bool known = format != file_.metadata.end() &&
                       (format->second == kModelFormat || format->second == kColumnFormat);
    if (!known)
      fail(
          format == file_.metadata.end()
              ? std::string("this is no model of riserun")
              : fmt::format("the format is \"{}\", this riserun ({}) reads \"{}\"; a newer riserun "
                            "wrote it: install that one",
                            format->second, RISERUN_VERSION, kColumnFormat));
    if (!file_.checksum_verified) fail("the checksum is missing, so the file has been changed");
    const std::vector<std::size_t> sizes = list<std::size_t>("sizes");
    if (sizes.size() < 2) fail("a model has at least two sizes");
    if (std::ranges::count(sizes, 0u) > 0)
      fail(fmt::format("riserun.sizes: each must be at least 1, found [{}]",
                       fmt::join(sizes, ", ")));
    ModelInfo info = read_info();
    // Before the model is made: its size is then no more than that of the file.
    require_tensors(sizes, info);
    for (const ModelColumns& columns : columns_of(info, sizes))
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

  std::vector<std::string> names(const std::string& key) const {
    std::vector<std::string> all = list<std::string>(key);
    for (const std::string& name : all)
      if (const std::string why = why_no_name(name); !why.empty())
        fail(fmt::format("riserun.{}: {}", key, why));
    return all;
  }

  ModelInfo read_info() const {
    ModelInfo info;
    info.schema.task =
        parsed("task", [](const std::string& v) { return value_in(kTaskNames, v, "task"); });
    info.schema.feature_names = names("feature_names");
    info.schema.target_names = names("target_names");
    info.schema.class_names = names("class_names");
    info.schema.target_columns = list<std::size_t>("target_columns");
    if (text("format") == kColumnFormat) {
      info.encoding.columns = parsed("columns", encoded_columns);
      info.schema.left_out = parsed("left_out", left_out_columns);
      info.schema.kinds = info.encoding.kinds();
    }
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

  void require_tensors(const std::vector<std::size_t>& sizes, ModelInfo& info) const {
    std::set<std::string> known;
    for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
      require_shape(weight_tensor(l), {sizes[l + 1], sizes[l]});
      require_shape(bias_tensor(l), {sizes[l + 1]});
      known.insert({weight_tensor(l), bias_tensor(l)});
    }
    for (const ModelColumns& columns : columns_of(info, sizes)) {
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
    const auto weights =
        transposed(file_.tensor(weight_tensor(l)).data, layer.outputs(), layer.inputs());
    const std::vector<double>& biases = file_.tensor(bias_tensor(l)).data;
    std::ranges::copy(weights, model.parameters().data().begin() + layer.weights());
    std::ranges::copy(biases, model.parameters().data().begin() + layer.biases());
  }

  const TensorFile& file_;
  const std::string& source_;
};

}  // namespace

LoadedModel model_of_tensors(const TensorFile& file, const std::string& source) {
  return Reader(file, source).read();
}

}  // namespace riserun::train

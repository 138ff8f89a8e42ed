#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/model_reader.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

nn::MLP small_model() {
  return nn::MLP({2, 3, 2}, {.activation = nn::Activation::tanh, .seed = 11});
}

ModelInfo small_info() {
  ModelInfo info;
  info.schema = {.task = Task::classification,
                 .feature_names = {"width", "höhe, \"oben\""},
                 .target_names = {"kind"},
                 .class_names = {"a", "b"},
                 .target_columns = {2}};
  info.scaling = {.kind = ScalingKind::standardize, .offset = {0.1, -3.0}, .scale = {2.0, 1e-7}};
  info.loss = nn::Hinge{};
  return info;
}

TEST(ModelFile, ComesBackToTheLastBit) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model.safetensors";
  const nn::MLP model = small_model();
  save_model(path, model, small_info());
  const LoadedModel loaded = load_model(path);
  EXPECT_EQ(loaded.model.sizes(), model.sizes());
  EXPECT_TRUE(std::ranges::equal(loaded.model.parameters().data(), model.parameters().data()));
  EXPECT_EQ(loaded.model.options().activation, nn::Activation::tanh);
  EXPECT_EQ(loaded.model.options().output, nn::Activation::linear);
  EXPECT_EQ(loaded.model.options().seed, 11u);
  EXPECT_EQ(loaded.info.schema, small_info().schema);
  EXPECT_EQ(loaded.info.scaling, small_info().scaling);
  EXPECT_EQ(nn::to_string(loaded.info.loss), "hinge");
  EXPECT_THAT(loaded.info.written_by, HasSubstr("riserun "));
  const std::vector<double> x{0.3, -0.7};
  EXPECT_EQ(loaded.model(x), model(x));
}

TEST(ModelFile, SavesTheSameBytesAgain) {
  const nn::MLP model = small_model();
  const std::string bytes = format_tensors(model_tensors(model, small_info()));
  const LoadedModel loaded = model_of_tensors(parse_tensors(bytes), "again");
  EXPECT_EQ(format_tensors(model_tensors(loaded.model, loaded.info)), bytes);
}

// The field's convention: a weight's shape is [outputs, inputs].
TEST(ModelFile, WeightsAreOutputByOutput) {
  const nn::MLP model = small_model();
  const TensorFile file = model_tensors(model, small_info());
  const Tensor& weight = file.tensor("layers.0.weight");
  EXPECT_EQ(weight.shape, (std::vector<std::size_t>{3, 2}));
  const auto ours = model.parameters().tensor("layers.0.weight");  // [inputs, outputs]
  for (std::size_t in = 0; in < 2; ++in)
    for (std::size_t out = 0; out < 3; ++out)
      EXPECT_EQ(weight.data[out * 2 + in], ours[in * 3 + out]);
  EXPECT_EQ(file.tensor("layers.1.bias").shape, std::vector<std::size_t>{2});
}

TEST(ModelFile, WithoutScalingAndForARegression) {
  ModelInfo info;
  info.schema = {
      .task = Task::regression, .feature_names = {"x1", "x2"}, .target_names = {"y1", "y2"}};
  info.loss = nn::MeanSquaredError{};
  const std::string bytes = format_tensors(model_tensors(small_model(), info));
  const LoadedModel loaded = model_of_tensors(parse_tensors(bytes), "m");
  EXPECT_EQ(loaded.info.schema, info.schema);
  EXPECT_EQ(loaded.info.scaling, Scaling{});
}

ModelInfo regression_info() {
  ModelInfo info;
  info.schema = {
      .task = Task::regression, .feature_names = {"x1", "x2"}, .target_names = {"y1", "y2"}};
  info.target_scaling = {
      .kind = ScalingKind::standardize, .offset = {152.0, -3.0}, .scale = {77.0, 1e-7}};
  info.loss = nn::Huber{.delta = 1.25};
  return info;
}

TEST(ModelFile, KeepsTheScalingOfTargetsAndTheLosssNumber) {
  const std::string bytes = format_tensors(model_tensors(small_model(), regression_info()));
  const LoadedModel loaded = model_of_tensors(parse_tensors(bytes), "m");
  EXPECT_EQ(loaded.info.target_scaling, regression_info().target_scaling);
  EXPECT_EQ(std::get<nn::Huber>(loaded.info.loss).delta, 1.25);
  ModelInfo wrong = regression_info();
  wrong.target_scaling.offset.pop_back();
  EXPECT_THROW(static_cast<void>(model_tensors(small_model(), wrong)), ShapeError);
  wrong = small_info();
  wrong.target_scaling = regression_info().target_scaling;
  EXPECT_THROW(static_cast<void>(model_tensors(small_model(), wrong)), ShapeError);
}

TEST(ModelFile, NoLengthCutShortLoads) {
  const std::string bytes = format_tensors(model_tensors(small_model(), small_info()));
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_THROW(static_cast<void>(model_of_tensors(parse_tensors(bytes.substr(0, length)), "m")),
                 DataError)
        << length << " bytes";
}

TEST(ModelFile, NoFlippedByteLoads) {
  const std::string bytes = format_tensors(model_tensors(small_model(), small_info()));
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (int flip : {0x01, 0x20, 0x80, 0xff}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      EXPECT_THROW(static_cast<void>(model_of_tensors(parse_tensors(changed), "m")), DataError)
          << "byte " << at << " flipped by " << flip;
    }
}

// With a right checksum, as a program with a bug would write it.
TEST(ModelFile, RefusesWhatIsInconsistent) {
  struct Case {
    const char* name;
    std::function<void(TensorFile&)> change;
    const char* message;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto set = [](const char* key, const char* value) {
    return [=](TensorFile& f) { f.metadata[std::string("riserun.") + key] = value; };
  };
  const Case cases[] = {
      {"other format", set("format", "riserun mlp 3"),
       "reads \"riserun mlp 2\"; a newer riserun wrote it"},
      {"no format", [](TensorFile& f) { f.metadata.erase("riserun.format"); },
       "no model of riserun"},
      {"no sizes", [](TensorFile& f) { f.metadata.erase("riserun.sizes"); }, "riserun.sizes"},
      {"sizes no list", set("sizes", "7"), "riserun.sizes"},
      {"sizes no JSON", set("sizes", "[2,3"), "riserun.sizes"},
      {"negative sizes", set("sizes", "[2,-3,2]"), "whole numbers"},
      {"one size", set("sizes", "[2]"), "at least two sizes"},
      {"zero size", set("sizes", "[2,0,2]"), "at least 1"},
      {"zero size, and tensors that fit it",
       [=](TensorFile& f) {
         f.metadata["riserun.sizes"] = "[2,0,2]";
         for (Tensor& tensor : f.tensors)
           for (auto& side : tensor.shape)
             if (side == 3) side = 0, tensor.data.clear();
         // Tensors of no bytes have no order of their own in the file but that of their names.
         std::ranges::sort(f.tensors, {}, &Tensor::name);
       },
       "each must be at least 1, found [2, 0, 2]"},
      {"huge sizes", set("sizes", "[2,1000000000000,2]"), "shape"},
      {"more layers", set("sizes", "[2,3,2,2]"), "\"layers.2.weight\" is missing"},
      {"fewer layers", set("sizes", "[2,3]"), "is no part"},
      {"transposed",
       [](TensorFile& f) {
         f.tensors[0].shape = {2, 3};
       },
       "expected [3, 2]"},
      {"no bias", [](TensorFile& f) { f.tensors.erase(f.tensors.begin() + 1); }, "is missing"},
      {"stranger",
       [](TensorFile& f) {
         f.tensors.push_back({"extra", {1}, {1.0}});
       },
       "\"extra\""},
      {"NaN", [=](TensorFile& f) { f.tensors[2].data[1] = nan; }, "not finite"},
      {"scale 0", [](TensorFile& f) { f.tensors.back().data[0] = 0.0; }, "scale"},
      {"scaling unsaid", set("scaling", "none"), "is no part"},
      {"scaling unknown", set("scaling", "log"), "riserun.scaling"},
      {"feature too many", set("feature_names", "[\"a\",\"b\",\"c\"]"), "3 feature names"},
      {"class too few", set("class_names", "[\"a\"]"), "1 class names"},
      {"names no texts", set("class_names", "[1,2]"), "riserun.class_names"},
      {"a name a terminal obeys", set("class_names", R"(["a","\u001b[31m"])"), "control character"},
      {"activation", set("activation", "swish"), "riserun.activation"},
      {"loss", set("loss", "logloss"), "riserun.loss"},
      {"task", set("task", "guess"), "riserun.task"},
      {"task unlabelled", set("task", "unlabelled"), "does not say"},
      {"seed", set("seed", "1x"), "riserun.seed"},
  };
  for (const Case& test : cases) {
    TensorFile file = model_tensors(small_model(), small_info());
    test.change(file);
    const std::string bytes = format_tensors(file);
    EXPECT_THAT([&] { static_cast<void>(model_of_tensors(parse_tensors(bytes), "m.safetensors")); },
                ThrowsMessage<DataError>(
                    testing::AllOf(HasSubstr("m.safetensors: "), HasSubstr(test.message))))
        << test.name;
  }
  const Case of_a_regression[] = {
      {"no kind", [](TensorFile& f) { f.metadata.erase("riserun.target_scaling"); },
       "riserun.target_scaling"},
      {"kind unknown", set("target_scaling", "log"), "riserun.target_scaling"},
      {"unsaid", set("target_scaling", "none"), "is no part"},
      {"scale 0", [](TensorFile& f) { f.tensors.back().data[0] = 0.0; }, "scale"},
      {"no delta", [](TensorFile& f) { f.metadata.erase("riserun.loss_option"); },
       "riserun.loss_option"},
      {"delta no number", set("loss_option", "1.5x"), "expected a number, found \"1.5x\""},
      {"delta out of range", set("loss_option", "-1"), "riserun.loss_option: huber's delta"},
  };
  for (const Case& test : of_a_regression) {
    TensorFile file = model_tensors(small_model(), regression_info());
    test.change(file);
    const std::string bytes = format_tensors(file);
    EXPECT_THAT([&] { static_cast<void>(model_of_tensors(parse_tensors(bytes), "m")); },
                ThrowsMessage<DataError>(HasSubstr(test.message)))
        << test.name;
  }
}

TEST(ModelFile, RefusesAFileWithoutOurChecksum) {
  const TensorFile file = model_tensors(small_model(), small_info());  // as if read: not verified
  EXPECT_THAT([&] { static_cast<void>(model_of_tensors(file, "m")); },
              ThrowsMessage<DataError>(HasSubstr("checksum")));
}

TEST(ModelFile, DoesNotSaveWhatCouldNotBeLoaded) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model.safetensors";
  nn::MLP model = small_model();
  ModelInfo info = small_info();
  info.schema.feature_names.pop_back();
  EXPECT_THROW(save_model(path, model, info), ShapeError);
  info = small_info();
  info.schema.class_names[0] = "\xff";
  EXPECT_THROW(save_model(path, model, info), ConfigError);
  model.parameters().data()[4] = std::numeric_limits<double>::infinity();
  EXPECT_THAT([&] { save_model(path, model, small_info()); },
              ThrowsMessage<DataError>(HasSubstr("layers.0.weight[1,1]")));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ModelFile, SaysWhichFileIsMissing) {
  EXPECT_THAT([] { static_cast<void>(load_model("/nowhere/model.safetensors")); },
              ThrowsMessage<FileError>(HasSubstr("/nowhere/model.safetensors")));
}

}  // namespace
}  // namespace riserun::train

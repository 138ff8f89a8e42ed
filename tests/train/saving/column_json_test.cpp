#include <riserun/train/saving/column_json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/model_reader.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

const std::vector<EncodedColumn> kColumns{
    {.kind = ColumnKind::number, .missing = true},
    {.kind = ColumnKind::category, .levels = {"a", "é \"b\""}, .other = true},
    {.kind = ColumnKind::day_first, .parts = {"days", "hour"}}};
const std::vector<LeftOutColumn> kLeftOut{{"id", 0, "numbers the rows", true},
                                          {"note", 3, "free text", false}};

TEST(ColumnJson, ComesBack) {
  EXPECT_EQ(encoded_columns(to_json(kColumns)), kColumns);
  EXPECT_EQ(left_out_columns(to_json(kLeftOut)), kLeftOut);
}

TEST(ColumnJson, WhatItDoesNotWriteIsRefused) {
  for (const char* json :
       {"", "[", "[1]", "[{}]",
        R"([{"kind":"colour","levels":[],"other":false,"parts":[],"missing":false}])",
        R"([{"kind":"category","levels":["b","a"],"other":false,"parts":[],"missing":false}])",
        R"([{"kind":"category","levels":["a","a"],"other":false,"parts":[],"missing":false}])",
        R"([{"kind":"category","levels":["a\nb"],"other":false,"parts":[],"missing":false}])",
        R"([{"kind":"number","levels":["a"],"other":false,"parts":[],"missing":false}])",
        R"([{"kind":"number","levels":[],"other":true,"parts":[],"missing":false}])",
        R"([{"kind":"date","levels":[],"other":false,"parts":[],"missing":false}])",
        R"([{"kind":"date","levels":[],"other":false,"parts":["eon"],"missing":false}])",
        R"([{"kind":"number","levels":[],"other":false,"parts":["days"],"missing":false}])"})
    EXPECT_THROW((void)encoded_columns(json), Error) << json;
  for (const char* json : {"[3]", R"([{"name":"a","place":-1,"reason":"r","id":true}])",
                           R"([{"name":"a\u001b[2J","place":1,"reason":"r","id":true}])"})
    EXPECT_THROW((void)left_out_columns(json), Error) << json;
}

ModelInfo info_with_columns() {
  ModelInfo info;
  info.schema = {.task = Task::regression,
                 .feature_names = {"size", "colour", "when"},
                 .target_names = {"y"},
                 .target_columns = {4},
                 .kinds = {ColumnKind::number, ColumnKind::category, ColumnKind::day_first},
                 .left_out = kLeftOut};
  info.encoding.columns = kColumns;
  info.imputation = {.kind = ImputationKind::median, .values = std::vector<double>(8, 0.5)};
  info.loss = nn::MeanSquaredError{};
  return info;
}

TEST(ColumnJson, AModelKeepsItsColumns) {
  const nn::MLP model({8, 1}, {});
  const LoadedModel loaded = model_of_tensors(
      parse_tensors(format_tensors(model_tensors(model, info_with_columns()))), "m");
  EXPECT_EQ(loaded.info.schema, info_with_columns().schema);
  EXPECT_EQ(loaded.info.encoding, info_with_columns().encoding);
  EXPECT_EQ(loaded.info.input_names().at(2), "colour=a");
}

// What older programs read stays what they read.
TEST(ColumnJson, AModelOfNumbersIsWrittenAsBefore) {
  ModelInfo info = info_with_columns();
  info.schema.kinds.clear();
  info.schema.left_out.clear();
  info.encoding.columns.clear();
  info.imputation = {};
  const TensorFile file = model_tensors(nn::MLP({3, 1}, {}), info);
  EXPECT_EQ(file.metadata.at("riserun.format"), "riserun mlp 1");
  EXPECT_FALSE(file.metadata.contains("riserun.columns"));
}

TEST(ColumnJson, ColumnsThatDoNotFitTheModelAreRefused) {
  EXPECT_THAT(message_of<ShapeError>([] {
                (void)model_tensors(nn::MLP({7, 1}, {}), info_with_columns());
              }),
              HasSubstr("8 feature names for a model of 7"));
  TensorFile file = model_tensors(nn::MLP({8, 1}, {}), info_with_columns());
  file.metadata["riserun.columns"] = to_json(std::vector<EncodedColumn>(2));
  const std::string bytes = format_tensors(file);
  EXPECT_THAT(message_of<DataError>([&] { (void)model_of_tensors(parse_tensors(bytes), "m"); }),
              HasSubstr("there are 2 columns and 3 feature names"));
}

}  // namespace
}  // namespace riserun::train

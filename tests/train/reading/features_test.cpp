// load_features: files for a model that exists.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/features.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Schema kFlowers{.task = Task::classification,
                      .feature_names = {"length", "width"},
                      .target_names = {"kind"},
                      .class_names = {"rose", "iris"},
                      .target_columns = {2}};
// A model that learned from a file without a header, its label first.
const Schema kNameless{.task = Task::classification,
                       .feature_names = {"x1", "x2"},
                       .target_names = {"label"},
                       .class_names = {"0", "1"},
                       .target_columns = {0}};
const Schema kPrice{
    .task = Task::regression, .feature_names = {"area"}, .target_names = {"price", "tax"}};

FeatureTable features_of(std::string text, const Schema& schema,
                         const FeatureOptions& options = {}) {
  return parse_features(std::move(text), schema, options, "new.csv");
}

std::string failure_of_features(std::string text, const Schema& schema,
                                const FeatureOptions& options = {}) {
  return message_of<DataError>([&] { (void)features_of(std::move(text), schema, options); });
}

TEST(Features, WithTheLabelColumn) {
  const FeatureTable table = features_of("length,width,kind\n1,2,iris\n3,4,rose\n", kFlowers);
  EXPECT_EQ(table.data.schema(), kFlowers);
  EXPECT_EQ(table.data[0].label, 1);
  EXPECT_EQ(table.data[1].label, 0);
  EXPECT_THAT(table.data[1].x, ElementsAre(3, 4));
  EXPECT_THAT(table.ignored_columns, IsEmpty());
}

TEST(Features, WithoutTheLabelColumn) {
  const FeatureTable table = features_of("length,width\n1,2\n3,4\n", kFlowers);
  EXPECT_EQ(table.data.task(), Task::unlabelled);
  EXPECT_EQ(table.data[1].label, -1);
  EXPECT_THAT(table.data.feature_names(), ElementsAre("length", "width"));
  EXPECT_EQ(table.data.class_count(), 0u);
}

TEST(Features, ColumnsAreFoundByName) {
  const FeatureTable table = features_of("kind,note,width,length\niris,some text,2,1\n", kFlowers);
  EXPECT_THAT(table.data[0].x, ElementsAre(1, 2));
  EXPECT_EQ(table.data[0].label, 1);
  EXPECT_THAT(table.ignored_columns, ElementsAre("note"));
}

TEST(Features, WithoutAHeaderPositionsCount) {
  EXPECT_THAT(features_of("1,2\n3,4\n", kFlowers).data[1].x, ElementsAre(3, 4));
  const FeatureTable labelled = features_of("1,2,iris\n3,4,rose\n", kFlowers);
  EXPECT_EQ(labelled.data.size(), 2u);
  EXPECT_EQ(labelled.data[0].label, 1);
}

TEST(Features, TheLabelStaysWhereTheModelLearnedIt) {
  const FeatureTable table = features_of("1,5,6\n0,7,8\n", kNameless);
  EXPECT_EQ(table.data[0].label, 1);
  EXPECT_THAT(table.data[0].x, ElementsAre(5, 6));
  EXPECT_THAT(features_of("5,6\n", kNameless).data[0].x, ElementsAre(5, 6));
}

TEST(Features, NamesMeanNothingToAModelWithoutNames) {
  EXPECT_THAT(features_of("a,b\n5,6\n", kNameless).data[0].x, ElementsAre(5, 6));
  EXPECT_THAT(features_of("x2,x1\n5,6\n", kNameless).data[0].x, ElementsAre(6, 5));
}

TEST(Features, HeaderByHand) {
  EXPECT_EQ(features_of("5,6\n7,8\n", kNameless, {.header = HeaderRow::yes}).data.size(), 1u);
  EXPECT_THAT(failure_of_features("length,width\n7,8\n", kFlowers, {.header = HeaderRow::no}),
              HasSubstr("new.csv:1:1: expected a number"));
  EXPECT_EQ(
      features_of("remark\n5;6\n", kNameless, {.separator = ';', .skip_lines = 1}).data.size(), 1u);
}

TEST(Features, IntegerLabelsInAnySpelling) {
  EXPECT_EQ(features_of("1.0,5,6\n", kNameless).data[0].label, 1);
  EXPECT_EQ(features_of("+1,5,6\n", kNameless).data[0].label, 1);
}

TEST(Features, RegressionTargets) {
  const FeatureTable table = features_of("tax,area,price\n1,2,3\n", kPrice);
  EXPECT_EQ(table.data.task(), Task::regression);
  EXPECT_THAT(table.data[0].target, ElementsAre(3, 1));
  EXPECT_THAT(features_of("2,3,1\n", kPrice).data[0].target, ElementsAre(3, 1));
  // One of two targets is no use.
  const FeatureTable half = features_of("area,price\n2,3\n", kPrice);
  EXPECT_EQ(half.data.task(), Task::unlabelled);
  EXPECT_THAT(half.ignored_columns, ElementsAre("price"));
}

TEST(Features, RoundTripOfATrainingFile) {
  const std::string text = "id,kind,a,b\n7,u,1,2\n8,v,3,4\n";
  const Dataset trained = parse_csv(text, {.label = "kind", .ignore = {"id"}}, "train.csv");
  const FeatureTable again = features_of(text, trained.schema());
  EXPECT_EQ(again.data.content_hash(), trained.content_hash());
  EXPECT_THAT(again.ignored_columns, IsEmpty()) << "the model knows that it was left out";
  EXPECT_EQ(features_of("u,1,2\nv,3,4\n", trained.schema()).data.content_hash(),
            trained.content_hash());
}

TEST(Features, UnknownClassesNameTheLine) {
  EXPECT_EQ(failure_of_features("length,width,kind\n1,2,iris\n3,4,irsi\n", kFlowers),
            "new.csv:3:5: unknown class \"irsi\"; the 2 classes are \"rose\", \"iris\"; did you "
            "mean \"iris\"?");
  EXPECT_THAT(failure_of_features("2,5,6\n", kNameless), HasSubstr("unknown class \"2\""));
}

TEST(Features, MissingFeaturesAreNamed) {
  EXPECT_EQ(failure_of_features("length,widht,kind\n1,2,iris\n", kFlowers),
            "new.csv:1:1: there is no column named \"width\", which the model needs; did you mean "
            "\"widht\"? (the model "
            "has 2 features, the file 3 columns)");
  EXPECT_THAT(failure_of_features("a,b\n1,2\n", kFlowers), HasSubstr("no column named \"length\""));
}

TEST(Features, WrongNumberOfColumns) {
  EXPECT_EQ(failure_of_features("1\n2\n", kFlowers),
            "new.csv:1:1: the model needs 2 columns (its features) or 3 (with the label), found 1");
  EXPECT_THAT(failure_of_features("1,2,3,4\n", kFlowers), HasSubstr("found 4"));
  EXPECT_THAT(failure_of_features("1,2\n", kPrice),
              HasSubstr("1 columns (its features) or 3 (with the targets), found 2"));
}

TEST(Features, BadNumbersNameTheModelsColumn) {
  EXPECT_EQ(failure_of_features("width,length\n1,x\n", kFlowers),
            "new.csv:2:3: expected a number, found \"x\" (field 2, \"length\")");
}

TEST(Features, ReadsFiles) {
  const TemporaryFolder folder;
  EXPECT_EQ(load_features(folder.with("new.csv", "1,2\n"), kFlowers).data.size(), 1u);
  EXPECT_THROW((void)load_features(folder / "none.csv", kFlowers), FileError);
  EXPECT_THROW((void)features_of("1,2\n", Schema{}), ShapeError);
}

}  // namespace
}  // namespace riserun::train

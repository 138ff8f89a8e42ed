// The columns of a CSV file: which one is the label, which are ignored; classes, and numbers to
// predict.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/train/reading/csv_text.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Csv, TheLabelIsWhereOneSays) {
  const std::string text = "a,b,c\n1,2,3\n4,5,6\n";
  const auto features = [&](const char* label) {
    return parse(text, {.label = label}).feature_names();
  };
  EXPECT_THAT(features("last"), ElementsAre("a", "b"));
  EXPECT_THAT(features("first"), ElementsAre("b", "c"));
  EXPECT_THAT(features("b"), ElementsAre("a", "c"));
  EXPECT_THAT(features("2"), ElementsAre("a", "c"));
  EXPECT_THAT(features("none"), ElementsAre("a", "b", "c"));
  EXPECT_EQ(parse(text, {.label = "none"}).task(), Task::unlabelled);
  EXPECT_THAT(parse(text, {.label = "2"}).schema().target_columns, ElementsAre(1));
  EXPECT_THAT(parse("7,1,2\n8,3,4\n", {.label = "first"}).class_names(), ElementsAre("7", "8"));
}

TEST(Csv, IntegerLabelsAreOrderedAsNumbers) {
  const Dataset data = parse("0,10\n0,9\n0,-1\n0,9.0\n0,+10\n0,1e1\n");
  EXPECT_THAT(data.class_names(), ElementsAre("-1", "9", "10"));
  EXPECT_THAT(labels_of(data), ElementsAre(2, 1, 0, 1, 2, 2));
}

TEST(Csv, CodesKeepTheirZerosAndDigits) {
  EXPECT_THAT(parse("x,y\n1,010\n2,007\n3,010\n").class_names(), ElementsAre("007", "010"));
  EXPECT_THAT(parse("x,y\n1,9007199254740993\n2,9007199254740992\n").class_names(),
              ElementsAre("9007199254740992", "9007199254740993"));
  EXPECT_THAT(parse("x,y\n1,0\n2,10\n3,9\n").class_names(), ElementsAre("0", "9", "10"));
  // As numbers to predict they are few and repeated, or many.
  EXPECT_EQ(parse("x,y\n1,010\n2,007\n", {.infer_task = true}).class_count(), 2u);
}

TEST(Csv, AnUnknownNumberIsPerhapsNoClass) {
  const char* advice = "; if they are numbers to predict, train with `task` regression";
  EXPECT_THAT(failure("x,y\n1,205\n", {.classes = {"1", "2"}}), HasSubstr(advice));
  EXPECT_THAT(failure("x,y\n1,c\n", {.classes = {"1", "2"}}), Not(HasSubstr(advice)));
  EXPECT_THAT(failure("x,y\n1,205\n", {.classes = {"1", "b"}}), Not(HasSubstr(advice)));
}

TEST(Csv, TextLabelsAreOrderedByNameWhateverTheRows) {
  EXPECT_THAT(parse("1,b\n2,a\n3,10\n4,9\n").class_names(), ElementsAre("10", "9", "a", "b"));
  EXPECT_EQ(parse("1,b\n2,a\n").class_names(), parse("2,a\n1,b\n").class_names());
}

TEST(Csv, GivenClassesKeepTheirOrder) {
  const CsvOptions options{.classes = {"no", "yes", "7"}};
  const Dataset data = parse("1,yes\n2,no\n3, 7.0\n", options);
  EXPECT_THAT(data.class_names(), ElementsAre("no", "yes", "7"));
  EXPECT_THAT(labels_of(data), ElementsAre(1, 0, 2));
  EXPECT_EQ(failure("1,yes\n2,nno\n", options),
            "d.csv:2:3: unknown class \"nno\"; the 3 classes are \"no\", \"yes\", \"7\"; did you "
            "mean \"no\"?");
}

TEST(Csv, LabelsThatAreNoClasses) {
  EXPECT_EQ(failure("a,b\n1,2\n2,2.5\n"),
            "d.csv:3:3: expected a class (an integer or a name), found \"2.5\"; to predict a "
            "number, say `task = regression`");
  EXPECT_THAT(failure("1,nan\n2,1\n"), HasSubstr("found \"nan\""));
  EXPECT_EQ(failure("1,\n2,1\n", {.header = HeaderRow::no}),
            "d.csv:1:3: expected a label, found an empty field; remove the row");
  std::string prices;
  for (int i = 0; i < 150; ++i) prices += "1," + std::to_string(100000 + 17 * i) + "\n";
  EXPECT_THAT(failure(prices), HasSubstr("150 different labels in 150 rows; to predict a number"));
  std::string names;
  for (int i = 0; i < 150; ++i) names += "1,name" + std::to_string(i) + "\n";
  EXPECT_THAT(failure(names), HasSubstr("say which column is to be learnt (`label` COLUMN)"));
  EXPECT_EQ(parse(prices + prices).class_count(), 150u);  // each twice: may well be classes
}

TEST(Csv, Regression) {
  const Dataset data = parse("area,price\n50,1.5e5\n80,2e5\n", {.task = Task::regression});
  EXPECT_EQ(data.task(), Task::regression);
  EXPECT_THAT(data[1].target, ElementsAre(2e5));
  EXPECT_EQ(data[1].label, -1);
  EXPECT_EQ(
      failure("area,price\n50,cheap\n", {.task = Task::regression}),
      "d.csv:2:4: expected a number, found \"cheap\" (field 2, \"price\"); it is the label: for "
      "classes, say `task` classification");
}

TEST(Csv, RegressionWithSeveralTargets) {
  const Dataset data = parse("u,a,v\n1,2,3\n4,5,6\n", {.label = "v,u", .task = Task::regression});
  EXPECT_THAT(data.feature_names(), ElementsAre("a"));
  EXPECT_THAT(data.schema().target_names, ElementsAre("v", "u"));
  EXPECT_THAT(data[1].target, ElementsAre(6, 4));
  EXPECT_THAT(parse("1,2,3\n", {.label = "1,3", .task = Task::regression})[0].target,
              ElementsAre(1, 3));
  EXPECT_THAT(message_of<ConfigError>([] { (void)parse("u,a,v\n1,2,3\n", {.label = "u,v"}); }),
              HasSubstr("`task = regression`"));
  EXPECT_THAT(message_of<ConfigError>(
                  [] { (void)parse("1,2,3\n", {.label = "3,last", .task = Task::regression}); }),
              HasSubstr("twice"));
  // A name that has a comma is found whole before it is cut.
  EXPECT_THAT(parse("a,\"v,u\"\n1,2\n", {.label = "v,u"}).schema().target_names,
              ElementsAre("v,u"));
}

TEST(Csv, UnknownLabelColumns) {
  EXPECT_EQ(refusal("p0,p1,digit\n1,2,3\n", {.label = "digti"}),
            "d.csv:1:1: there is no column named \"digti\"; did you mean \"digit\"? (columns: p0, "
            "p1, digit)");
  EXPECT_THAT(refusal("1,2,3\n4,5,6\n", {.label = "digit"}), HasSubstr("holds data and no names"));
  EXPECT_THAT(refusal("1,2,3\n", {.label = "4"}), HasSubstr("no column 4; there are 3 columns"));
  EXPECT_THAT(refusal("1,2,3\n", {.label = "0"}), HasSubstr("no column 0"));
}

TEST(Csv, IgnoredColumnsMayHoldAnything) {
  const Dataset data = parse("id,a,b,kind\nx,1,2,u\ny,3,4,v\n", {.ignore = {"id", "b", "1"}});
  EXPECT_THAT(data.feature_names(), ElementsAre("a"));
  EXPECT_THAT(data.schema().target_columns, ElementsAre(1));
  EXPECT_THAT(data[1].x, ElementsAre(3));
  EXPECT_THAT(parse("x,1,0\ny,2,1\n", {.ignore = {"1"}})[1].x, ElementsAre(2));
  EXPECT_THROW((void)parse("1,2\n", {.ignore = {"last"}}), ConfigError);
  EXPECT_THAT(refusal("id,a,b\n1,2,3\n", {.ignore = {"ib"}}), HasSubstr("did you mean"));
}

}  // namespace
}  // namespace riserun::train

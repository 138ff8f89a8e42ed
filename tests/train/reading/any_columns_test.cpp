// CSV files whose columns are not all numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <riserun/train/data/preparation.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/features.hpp>
#include "tests/train/reading/csv_text.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const CsvOptions kAny{.missing = true, .any_columns = true};

CsvOptions with_columns(std::vector<std::string> columns) {
  CsvOptions options = kAny;
  options.columns = std::move(columns);
  return options;
}

/// A header and `rows` rows, made by `row(i)`.
template <class Row>
std::string table(const std::string& header, int rows, Row row) {
  std::string text = header + "\n";
  for (int i = 0; i < rows; ++i) text += row(i) + "\n";
  return text;
}

std::vector<std::string> names_of(const std::vector<LeftOutColumn>& columns) {
  std::vector<std::string> names;
  for (const LeftOutColumn& column : columns) names.push_back(column.name + ": " + column.reason);
  return names;
}

TEST(AnyColumns, EachKindIsFoundByItsValues) {
  const Dataset data = parse(
      "size,colour,smoker,when,price,share,kind\n"
      "1.5,red,yes,2020-01-31,\"1,607\",12%,a\n"
      "2,blue,no,2020-02-29,950,3%,b\n"
      "?,red,?,,\"2,000\",?,a\n",
      kAny);
  EXPECT_THAT(data.schema().kinds,
              ElementsAre(ColumnKind::number, ColumnKind::category, ColumnKind::yes_no,
                          ColumnKind::date, ColumnKind::number, ColumnKind::number));
  EXPECT_THAT(data.levels(1), ElementsAre("red", "blue"));
  EXPECT_THAT(data[0].x, ElementsAre(1.5, 0, 1, 18292 * 86400.0, 1607, 0.12));
  EXPECT_EQ(data[1].x[1], 1);
  EXPECT_EQ(data[1].x[2], 0);
  for (const std::size_t f : {0, 2, 3, 5}) EXPECT_TRUE(std::isnan(data[2].x[f])) << f;
  EXPECT_THAT(data.schema().left_out, IsEmpty());
}

TEST(AnyColumns, NumbersAloneAreWhatTheyWere) {
  const std::string text = "a,b,label\n1,2,0\n3,4,1\n";
  EXPECT_EQ(parse(text, kAny).schema(), parse(text).schema());
  EXPECT_EQ(parse(text, kAny).content_hash(), parse(text).content_hash());
}

TEST(AnyColumns, WithoutTheOptionTextIsRefused) {
  EXPECT_THAT(failure("a,b,label\n1,red,0\n3,blue,1\n"),
              HasSubstr("d.csv:2:3: expected a number, found \"red\" (field 2, \"b\")"));
}

// The first rows are numbers; the names come later.
TEST(AnyColumns, AColumnIsJudgedByAllOfItsRows) {
  const auto row = [](int i) {
    return (i < 30 ? std::to_string(i) : std::string("name") + std::to_string(i % 5)) + "," +
           std::to_string(i * i % 7) + "," + std::to_string(i % 2);
  };
  const Dataset data = parse(table("code,x,label", 200, row), kAny);
  EXPECT_EQ(data.kind(0), ColumnKind::category);
  EXPECT_EQ(data.kind(1), ColumnKind::number);
}

TEST(AnyColumns, AWordAmongNumbersIsAMistake) {
  const auto row = [](int i) {
    return (i == 70 ? std::string("abc") : std::to_string(i * 3 % 50)) + "," +
           std::to_string(i % 2);
  };
  const std::string text = table("x,label", 100, row);
  EXPECT_THAT(failure(text, kAny),
              HasSubstr("d.csv:72:1: expected a number, found \"abc\" (field 1, \"x\"); if the "
                        "column holds names: `column` x=category, or leave it out: `ignore` x"));
  EXPECT_EQ(parse(text, with_columns({" x = category "})).kind(0), ColumnKind::category);
}

TEST(AnyColumns, WhatSaysNothingIsLeftOut) {
  const auto row = [](int i) {
    const std::string n = std::to_string(i);
    return n + ",user" + n + ",same," + std::string("a note about the row ") + n + ",," +
           std::to_string(i * i % 11) + "," + std::to_string(5 * i + 3) + "," +
           std::to_string(i % 2);
  };
  const Dataset data = parse(table("row,name,unit,note,empty,x,customer_id,label", 40, row), kAny);
  EXPECT_THAT(data.feature_names(), ElementsAre("x"));
  EXPECT_THAT(names_of(data.schema().left_out),
              ElementsAre("row: numbers the rows", "name: different in every row",
                          "unit: the same in every row", "note: free text",
                          "empty: missing in every row", "customer_id: numbers the rows"));
  EXPECT_THAT(data.schema().target_columns, ElementsAre(1));
  EXPECT_THAT(data.schema().kinds, IsEmpty());
  // Said otherwise, it stays.
  const Dataset all = parse(table("row,name,unit,note,empty,x,customer_id,label", 40, row),
                            with_columns({"row=number", "name=category", "x=ignore"}));
  EXPECT_THAT(all.feature_names(), ElementsAre("row", "name"));
}

// The only feature may well count the rows: y = f(t).
TEST(AnyColumns, TheOnlyFeatureIsNoNumberOfTheRow) {
  const Dataset data =
      parse(table("t,y", 50, [](int i) { return std::to_string(i) + "," + std::to_string(i % 2); }),
            kAny);
  EXPECT_THAT(data.feature_names(), ElementsAre("t"));
}

// Neither does a feature under a name that ends like "id", nor one whose numbers repeat.
TEST(AnyColumns, LikenessIsNotEnoughForAnId) {
  const Dataset data = parse(table("humid,paid,x_id,y,label", 40,
                                   [](int i) {
                                     return std::to_string(3 * i + 7) + "," +
                                            std::to_string(2 * i) + "," + std::to_string(i / 2) +
                                            "," + std::to_string(i % 3) + "," +
                                            std::to_string(i % 2);
                                   }),
                             kAny);
  EXPECT_THAT(data.schema().left_out, IsEmpty());
}

TEST(AnyColumns, AFileWithoutAHeader) {
  std::string text;
  for (int i = 0; i < 60; ++i)
    text += std::string(i % 3 == 0 ? "red" : "blue") + "," + std::to_string(i % 7) + "," +
            std::to_string(100 + i % 2) + "\n";
  const Dataset data = parse(text, kAny);
  EXPECT_EQ(data.size(), 60u);
  EXPECT_THAT(data.feature_names(), ElementsAre("x1", "x2"));
  EXPECT_EQ(data.kind(0), ColumnKind::category);
}

// Names or data: texts that come again are data, whatever stands beside them.
TEST(AnyColumns, TheFirstRecordIsToldByThoseBelow) {
  const auto letters = [](int i) {
    return std::string(1, "ab"[i % 2]) + "," + "aab"[i % 3] + "," + "pq"[i % 5 == 0];
  };
  const Dataset headerless = parse(table("a,b,p", 60, letters), kAny);
  EXPECT_EQ(headerless.size(), 61u);
  EXPECT_THAT(headerless.feature_names(), ElementsAre("x1", "x2"));
  const Dataset named = parse(table("cap,stalk,kind", 60, letters), kAny);
  EXPECT_EQ(named.size(), 60u);
  EXPECT_THAT(named.feature_names(), ElementsAre("cap", "stalk"));
  const auto years = [](int i) {
    return std::string(1, "ABC"[i % 3]) + "," + std::to_string(i * i % 17) + "," +
           std::to_string(i * i % 13) + ",no";
  };
  const Dataset by_year = parse(table("land,2019,2020,rich", 60, years), kAny);
  EXPECT_THAT(by_year.feature_names(), ElementsAre("land", "2019", "2020"));
  EXPECT_EQ(parse(table("A,5,2,no", 60, years), kAny).size(), 61u);
  // One row of names and one of data, or of names that all differ: as ever.
  EXPECT_EQ(parse("a,b,kind\n1,red,u\n", kAny).size(), 1u);
}

// pandas writes its index under no name.
TEST(AnyColumns, AnIdWithoutAName) {
  const Dataset data = parse(table(",a,y", 40,
                                   [](int i) {
                                     return std::to_string(i) + "," + std::to_string(i % 7) + "," +
                                            std::to_string(i % 2);
                                   }),
                             kAny);
  EXPECT_THAT(names_of(data.schema().left_out), ElementsAre("column1: numbers the rows"));
}

TEST(AnyColumns, TargetsAsPeopleWriteThem) {
  CsvOptions options = kAny;
  options.infer_task = true;
  const auto prices = [](int i) {
    return std::to_string(i % 7) + ",\"" + std::to_string(1 + i) + ",250\"";
  };
  const Dataset data = parse(table("a,price", 40, prices), options);
  EXPECT_EQ(data.task(), Task::regression);
  EXPECT_EQ(data[3].target[0], 4250);
  const Dataset classes =
      parse(table("a,share", 40,
                  [](int i) { return std::to_string(i % 7) + "," + (i % 2 ? "10%" : "50%"); }),
            options);
  EXPECT_THAT(classes.class_names(), ElementsAre("10%", "50%"));
}

TEST(AnyColumns, DaysFirstWhereMonthsCannotBe) {
  const Dataset data = parse("when,x,label\n3/4/2020,1,0\n31/1/2020,2,1\n", kAny);
  EXPECT_EQ(data.kind(0), ColumnKind::day_first);
  const Dataset american = parse("when,x,label\n3/4/2020,1,0\n1/31/2020,2,1\n", kAny);
  EXPECT_EQ(american.kind(0), ColumnKind::date);
}

TEST(AnyColumns, MistakesInTheOptionsAndValuesAreNamed) {
  const std::string text = "a,b,label\n1,yes,0\n3,no,1\n";
  EXPECT_THAT(refusal(text, with_columns({"b=colour"})),
              HasSubstr("`column` b=colour: expected NAME=KIND, the kind one of number, category, "
                        "yes/no, date, day-first, id, ignore"));
  EXPECT_THAT(refusal(text, with_columns({"b"})), HasSubstr("expected NAME=KIND"));
  EXPECT_THAT(refusal(text, with_columns({"bb=category"})),
              HasSubstr("there is no column named \"bb\""));
  EXPECT_THAT(refusal(text, with_columns({"label=category"})), HasSubstr("the label to learn"));
  EXPECT_THAT(failure(text, with_columns({"a=date"})),
              HasSubstr("d.csv:2:1: expected a date or a time, found \"1\" (field 1, \"a\")"));
  EXPECT_THAT(failure(text, with_columns({"a=yes/no"})), HasSubstr("expected yes or no"));
  EXPECT_THAT(failure("a,label\nsame,0\nsame,1\n", kAny),
              HasSubstr("no column is left for a feature (\"a\": the same in every row)"));
  EXPECT_THAT(failure("a,label\nred,0\n,1\nblue,1\nred,0\n", {.any_columns = true}),
              HasSubstr("d.csv:3:1: the value is missing (field 1, \"a\")"));
}

// ---- for a model that exists ----

struct Trained {
  Dataset data;
  Preparation preparation;
};

Trained trained(const std::string& text, const CsvOptions& options = kAny) {
  Dataset data = parse(text, options);
  Preparation preparation = Preparation::fit(data, {.missing = ImputationKind::median});
  return {data, preparation};
}

TEST(AnyColumns, NewRowsAreReadByTheModelsKinds) {
  const Trained model = trained("size,colour,label\n1,red,a\n2,blue,b\n3,red,a\n4,blue,b\n");
  const FeatureTable rows = parse_features("colour,size\nblue,7\ngreen,8\n", model.data.schema(),
                                           {.missing = true}, "new.csv");
  const Dataset inputs = model.preparation.apply(rows.data);
  EXPECT_THAT(inputs.feature_names(), ElementsAre("size", "colour=blue", "colour=red"));
  EXPECT_THAT(inputs[0].x, ElementsAre(7, 1, 0));
  EXPECT_THAT(inputs[1].x, ElementsAre(8, 0, 0));
  const auto unseen = model.preparation.encoding.unseen(rows.data);
  ASSERT_EQ(unseen.size(), 1u);
  EXPECT_EQ(unseen[0], (std::pair<std::string, std::size_t>("colour", 1)));
}

std::string with_ids(int columns) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    if ((columns & 1) != 0) text += "r" + std::to_string(i) + ",";
    text += std::to_string(i * i % 7) + "," + (i % 3 == 0 ? "red" : "blue");
    if ((columns & 2) != 0) text += std::string(",") + (i % 2 == 0 ? "a" : "b");
    text += "\n";
  }
  return text;
}

// All columns, or without the label, or without what was left out, or without both.
TEST(AnyColumns, HeaderlessRowsOfEveryWidth) {
  const Trained model = trained(with_ids(3));
  ASSERT_EQ(model.data.schema().left_out.size(), 1u);
  for (const int columns : {3, 2, 1, 0}) {
    const FeatureTable rows =
        parse_features(with_ids(columns), model.data.schema(), {.missing = true}, "new.csv");
    ASSERT_EQ(rows.data.size(), 40u) << columns;
    EXPECT_EQ(rows.data[5].x[0], 25 % 7) << columns;
    EXPECT_EQ(rows.data.levels(1).at(static_cast<std::size_t>(rows.data[3].x[1])), "red")
        << columns;
    EXPECT_EQ(rows.data.task(), (columns & 2) != 0 ? Task::classification : Task::unlabelled);
    ASSERT_EQ(rows.ids.size(), static_cast<std::size_t>(columns & 1)) << columns;
    if (!rows.ids.empty()) {
      EXPECT_EQ(rows.ids[0].texts.at(7), "r7");
    }
  }
  EXPECT_THAT(
      message_of<DataError>(
          [&] { (void)parse_features("1,2,3,4,5,6\n", model.data.schema(), {}, "new.csv"); }),
      HasSubstr("the model needs 2 columns (its features) or 3 (with the label) or 4 (as in "
                "the file that it was trained on), found 6"));
}

TEST(AnyColumns, ARowOfTextsAloneIsNoHeader) {
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += std::string(1, "ab"[i % 2]) + "," + "aab"[i % 3] + "," + "pq"[i % 5 == 0] + "\n";
  const Dataset data = parse(text, kAny);
  ASSERT_EQ(data.size(), 30u);
  for (const char* rows : {"a,b\n", "a,b,p\n", "b,new\n", "x1,x2\na,b\n"})
    EXPECT_EQ(parse_features(rows, data.schema(), {.missing = true}, "new.csv").data.size(), 1u)
        << rows;
}

// Columns that the user left out are no features of new rows either.
TEST(AnyColumns, IgnoredColumnsOfAHeaderlessFile) {
  CsvOptions options = kAny;
  options.ignore = {"1"};
  const Dataset data = parse("9,1,2,0\n8,3,4,1\n", options);
  const FeatureTable rows = parse_features("7,5,6,1\n", data.schema(), {}, "new.csv");
  EXPECT_THAT(rows.data[0].x, ElementsAre(5, 6));
  EXPECT_EQ(rows.data[0].label, 1);
  EXPECT_THAT(rows.ids, IsEmpty());
}

}  // namespace
}  // namespace riserun::train

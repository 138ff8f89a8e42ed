// Decimal commas: read where they can mean nothing else, and refused where they can.
#include <riserun/train/reading/csv_decimals.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/features.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const CsvOptions kNumbers{.task = Task::regression};

Dataset parse_numbers(const std::string& text, const CsvOptions& options = kNumbers) {
  return parse_csv(text, options, "d.csv");
}

std::string failure_of_numbers(const std::string& text, const CsvOptions& options = kNumbers) {
  return message_of<DataError>([&] { (void)parse_numbers(text, options); });
}

std::vector<double> row(const Dataset& data, std::size_t i) {
  std::vector<double> numbers(data[i].x.begin(), data[i].x.end());
  numbers.insert(numbers.end(), data[i].target.begin(), data[i].target.end());
  return numbers;
}

TEST(DecimalComma, IsKnownByItsForm) {
  for (const char* text : {"1,5", "-0,25", "+3,", ",5", "1,5e-3", "12,75E+2"})
    EXPECT_TRUE(has_decimal_comma(text)) << text;
  for (const char* text : {"", ",", "1", "1.5", "1,2,3", "1,5x", "1,5e", "a,5", "1.234,5"})
    EXPECT_FALSE(has_decimal_comma(text)) << text;
}

TEST(DecimalComma, IsReadWhereSemicolonsOrTabsSeparate) {
  for (const char* text :
       {"a;b;y\n1,5;-2,25e1;3\n0,125;7;+4,5\n", "a\tb\ty\n1,5\t-2,25e1\t3\n0,125\t7\t+4,5\n",
        "\"a\";\"b\";\"y\"\r\n\"1,5\";\"-2,25e1\";\"3\"\r\n0,125;7;\"+4,5\"\r\n"}) {
    const Dataset data = parse_numbers(text);
    ASSERT_EQ(data.size(), 2u) << text;
    EXPECT_THAT(row(data, 0), ElementsAre(1.5, -22.5, 3.0)) << text;
    EXPECT_THAT(row(data, 1), ElementsAre(0.125, 7.0, 4.5)) << text;
  }
}

TEST(DecimalComma, FirstLineOfNumbersIsData) {
  const Dataset data = parse_numbers("1,5;2,5\n3,5;4,5\n");
  EXPECT_EQ(data.size(), 2u);
  EXPECT_EQ(data.schema().feature_names[0], "x1");
  EXPECT_EQ(parse_numbers("1,5;2,5;a\n3,5;4,5;b\n", {}).feature_count(), 2u);
  EXPECT_EQ(parse_numbers("1,5,2\n3,4,2\n").feature_count(), 2u) << "no semicolon: commas separate";
}

TEST(DecimalComma, LabelsBecomeNumbersToo) {
  std::string text = "x;y\n";
  for (int i = 0; i < 40; ++i) text += std::to_string(i) + ";" + std::to_string(i) + ",5\n";
  const Dataset data = parse_numbers(text, {.infer_task = true});
  EXPECT_EQ(data.task(), Task::regression);
  EXPECT_EQ(data[39].target[0], 39.5);
}

// Text with commas, and columns that nobody reads, stay what they are.
TEST(DecimalComma, TextStaysText) {
  const Dataset data = parse_numbers("note;x;kind\n1,2.5;1,5;a, b\n2.75;2,5;a, b\n3;3,5;c,5\n",
                                     {.ignore = {"note"}});
  EXPECT_THAT(data.class_names(), ElementsAre("a, b", "c,5"));
  EXPECT_EQ(data[0].x[0], 1.5);
}

TEST(DecimalComma, ThousandsAreNotGuessed) {
  const std::string text = "a;y\n1,500;2\n12,000;3\n";
  EXPECT_THAT(failure_of_numbers(text),
              HasSubstr("d.csv:2:1: \"1,500\" can be a number with a decimal comma, "
                        "or thousands; say which"));
  CsvOptions options = kNumbers;
  options.decimal = DecimalSign::comma;
  EXPECT_THAT(row(parse_numbers(text, options), 1), ElementsAre(12.0, 3.0));
  options.decimal = DecimalSign::point;
  EXPECT_THAT(row(parse_numbers(text, options), 1), ElementsAre(12'000.0, 3.0));
  // One number that can only be decimal settles it.
  EXPECT_THAT(row(parse_numbers("a;y\n1,500;2\n0,250;3\n"), 0), ElementsAre(1.5, 2.0));
}

TEST(DecimalComma, PointsBesideCommasAreRefused) {
  const std::string message = failure_of_numbers("a;y\n1,5;2\n2;1.750\n");
  EXPECT_THAT(message, HasSubstr("d.csv:3:3: \"1.750\" has a decimal point, and \"1,5\" "
                                 "(d.csv:2:1) a decimal comma; write all numbers alike"));
  EXPECT_THAT(failure_of_numbers("a;y\n1.234,5;2\n2,5;3\n"),
              HasSubstr("expected a number, found \"1.234,5\""));
}

TEST(DecimalComma, BesideCommasThatSeparateIsRefused) {
  EXPECT_THAT(
      failure_of_numbers("a,y\n\"1,5\",2\n"),
      HasSubstr("d.csv:2:1: expected a number, found \"1,5\" (field 1, \"a\"); numbers with "
                "a decimal comma are read where another sign separates the fields"));
}

TEST(DecimalComma, IsReadForAModelThatExists) {
  const Schema schema = parse_numbers("a;b;y\n1,5;2,5;3,5\n").schema();
  const FeatureTable table = parse_features("b;a;z\n2,5;1,5;x,y\n", schema, {}, "p.csv");
  EXPECT_THAT(row(table.data, 0), ElementsAre(1.5, 2.5));
}

}  // namespace
}  // namespace riserun::train

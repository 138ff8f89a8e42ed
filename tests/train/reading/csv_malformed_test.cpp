// CSV files that are malformed: what is wrong is said, with its line and column, and nothing else
// happens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include <riserun/base/random.hpp>
#include "tests/train/reading/csv_text.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Csv, MessagesNameLineColumnAndField) {
  const std::string ignore = "; if the column holds text, leave it out: `ignore` b";
  EXPECT_EQ(failure("a,b,c\n1,2,0\n\n1,abc,0\n"),
            "d.csv:4:3: expected a number, found \"abc\" (field 2, \"b\")" + ignore);
  EXPECT_EQ(failure("a,b,c\r\n1,2,0\r\n1,  abc ,0\r\n"),
            "d.csv:3:5: expected a number, found \"abc\" (field 2, \"b\")" + ignore);
  EXPECT_EQ(failure("a,b,\"c\nc\"\n1,2,0\n1,\"a\"\"b\",0\n"),
            "d.csv:4:3: expected a number, found \"a\"b\" (field 2, \"b\")" + ignore);
  EXPECT_EQ(failure("\xEF\xBB\xBF"
                    "1,2,0\n1,,0\n"),
            "d.csv:2:3: expected a number, found an empty field (field 2, \"x2\"); remove the row, "
            "put a number, or fill what is missing: train with `missing` mean");
  EXPECT_THAT(failure("\xEF\xBB\xBF"
                      "1,b c,2\n1,2,3\n"),
              StartsWith("d.csv:1:3: "));
}

TEST(Csv, RaggedRowsAreRefused) {
  EXPECT_EQ(failure("1,2,0\n1,2\n3,4,1\n"), "d.csv:2:1: expected 3 fields, found 2");
  EXPECT_EQ(failure("1,2,0\n1,2,3,4,0\n"), "d.csv:2:1: expected 3 fields, found 5");
  EXPECT_EQ(failure("1,2,0\n1,2,0,\n"),
            "d.csv:2:1: expected 3 fields, found 4; the line ends with a separator too many");
  EXPECT_THAT(failure("a,b\n1,2,0\n"),
              StartsWith("d.csv:2:1: expected 2 fields, found 3; if the lines above"));
  EXPECT_EQ(failure("1,2,0\n5\n"), "d.csv:2:1: expected 3 fields, found 1");
}

TEST(Csv, NamesThatComeTwiceAreRefused) {
  EXPECT_EQ(failure("a,b,a\n1,2,3\n"), "d.csv:1:5: the column name \"a\" comes twice");
}

// They go to terminals, into tables and into the model, which is JSON.
TEST(Csv, NamesThatAreNoTextAreRefused) {
  EXPECT_THAT(
      failure("caf\xE9,b\n1,2\n"),
      StartsWith(
          "d.csv:1:1: the name \"caf\\xe9\" is not UTF-8; say what it is: `encoding` latin1"));
  EXPECT_THAT(failure("a,b\n1,x\n2,\x1b[31mred\n"),
              StartsWith("d.csv:3:3: the name \"\\x1b[31mred\" holds a control character"));
  EXPECT_THAT(failure("a,b\n1,x\n2,\"y\nz\"\n"), StartsWith("d.csv:3:3: the name "));
  EXPECT_THAT(failure("a,b\n1,x\n2,na\xC3\n"), StartsWith("d.csv:3:3: the name "));
}

TEST(Csv, ColumnNamesOfSeveralLinesBecomeOneLine) {
  EXPECT_THAT(parse("\"long\nname\",\"b\tc\",y\n1,2,0\n3,4,1\n").feature_names(),
              testing::ElementsAre("long name", "b c"));
}

TEST(Csv, NothingToRead) {
  EXPECT_EQ(failure(""), "d.csv: the file is empty");
  EXPECT_EQ(failure("\xEF\xBB\xBF"), "d.csv: the file holds blank lines and comments only");
  EXPECT_EQ(failure("\n \r\n"), "d.csv: the file holds blank lines and comments only");
  EXPECT_EQ(failure("a,b\n"), "d.csv:2:1: the file has a header and no rows");
  EXPECT_EQ(failure("a,b"), "d.csv:1:4: the file has a header and no rows");
  EXPECT_THAT(failure("1,2\n", {.skip_lines = 3}), HasSubstr("3 lines to skip"));
}

TEST(Csv, QuotesGoneWrong) {
  EXPECT_EQ(failure("a,b\n1,\"x\n2,y\n3,z\n"),
            "d.csv:2:3: the quote that opens here is never closed");
  EXPECT_THAT(failure("a,b\n1,\"x\"y\n"),
              StartsWith("d.csv:2:6: expected a separator or the end of the line"));
  EXPECT_THAT(failure("\"a,b\n1,2\n"), HasSubstr("d.csv:1:1: the quote"));
}

TEST(Csv, OneColumnLeavesNoFeature) {
  EXPECT_EQ(failure("1\n2\n"),
            "d.csv:1:1: 1 column, and none is left for a feature; is the separator ,? If not, "
            "say what it is (`separator` space)");
  EXPECT_EQ(failure("1|2\n3|4\n", {.header = HeaderRow::no, .separator = '\t'}).substr(0, 10),
            "d.csv:1:1:");
  EXPECT_EQ(parse("1|0\n3|1\n", {.separator = '|'}).size(), 2u);
}

TEST(Csv, ContentOfAnotherKind) {
  EXPECT_THAT(failure(std::string("\xFF\xFE"
                                  "1\0,\0",
                                  6)),
              HasSubstr("UTF-16"));
  EXPECT_THAT(failure("PK\x03\x04rest"), HasSubstr("spreadsheet"));
  EXPECT_THAT(failure(std::string("1,2\0,3\n", 7)), HasSubstr("binary"));
}

TEST(Csv, StrangeTextIsShownSafely) {
  EXPECT_THAT(failure("a,b\n\x1b[31m,1\n"), HasSubstr("found \"\\x1b[31m\""));
  EXPECT_THAT(failure("a,b\n" + std::string(1000, 'z') + ",1\n").size(), testing::Lt(200u));
}

TEST(Csv, FilesThatCannotBeRead) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<FileError>([&] { (void)load_csv(folder / "none.csv"); }),
              HasSubstr("none.csv"));
  EXPECT_THAT(message_of<FileError>([&] { (void)load_csv(folder.path()); }),
              HasSubstr("is a folder"));
}

TEST(Csv, ImpossibleOptions) {
  for (const char separator : {'1', '.', '"', ' ', '\n', '-', 'e'}) {
    EXPECT_THROW((void)parse("1,2\n", {.separator = separator}), ConfigError) << separator;
  }
  EXPECT_THROW((void)parse("1,2\n", {.label = ""}), ConfigError);
  EXPECT_THROW((void)parse("1,2\n", {.task = Task::regression, .classes = {"a"}}), ConfigError);
}

// Any bytes at all: a data set or a DataError, never anything else.
TEST(Csv, RandomBytesNeverHarm) {
  Random random(11);
  const std::string alphabet = "01.-+e,,,\n\n\r\"\"; \tanif#\xEF";
  int read = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const std::uint64_t size = random.below(24);
    for (std::uint64_t i = 0; i < size; ++i) text += alphabet[random.below(alphabet.size())];
    try {
      const Dataset data = parse(text);
      ASSERT_GT(data.size(), 0u);
      ++read;
    } catch (const DataError&) {
    }
  }
  EXPECT_GT(read, 50);
}

TEST(CsvMalformed, ASeparatorAtTheEndOfEveryLine) {
  for (const char* text : {"a,b,kind,\n1,2,u,\n3,4,v,\n", "1,2,u,\n3,4,v,\n"}) {
    const Dataset data = parse(text);
    EXPECT_EQ(data.size(), 2u) << text;
    EXPECT_EQ(data.feature_count(), 2u) << text;
    EXPECT_THAT(data.class_names(), testing::ElementsAre("u", "v")) << text;
  }
  EXPECT_THAT(failure("a,b,kind\n1,2,u,\n3,4,v,\n"),
              HasSubstr("expected 3 fields, found 4; the line ends with a separator too many"));
}

TEST(CsvMalformed, LinesAboveTheTable) {
  EXPECT_THAT(
      failure("Sales of 2020\na,b,kind\n1,2,u\n"),
      HasSubstr("d.csv:1:1: 1 column, and the next line has 3; if the lines above the table "
                "belong to none, skip them: `skip_lines` 1, or how many there are"));
  EXPECT_EQ(parse("Sales of 2020\na,b,kind\n1,2,u\n", {.skip_lines = 1}).size(), 1u);
}

}  // namespace
}  // namespace riserun::train

#include "train/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdlib>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "temporary_folder.hpp"

namespace riserun::train {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Dataset parse(std::string text, const CsvOptions& options = {}) {
  return parse_csv(std::move(text), options, "d.csv");
}

std::string failure(std::string text, const CsvOptions& options = {}) {
  return message_of<DataError>([&] { (void)parse(std::move(text), options); });
}

/// A name asked for that is not there.
std::string refusal(std::string text, const CsvOptions& options) {
  return message_of<ConfigError>([&] { (void)parse(std::move(text), options); });
}

std::vector<int> labels_of(const Dataset& data) {
  std::vector<int> labels;
  for (const DataPoint point : data) labels.push_back(point.label);
  return labels;
}

// ---- well-formed files --------------------------------------------------------------------

TEST(Csv, HeaderFeaturesAndLabel) {
  const Dataset data = parse("length,width,kind\n1.5,2,rose\n-3e2,.5,iris\n");
  EXPECT_EQ(data.task(), Task::classification);
  EXPECT_THAT(data.feature_names(), ElementsAre("length", "width"));
  EXPECT_THAT(data.schema().target_names, ElementsAre("kind"));
  EXPECT_THAT(data.schema().target_columns, ElementsAre(2));
  EXPECT_THAT(data.class_names(), ElementsAre("iris", "rose"));
  EXPECT_THAT(data[0].x, ElementsAre(1.5, 2));
  EXPECT_THAT(data[1].x, ElementsAre(-300, 0.5));
  EXPECT_THAT(labels_of(data), ElementsAre(1, 0));
  EXPECT_EQ(data.source(), "d.csv");
}

// The same two rows in every way of writing them.
TEST(Csv, WaysOfWritingTheSame) {
  const std::vector<std::string> same{
      "1,2,0\n3,4,1\n",      // plain
      "1,2,0\n3,4,1",        // no newline at the end
      "1,2,0\r\n3,4,1\r\n",  // CRLF
      "1,2,0\r\n3,4,1\r",    // half a CRLF at the end
      "\xEF\xBB\xBF"
      "1,2,0\n3,4,1\n",                        // byte order mark
      "\n\n1,2,0\n\n  \r\n3,4,1\n\n\n",        // blank lines
      "1\t2\t0\n3\t4\t1\n",                    // TSV
      "1;2;0\n3;4;1\n",                        // semicolons
      " 1 , 2,0 \n3,  4  , 1\n",               // spaces
      "+1,+2,0\n+3,4,+1\n",                    // plus signs
      "\"1\",\"2\",\"0\"\n\"3\",\"4\",\"1\"",  // quotes
      "1, \"2\" ,0\r\n 3,\" 4 \",\"1\"\r\n",   // quotes, spaces and CRLF
      "1.0,2e0,0\n0.3e1,4.,1\n",               // other digits
      "a,b,c\n1,2,0\n3,4,1\n",                 // a header
      "\"a\",\"b\",c\r\n1,2,0\r\n3,4,1\r\n",
  };
  for (const std::string& text : same) {
    SCOPED_TRACE(text);
    const Dataset data = parse(text);
    ASSERT_EQ(data.size(), 2u);
    EXPECT_THAT(data[0].x, ElementsAre(1, 2));
    EXPECT_THAT(data[1].x, ElementsAre(3, 4));
    EXPECT_THAT(data.class_names(), ElementsAre("0", "1"));
    EXPECT_THAT(labels_of(data), ElementsAre(0, 1));
  }
}

TEST(Csv, QuotedNamesWithSeparatorsQuotesAndNewlines) {
  const Dataset data = parse(
      "\"a,1\",\"say \"\"b\"\"\",\"two\nlines\"\n1,2,\"x,y\"\n3,4,\"x\"\"y\"\n5,6,\"\"\"\"\n");
  EXPECT_THAT(data.feature_names(), ElementsAre("a,1", "say \"b\""));
  EXPECT_THAT(data.schema().target_names, ElementsAre("two\nlines"));
  EXPECT_THAT(data.class_names(), ElementsAre("\"", "x\"y", "x,y"));
  EXPECT_THAT(labels_of(data), ElementsAre(2, 1, 0));
}

TEST(Csv, NumberSignsAreNoComments) {
  EXPECT_THAT(parse("1,#a\n2,#b\n").class_names(), ElementsAre("#a", "#b"));
  EXPECT_THAT(failure("a,b\n# remark\n1,2\n"),
              StartsWith("d.csv:2:1: expected a number, found \"# remark\""));
}

TEST(Csv, WithoutAHeaderNamesAreNumbered) {
  const Dataset data = parse("1,2,0\n3,4,1\n");
  EXPECT_THAT(data.feature_names(), ElementsAre("x1", "x2"));
  EXPECT_THAT(data.schema().target_names, ElementsAre("label"));
}

TEST(Csv, NumbersReadAlikeInEveryLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"}) {
    std::setlocale(LC_ALL, name);
    EXPECT_EQ(parse("1.5,0\n2.5,1\n")[0].x[0], 1.5);
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST(Csv, NumbersAreRoundedCorrectly) {
  const Dataset data = parse(
      "0.1,1e-308,4.9e-324,1.7976931348623157e308,9007199254740993,0\n"
      "1e22,-0,123456789012345678901234567890,0.30000000000000004,5e-1,0\n");
  EXPECT_THAT(data[0].x,
              ElementsAre(0.1, 1e-308, 4.9e-324, 1.7976931348623157e308, 9007199254740992.0));
  EXPECT_THAT(data[1].x,
              ElementsAre(1e22, -0.0, 123456789012345678901234567890.0, 0.30000000000000004, 0.5));
  EXPECT_TRUE(std::signbit(data[1].x[1]));
}

// Short decimals take a way of their own; it must round as the C library does, to the last bit.
TEST(Csv, DecimalsOfEveryLengthRoundCorrectly) {
  Random random(2);
  std::vector<std::string> numbers;
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    std::string number = random.below(3) == 0 ? "-" : "";
    const std::uint64_t digits = 1 + random.below(19);
    const std::uint64_t point = random.below(digits + 2);
    for (std::uint64_t d = 0; d < digits; ++d) {
      if (d == point) number += '.';
      number += static_cast<char>('0' + random.below(10));
    }
    numbers.push_back(number);
    text += number + (random.below(4) == 0 ? " ,0\r\n" : ",0\n");
  }
  const Dataset data = parse(text);
  ASSERT_EQ(data.size(), numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint64_t>(data[i].x[0]),
              std::bit_cast<std::uint64_t>(std::strtod(numbers[i].c_str(), nullptr)))
        << numbers[i];
  }
}

// Small whole numbers take another, in fours of bytes; what is none of them must not pass for one.
TEST(Csv, SmallWholeNumbersAmongOtherText) {
  Random random(3);
  const std::string alphabet = "0123456789.-+ :;";
  for (int i = 0; i < 20000; ++i) {
    std::string field;
    for (std::uint64_t left = 1 + random.below(4); left > 0; --left)
      field += alphabet[random.below(random.below(3) == 0 ? alphabet.size() : 10)];
    std::string trimmed = field.substr(std::min(field.find_first_not_of(' '), field.size()));
    trimmed = trimmed.substr(0, trimmed.find_last_not_of(' ') + 1);
    if (trimmed.starts_with('+') && !trimmed.starts_with("+-")) trimmed.erase(0, 1);
    char* end = nullptr;
    const double expected = std::strtod(trimmed.c_str(), &end);
    const bool number = !trimmed.empty() && *end == '\0' && trimmed[0] != '+' && trimmed[0] != ' ';
    const std::string text = "0,0,0\n" + field + "," + field + ",1\n";
    if (number) {
      const Dataset data = parse(text, {.separator = ','});
      ASSERT_EQ(std::bit_cast<std::uint64_t>(data[1].x[0]), std::bit_cast<std::uint64_t>(expected))
          << field;
      ASSERT_EQ(data[1].x[1], data[1].x[0]) << field;
    } else {
      ASSERT_THAT(failure(text, {.separator = ','}), StartsWith("d.csv:2:")) << field;
    }
  }
}

TEST(Csv, ReadsFilesPlainAndGzipped) {
  const TemporaryFolder folder;
  EXPECT_EQ(load_csv(folder.with("d.csv", "1,0\n2,1\n")).size(), 2u);
  EXPECT_THAT(message_of<DataError>([&] { (void)load_csv(folder.with("bad.csv", "1,0\nx,1\n")); }),
              HasSubstr("bad.csv:2:1: "));
}

// ---- labels -------------------------------------------------------------------------------

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
            "number, say task = "
            "regression (--task regression)");
  EXPECT_THAT(failure("1,nan\n2,1\n"), HasSubstr("found \"nan\""));
  EXPECT_EQ(failure("1,\n2,1\n", {.header = HeaderRow::no}),
            "d.csv:1:3: expected a label, found an empty field; remove the row");
  std::string prices;
  for (int i = 0; i < 150; ++i) prices += "1," + std::to_string(100000 + 17 * i) + "\n";
  EXPECT_THAT(failure(prices), HasSubstr("150 different labels in 150 rows"));
  EXPECT_EQ(parse(prices + prices).class_count(), 150u);  // each twice: may well be classes
}

TEST(Csv, Regression) {
  const Dataset data = parse("area,price\n50,1.5e5\n80,2e5\n", {.task = Task::regression});
  EXPECT_EQ(data.task(), Task::regression);
  EXPECT_THAT(data[1].target, ElementsAre(2e5));
  EXPECT_EQ(data[1].label, -1);
  EXPECT_EQ(failure("area,price\n50,cheap\n", {.task = Task::regression}),
            "d.csv:2:4: expected a number, found \"cheap\" (field 2, \"price\")");
}

TEST(Csv, RegressionWithSeveralTargets) {
  const Dataset data = parse("u,a,v\n1,2,3\n4,5,6\n", {.label = "v,u", .task = Task::regression});
  EXPECT_THAT(data.feature_names(), ElementsAre("a"));
  EXPECT_THAT(data.schema().target_names, ElementsAre("v", "u"));
  EXPECT_THAT(data[1].target, ElementsAre(6, 4));
  EXPECT_THAT(parse("1,2,3\n", {.label = "1,3", .task = Task::regression})[0].target,
              ElementsAre(1, 3));
  EXPECT_THAT(message_of<ConfigError>([] { (void)parse("u,a,v\n1,2,3\n", {.label = "u,v"}); }),
              HasSubstr("--task regression"));
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

// ---- the header ---------------------------------------------------------------------------

TEST(Csv, TheHeaderIsRecognised) {
  EXPECT_EQ(parse("a,b\n1,2\n").size(), 1u);           // text above numbers
  EXPECT_EQ(parse("1,2\n3,4\n").size(), 2u);           // numbers only
  EXPECT_EQ(parse("1,x\n3,y\n").size(), 2u);           // text labels, no header
  EXPECT_EQ(parse("1,label\n3,4\n5,6\n").size(), 2u);  // columns named by numbers
  EXPECT_EQ(parse("0,1,2\n3,4,5\n", {.header = HeaderRow::yes}).size(), 1u);
  EXPECT_EQ(parse("2019,kind\n3,u\n", {.label = "kind"}).size(),
            1u);  // a name is asked for, so there is a header
  EXPECT_EQ(parse("a,b\n,\n1,2\n", {.skip_lines = 2}).size(), 1u);
  EXPECT_EQ(failure("a,b\n1,2\n", {.header = HeaderRow::no}),
            "d.csv:1:1: expected a number, found \"a\" (field 1, \"x1\")");
}

TEST(Csv, AnAmbiguousFirstLineIsAsked) {
  EXPECT_EQ(failure("1.5,abc,3,0\n1,2,3,0\n"),
            "d.csv:1:5: expected a number, found \"abc\" (field 2); if the first line holds column "
            "names, say header = "
            "yes (--header yes)");
  EXPECT_EQ(parse("1.5,abc,3,0\n1,2,3,0\n", {.header = HeaderRow::yes}).size(), 1u);
}

TEST(Csv, ScikitLearnsFirstLineIsExplained) {
  const std::string iris =
      "150,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n4.9,3.0,1.4,0.2,1\n";
  EXPECT_THAT(failure(iris), AllOf(StartsWith("d.csv:1:1: "), HasSubstr("scikit-learn"),
                                   HasSubstr("--skip-lines 1")));
  EXPECT_EQ(parse(iris, {.skip_lines = 1}).size(), 2u);
  EXPECT_THAT(failure("442,3,no,yes\n1,2,3,0\n"), HasSubstr("scikit-learn"));
  EXPECT_THAT(failure("2,3\n1,2,3,0\n1,2,3,1\n"), HasSubstr("scikit-learn"));
  EXPECT_EQ(parse("3,2,1\n1,2,0\n").size(), 2u);  // plain data that happen to begin so
  EXPECT_EQ(parse("3,2,u\n1,2,v\n").size(), 2u);
}

TEST(Csv, NamesThatComeTwiceAreRefused) {
  EXPECT_EQ(failure("a,b,a\n1,2,3\n"), "d.csv:1:5: the column name \"a\" comes twice");
}

TEST(Csv, EmptyNamesAreNumbered) {
  EXPECT_THAT(parse(",a,\n1,2,3\n").feature_names(), ElementsAre("column1", "a"));
}

// ---- malformed files ----------------------------------------------------------------------

TEST(Csv, MessagesNameLineColumnAndField) {
  EXPECT_EQ(failure("a,b,c\n1,2,0\n\n1,abc,0\n"),
            "d.csv:4:3: expected a number, found \"abc\" (field 2, \"b\")");
  EXPECT_EQ(failure("a,b,c\r\n1,2,0\r\n1,  abc ,0\r\n"),
            "d.csv:3:5: expected a number, found \"abc\" (field 2, \"b\")");
  EXPECT_EQ(failure("a,b,\"c\nc\"\n1,2,0\n1,\"a\"\"b\",0\n"),
            "d.csv:4:3: expected a number, found \"a\"b\" (field 2, \"b\")");
  EXPECT_EQ(failure("\xEF\xBB\xBF"
                    "1,2,0\n1,,0\n"),
            "d.csv:2:3: expected a number, found an empty field (field 2, \"x2\"); remove the row, "
            "put a number, or fill what is missing: train with --missing mean");
  EXPECT_THAT(failure("\xEF\xBB\xBF"
                      "1,b c,2\n1,2,3\n"),
              StartsWith("d.csv:1:3: "));
}

TEST(Csv, TextThatIsAlmostANumber) {
  for (const char* text : {"1.2.3", "1e", "--1", "+-1", "+", "-", ".", "0x10", "1 2", "1_000", "NA",
                           "1,5e", "1e5x", "\"\""}) {
    EXPECT_THAT(failure("a,b\n" + std::string(text) + ",0\n"), HasSubstr("d.csv:2:")) << text;
  }
}

TEST(Csv, NanAndInfinityAreRefused) {
  for (const char* text : {"nan", "NaN", "inf", "-inf", "+INF", "infinity", "\"nan\"", "nan(1)"}) {
    EXPECT_THAT(failure("a,b\n1,0\n" + std::string(text) + ",0\n"),
                AllOf(StartsWith("d.csv:3:1: "), HasSubstr("NaN and infinity are refused"),
                      HasSubstr("remove the row")))
        << text;
  }
}

TEST(Csv, NumbersOutsideADoubleAreRefused) {
  EXPECT_THAT(failure("1e999,0\n"), HasSubstr("\"1e999\" (field 1, \"x1\") is too large"));
  EXPECT_THAT(failure("1,0\n-1e-999,0\n"), StartsWith("d.csv:2:1: "));
}

TEST(Csv, RaggedRowsAreRefused) {
  EXPECT_EQ(failure("1,2,0\n1,2\n3,4,1\n"), "d.csv:2:1: expected 3 fields, found 2");
  EXPECT_EQ(failure("1,2,0\n1,2,3,4,0\n"), "d.csv:2:1: expected 3 fields, found 5");
  EXPECT_EQ(failure("1,2,0\n1,2,0,\n"), "d.csv:2:1: expected 3 fields, found 4");
  EXPECT_EQ(failure("a,b\n1,2,0\n"), "d.csv:2:1: expected 2 fields, found 3");
  EXPECT_EQ(failure("1,2,0\n5\n"), "d.csv:2:1: expected 3 fields, found 1");
}

TEST(Csv, NothingToRead) {
  EXPECT_EQ(failure(""), "d.csv: the file is empty");
  EXPECT_EQ(failure("\xEF\xBB\xBF"), "d.csv: the file holds blank lines only");
  EXPECT_EQ(failure("\n \r\n"), "d.csv: the file holds blank lines only");
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
            "d.csv:1:1: 1 column, and none is left for a feature; is the separator ,?");
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

}  // namespace
}  // namespace riserun::train

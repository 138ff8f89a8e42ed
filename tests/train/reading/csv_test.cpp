// CSV files that are well formed: the ways of writing them, names, quotes, the header row.
#include <riserun/train/reading/csv.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/train/reading/csv_text.hpp"

namespace riserun::train {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

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
  EXPECT_THAT(data.schema().target_names, ElementsAre("two lines"));
  EXPECT_THAT(data.class_names(), ElementsAre("\"", "x\"y", "x,y"));
  EXPECT_THAT(labels_of(data), ElementsAre(2, 1, 0));
}

TEST(Csv, WithoutAHeaderNamesAreNumbered) {
  const Dataset data = parse("1,2,0\n3,4,1\n");
  EXPECT_THAT(data.feature_names(), ElementsAre("x1", "x2"));
  EXPECT_THAT(data.schema().target_names, ElementsAre("label"));
}

TEST(Csv, EmptyNamesAreNumbered) {
  EXPECT_THAT(parse(",a,\n1,2,3\n").feature_names(), ElementsAre("column1", "a"));
}

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
            "d.csv:1:1: expected a number, found \"a\" (field 1, \"x1\"); if the column holds "
            "text, leave it out: `ignore` 1");
}

TEST(Csv, CommentsAreSkipped) {
  EXPECT_EQ(parse("# made by hand\n#no space\na,b\n1,2\n# half way\n##\n#\n3,4\n# end").size(), 2u);
  EXPECT_THAT(parse("# made by hand\n\na,b\n1,2\n").feature_names(), ElementsAre("a"));
  // Names as NumPy and others write them.
  for (const char* text : {"# a,b\n1,2\n3,4\n", "#a,b\n1,2\n3,4\n", "# about\n# a,b\n1,2\n3,4\n"}) {
    EXPECT_THAT(parse(text).feature_names(), ElementsAre("a")) << text;
    EXPECT_EQ(parse(text).size(), 2u) << text;
  }
  EXPECT_EQ(parse("# a,b\n1,2\n3,4\n", {.label = "b"}).schema().target_names[0], "b");
  EXPECT_THAT(parse("# one, two, three\n1,2\n3,4\n").feature_names(), ElementsAre("x1"));
  // What begins with # may be a value.
  EXPECT_EQ(parse("#N/A,1\n2,0\n", {.missing = true}).size(), 2u);
  EXPECT_EQ(parse("x,c\n1,#ff0000\n2,#00ff00\n").class_names()[0], "#00ff00");
  EXPECT_EQ(parse("c,x\n#ff0000,1\n#00ff00,2\n", {.label = "c"}).size(), 2u);
}

TEST(Csv, AnAmbiguousFirstLineIsAsked) {
  EXPECT_EQ(failure("1.5,abc,3,0\n1,2,3,0\n"),
            "d.csv:1:5: expected a number, found \"abc\" (field 2); if the first line holds column "
            "names, say `header = yes`; if the column holds text, leave it out: `ignore` 2");
  EXPECT_EQ(parse("1.5,abc,3,0\n1,2,3,0\n", {.header = HeaderRow::yes}).size(), 1u);
}

TEST(Csv, ScikitLearnsFirstLineIsExplained) {
  const std::string iris =
      "150,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n4.9,3.0,1.4,0.2,1\n";
  EXPECT_THAT(failure(iris), AllOf(StartsWith("d.csv:1:1: "), HasSubstr("scikit-learn"),
                                   HasSubstr("`skip_lines = 1`")));
  EXPECT_EQ(parse(iris, {.skip_lines = 1}).size(), 2u);
  EXPECT_THAT(failure("442,3,no,yes\n1,2,3,0\n"), HasSubstr("scikit-learn"));
  EXPECT_THAT(failure("2,3\n1,2,3,0\n1,2,3,1\n"), HasSubstr("scikit-learn"));
  EXPECT_EQ(parse("3,2,1\n1,2,0\n").size(), 2u);  // plain data that happen to begin so
  EXPECT_EQ(parse("3,2,u\n1,2,v\n").size(), 2u);
}

TEST(Csv, ReadsFilesPlainAndGzipped) {
  const TemporaryFolder folder;
  EXPECT_EQ(load_csv(folder.with("d.csv", "1,0\n2,1\n")).size(), 2u);
  EXPECT_THAT(message_of<DataError>([&] { (void)load_csv(folder.with("bad.csv", "1,0\nx,1\n")); }),
              HasSubstr("bad.csv:2:1: "));
}

}  // namespace
}  // namespace riserun::train

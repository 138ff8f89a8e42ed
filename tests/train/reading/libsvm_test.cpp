#include <riserun/train/reading/libsvm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Dataset libsvm(const std::string& text, const LibsvmOptions& options = {}) {
  return parse_libsvm(text, options, "a.svm");
}

std::string failure_of_libsvm(const std::string& text, const LibsvmOptions& options = {}) {
  return message_of<DataError>([&] { (void)libsvm(text, options); });
}

TEST(Libsvm, GapsAreZeros) {
  const Dataset data = libsvm("+1 1:0.5 3:2\n-1 2:-1e3\n-1\n");
  EXPECT_EQ(data.size(), 3u);
  EXPECT_THAT(data.feature_names(), ElementsAre("x1", "x2", "x3"));
  EXPECT_THAT(data[0].x, ElementsAre(0.5, 0, 2));
  EXPECT_THAT(data[1].x, ElementsAre(0, -1000, 0));
  EXPECT_THAT(data[2].x, ElementsAre(0, 0, 0));
  EXPECT_THAT(data.class_names(), ElementsAre("-1", "1"));
  EXPECT_EQ(data[0].label, 1);
}

TEST(Libsvm, WaysOfWritingTheSame) {
  for (const char* text : {"1 1:2 2:3\n0 2:4\n", "1 1:2 2:3\r\n0 2:4\r\n", "1 1:2 2:3\n0 2:4",
                           "1 1:2 2:3 \n\n0 2:4\n\n", "# remark\n1 1:2 2:3 # another\n0 2:4#\n",
                           "\t1\t1:2\t2:+3\n +0 2:4.0\n",
                           "\xEF\xBB\xBF"
                           "1 1:2 2:3\n0 2:4\n"}) {
    SCOPED_TRACE(text);
    const Dataset data = libsvm(text);
    ASSERT_EQ(data.size(), 2u);
    EXPECT_THAT(data[0].x, ElementsAre(2, 3));
    EXPECT_THAT(data[1].x, ElementsAre(0, 4));
    EXPECT_THAT(data.class_names(), ElementsAre("0", "1"));
  }
}

TEST(Libsvm, TheNumberOfFeaturesMayBeGiven) {
  EXPECT_EQ(libsvm("1 1:2\n0 2:1\n", {.features = 5}).feature_count(), 5u);
  EXPECT_EQ(failure_of_libsvm("1 1:2\n0 7:1\n", {.features = 5}),
            "a.svm:2:3: found index 7, and there are 5 features (`features`)");
  EXPECT_EQ(failure_of_libsvm("1\n0\n"), "a.svm: no row has an index:value");
  EXPECT_EQ(libsvm("1\n0\n", {.features = 2}).size(), 2u);
}

TEST(Libsvm, IndicesAscend) {
  EXPECT_EQ(failure_of_libsvm("1 1:1\n1 3:2 2:1\n"),
            "a.svm:2:7: expected an index above 3, found 2; the indices of a line ascend");
  EXPECT_THAT(failure_of_libsvm("1 2:2 2:1\n"), StartsWith("a.svm:1:7: expected an index above 2"));
}

// An index 0 anywhere says that the file counts from there; a model remembers it by its names.
TEST(Libsvm, IndicesMayCountFromZero) {
  const Dataset data = libsvm("1 1:5 2:6\n0 0:7\n");
  EXPECT_THAT(data.feature_names(), ElementsAre("x0", "x1", "x2"));
  EXPECT_THAT(data[0].x, ElementsAre(0, 5, 6));
  EXPECT_THAT(data[1].x, ElementsAre(7, 0, 0));
  EXPECT_THAT(libsvm("1 1:5 2:6\n", {.first = 0})[0].x, ElementsAre(0, 5, 6));
  EXPECT_EQ(failure_of_libsvm("1 0:2\n", {.first = 1}),
            "a.svm:1:3: found index 0, and the model's features count from 1");
  EXPECT_EQ(failure_of_libsvm("1 0:1 3:2\n", {.features = 3}),
            "a.svm: found index 3, counted from 0, and there are 3 features (`features`)");
  EXPECT_EQ(libsvm("1 0:1 3:2\n", {.features = 4})[0].x[3], 2);
}

TEST(Libsvm, QueryIdsAreSkippedAndSaid) {
  const Dataset data = libsvm("1 qid:7 1:2\n0 qid:8 2:3\n");
  EXPECT_EQ(data.feature_count(), 2u);
  EXPECT_THAT(data[1].x, ElementsAre(0, 3));
  ASSERT_EQ(data.schema().left_out.size(), 1u);
  EXPECT_EQ(data.schema().left_out[0].name, "qid");
}

TEST(Libsvm, WordsThatAreNoPairs) {
  EXPECT_EQ(failure_of_libsvm("1 1:2\n0 3\n"), "a.svm:2:3: expected index:value, found \"3\"");
  EXPECT_THAT(failure_of_libsvm("1 x:2\n"), StartsWith("a.svm:1:3: expected a whole number"));
  EXPECT_THAT(failure_of_libsvm("1 -1:2\n"), StartsWith("a.svm:1:3: expected a whole number"));
  EXPECT_THAT(failure_of_libsvm("1 99999999999999999999:2\n"),
              StartsWith("a.svm:1:3: expected a whole"));
  EXPECT_THAT(failure_of_libsvm("1 1:1 qid:2\n"), HasSubstr("expected a whole number"));
  EXPECT_EQ(failure_of_libsvm("1 1:abc\n"), "a.svm:1:5: expected a number, found \"abc\"");
  EXPECT_EQ(failure_of_libsvm("1 1:\n"), "a.svm:1:5: expected a number, found nothing");
  EXPECT_EQ(failure_of_libsvm("1 1:2:3\n"), "a.svm:1:5: expected a number, found \"2:3\"");
  EXPECT_THAT(failure_of_libsvm(std::string("1 1:2\0 2:3\n", 11)), HasSubstr("found \"2\\x00\""));
}

TEST(Libsvm, MissingValues) {
  EXPECT_THAT(failure_of_libsvm("1 1:nan\n"), HasSubstr("`missing` mean"));
  EXPECT_THAT(failure_of_libsvm("1 1:inf\n"), HasSubstr("NaN and infinity are refused"));
  EXPECT_THAT(failure_of_libsvm("1 1:inf\n", {.missing = true}),
              HasSubstr("NaN and infinity are refused"));
  EXPECT_EQ(libsvm("1 1:nan 2:1\n0 1:? 2:3\n", {.missing = true}).missing_count(), 2u);
  EXPECT_THAT(failure_of_libsvm("1 1:1e999\n"), HasSubstr("too large"));
}

TEST(Libsvm, Regression) {
  const LibsvmOptions options{.task = Task::regression};
  EXPECT_THAT(libsvm("1.5 1:1\n-2 2:1\n", options)[0].target, ElementsAre(1.5));
  EXPECT_THAT(libsvm("1,2 1:1\n3,4 2:1\n", options)[1].target, ElementsAre(3, 4));
  EXPECT_EQ(failure_of_libsvm("1,2 1:1\n3 2:1\n", options),
            "a.svm:2:1: expected 2 targets, as above, found 1");
  EXPECT_EQ(failure_of_libsvm("1,x 1:1\n", options),
            "a.svm:1:3: expected a number to predict, found \"x\"");
}

TEST(Libsvm, TheClassesOfAModel) {
  const LibsvmOptions options{.classes = {"1", "2"}};
  EXPECT_EQ(libsvm("2 1:1\n+1 1:3\n", options)[0].label, 1);
  EXPECT_THAT(failure_of_libsvm("1 1:1\n3 1:3\n", options),
              StartsWith("a.svm:2:1: unknown class \"3\""));
}

TEST(Libsvm, LinesWithoutLabels) {
  EXPECT_EQ(libsvm("1:2 2:3\n2:4\n").task(), Task::unlabelled);
  EXPECT_THAT(failure_of_libsvm("1 1:2\n2:3\n"), StartsWith("a.svm:2:1: expected a label"));
  EXPECT_THAT(failure_of_libsvm("1:2\n1 2:3\n"), StartsWith("a.svm:2:1: expected index:value"));
}

TEST(Libsvm, NothingToRead) {
  EXPECT_EQ(failure_of_libsvm(""), "a.svm: the file is empty");
  EXPECT_EQ(failure_of_libsvm("# only a remark\n\n"), "a.svm: the file holds no rows");
}

TEST(Libsvm, ATableLargerThanTheMachineIsRefused) {
  EXPECT_THAT(failure_of_libsvm("1 9000000000000000:1\n0 1:1\n"),
              HasSubstr("features, zeros included, needs about"));
}

TEST(Libsvm, ReadsFiles) {
  const TemporaryFolder folder;
  EXPECT_EQ(load_libsvm(folder.with("a.svm", "1 1:1\n2 1:3\n")).size(), 2u);
  EXPECT_THAT(message_of<FileError>([&] { (void)load_libsvm(folder / "none"); }),
              HasSubstr("none"));
}

TEST(Libsvm, IsRecognised) {
  for (const char* text : {"1 1:2\n", "+1 3:0.5 7:1\n", "# remark\n\n-1 1:2 # x\n", "1:2 2:3\n",
                           "3 qid:1 1:0.5\n", "1,2 1:4\n", "setosa 1:5.1"})
    EXPECT_TRUE(looks_like_libsvm(text)) << text;
  for (const char* text : {"", "1,2,3\n", "a,b\n1,2\n", "1 2 3\n", "12:30,4\n", "1\t2\n", "1 a:2\n",
                           "time 12:30:15\n", "1\n"})
    EXPECT_FALSE(looks_like_libsvm(text)) << text;
}

}  // namespace
}  // namespace riserun::train

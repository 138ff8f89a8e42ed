#include <riserun/train/reading/idx.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/idx_data.hpp>
#include "tests/train/reading/idx_bytes.hpp"
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kSquares = idx_bytes({3, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 252, 253, 254, 255});
const std::string kSquareLabels = idx_bytes({3}, {9, 0, 9});

std::string failure_of_idx(const std::string& bytes) {
  return message_of<DataError>([&] { (void)parse_idx(bytes, "a.idx"); });
}

std::string pair_failure(const std::string& images, const std::string& labels,
                         const IdxOptions& options = {}) {
  return message_of<DataError>(
      [&] { (void)parse_idx_data(images, labels, options, "images", "labels"); });
}

TEST(Idx, ReadsUnsignedBytes) {
  const IdxArray array = parse_idx(kSquares, "a");
  EXPECT_THAT(array.shape, ElementsAre(3, 2, 2));
  EXPECT_THAT(array.values, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 252, 253, 254, 255));
  EXPECT_TRUE(array.whole_numbers);
}

TEST(Idx, ReadsEveryType) {
  const auto one = [](unsigned char type, std::uint64_t word, int bytes) {
    std::string text = idx_header(type, {1});
    append_big_endian(text, word, bytes);
    const IdxArray array = parse_idx(text, "a");
    EXPECT_EQ(array.whole_numbers, type < 0x0D);
    return array.values.at(0);
  };
  EXPECT_EQ(one(0x08, 0xFE, 1), 254);
  EXPECT_EQ(one(0x09, 0xFE, 1), -2);
  EXPECT_EQ(one(0x0B, 0xFFFE, 2), -2);
  EXPECT_EQ(one(0x0B, 0x0102, 2), 258);
  EXPECT_EQ(one(0x0C, 0xFFFFFFFE, 4), -2);
  EXPECT_EQ(one(0x0D, std::bit_cast<std::uint32_t>(1.5F), 4), 1.5);
  EXPECT_EQ(one(0x0E, std::bit_cast<std::uint64_t>(-0.1), 8), -0.1);
}

TEST(Idx, WrongHeadersAreRefused) {
  EXPECT_EQ(failure_of_idx(""),
            "a.idx: byte 1: the file ends within the four bytes that an IDX file "
            "begins with");
  EXPECT_THAT(failure_of_idx("1,2,3\n"), StartsWith("a.idx: byte 1: expected two zero bytes"));
  EXPECT_THAT(failure_of_idx(idx_header(0x0A, {1}) + "x"),
              StartsWith("a.idx: byte 3: expected a type of IDX"));
  EXPECT_THAT(failure_of_idx(std::string("\0\0\x08\0", 4)),
              StartsWith("a.idx: byte 4: expected 1 to 8 dimensions, found 0"));
  EXPECT_THAT(failure_of_idx(std::string("\0\0\x08\x63", 4)), HasSubstr("found 99"));
  EXPECT_THAT(failure_of_idx(kSquares.substr(0, 13)),
              HasSubstr("ends within its header of 3 sizes"));
  EXPECT_THAT(failure_of_idx(idx_header(0x08, {0, 2})), HasSubstr("size 1 of 2 is 0"));
}

TEST(Idx, TheSizeMustBeTheHeaders) {
  EXPECT_THAT(
      failure_of_idx(kSquares.substr(0, kSquares.size() - 1)),
      AllOf(HasSubstr("3 x 2 x 2 values"), HasSubstr("11 bytes follow"), HasSubstr("cut short")));
  EXPECT_THAT(failure_of_idx(kSquares + "x"), HasSubstr("longer than its header says"));
  // A product of sizes beyond 64 bits.
  EXPECT_THAT(failure_of_idx(idx_header(0x0E, {0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}) + "x"),
              HasSubstr("the header is wrong"));
}

TEST(IdxData, ImagesAndLabelsBecomeRows) {
  const Dataset data = parse_idx_data(kSquares, kSquareLabels, {}, "images", "labels");
  EXPECT_EQ(data.size(), 3u);
  EXPECT_THAT(data.feature_names(), ElementsAre("x1", "x2", "x3", "x4"));
  EXPECT_THAT(data.class_names(), ElementsAre("0", "9"));
  EXPECT_THAT(data.class_counts(), ElementsAre(1, 2));
  EXPECT_THAT(data[2].x, ElementsAre(252, 253, 254, 255));
  EXPECT_EQ(data[1].label, 0);
  EXPECT_EQ(data.source(), "images");
  EXPECT_EQ(parse_idx_data(kSquares, "", {}, "i", "").task(), Task::unlabelled);
}

TEST(IdxData, CountsMustAgree) {
  EXPECT_EQ(pair_failure(kSquares, idx_bytes({2}, {1, 2})),
            "labels has 2 labels, and images has 3 images; do they belong together?");
}

TEST(IdxData, LabelsOfAModelKeepItsClasses) {
  const IdxOptions options{.classes = {"9", "ten", "0"}};
  const Dataset data = parse_idx_data(kSquares, kSquareLabels, options, "i", "l");
  EXPECT_EQ(data[0].label, 0);
  EXPECT_EQ(data[1].label, 2);
  EXPECT_THAT(pair_failure(kSquares, idx_bytes({3}, {9, 7, 0}), options),
              StartsWith("labels: label 2 of 3 is 7, which is none of the 3 classes"));
}

TEST(IdxData, LabelsThatAreNoClasses) {
  std::string halves = idx_header(0x0D, {3});
  for (float x : {0.5F, 1.5F, 2.5F}) append_big_endian(halves, std::bit_cast<std::uint32_t>(x), 4);
  EXPECT_THAT(pair_failure(kSquares, halves), HasSubstr("`task = regression`"));
  EXPECT_THAT(parse_idx_data(kSquares, halves, {.task = Task::regression}, "i", "l")[2].target,
              ElementsAre(2.5));
  const std::string two = idx_bytes({3, 2}, {1, 2, 3, 4, 5, 6});
  EXPECT_THAT(pair_failure(kSquares, two), HasSubstr("one dimension of integers"));
  EXPECT_THAT(parse_idx_data(kSquares, two, {.task = Task::regression}, "i", "l")[1].target,
              ElementsAre(3, 4));
  EXPECT_THAT(pair_failure(kSquares, idx_bytes({3, 1, 1}, {1, 2, 3}), {.task = Task::regression}),
              HasSubstr("found 3 x 1 x 1"));
}

TEST(IdxData, NaNIsRefusedUnlessItMayBeMissing) {
  std::string images = idx_header(0x0E, {2, 1});
  append_big_endian(images, std::bit_cast<std::uint64_t>(1.0), 8);
  append_big_endian(images, std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN()),
                    8);
  const std::string labels = idx_bytes({2}, {0, 1});
  EXPECT_THAT(pair_failure(images, labels), HasSubstr("row 1, \"x1\" is nan"));
  EXPECT_EQ(parse_idx_data(images, labels, {.missing = true}, "i", "l").missing_count(), 1u);
}

TEST(IdxData, LabelsAreFoundByMnistsNames) {
  const TemporaryFolder folder;
  const auto labels = folder.with("train-labels-idx1-ubyte", kSquareLabels);
  const auto images = folder.with("train-images-idx3-ubyte", kSquares);
  EXPECT_EQ(idx_labels_of(images), labels);
  EXPECT_EQ(idx_labels_of(folder / "train-images-idx3-ubyte.gz"), labels);  // packed or not
  EXPECT_EQ(load_idx(images).class_count(), 2u);
  const auto dotted = folder.with("t10k-images.idx3-ubyte", kSquares);
  EXPECT_EQ(idx_labels_of(dotted), "");
  folder.with("t10k-labels.idx1-ubyte", kSquareLabels);
  EXPECT_EQ(idx_labels_of(dotted), folder / "t10k-labels.idx1-ubyte");
}

TEST(IdxData, LabelsThatAreNotThereAreAskedFor) {
  const TemporaryFolder folder;
  const auto images = folder.with("pixels", kSquares);
  EXPECT_THAT(message_of<FileError>([&] { (void)load_idx(images); }), HasSubstr("`labels` FILE"));
  const auto labels = folder.with("digits", kSquareLabels);
  EXPECT_EQ(load_idx(images, {.labels = labels}).size(), 3u);
  EXPECT_EQ(load_idx(images, {.task = Task::unlabelled}).task(), Task::unlabelled);
  EXPECT_THAT(
      message_of<DataError>([&] { (void)load_idx(images, {.labels = folder.with("none", "")}); }),
      HasSubstr("the file is empty"));
}

}  // namespace
}  // namespace riserun::train

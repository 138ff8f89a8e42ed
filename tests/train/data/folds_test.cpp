#include <riserun/train/data/folds.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/csv.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::HasSubstr;

std::vector<int> three_classes(std::size_t a, std::size_t b, std::size_t c) {
  std::vector<int> labels(a, 0);
  labels.insert(labels.end(), b, 1);
  labels.insert(labels.end(), c, 2);
  return labels;
}

TEST(Folds, EveryRowValidatesOnceAndTrainsOtherwise) {
  for (std::size_t count : {2u, 3u, 10u, 23u}) {
    for (std::size_t k = 2; k <= count; ++k) {
      std::vector<int> times(count);
      for (const SplitRows& rows : fold_rows(count, {}, {.folds = k, .seed = 5})) {
        EXPECT_EQ(rows.training.size() + rows.validation.size(), count);
        EXPECT_GE(rows.validation.size(), count / k);
        EXPECT_LE(rows.validation.size(), count / k + 1);
        std::set<std::size_t> seen(rows.training.begin(), rows.training.end());
        for (std::size_t row : rows.validation) {
          ++times[row];
          EXPECT_TRUE(seen.insert(row).second);
        }
        EXPECT_EQ(seen.size(), count);
      }
      EXPECT_THAT(times, testing::Each(1));
    }
  }
}

TEST(Folds, ClassesAreSpreadEvenly) {
  const std::vector<int> labels = three_classes(17, 6, 28);
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    for (const SplitRows& rows : fold_rows(labels.size(), labels, {.folds = 5, .seed = seed})) {
      std::vector<std::size_t> counts(3);
      for (std::size_t row : rows.validation) ++counts[static_cast<std::size_t>(labels[row])];
      EXPECT_TRUE(counts[0] == 3 || counts[0] == 4) << counts[0];
      EXPECT_TRUE(counts[1] == 1 || counts[1] == 2) << counts[1];
      EXPECT_TRUE(counts[2] == 5 || counts[2] == 6) << counts[2];
      EXPECT_TRUE(rows.validation.size() == 10 || rows.validation.size() == 11);
    }
  }
}

TEST(Folds, TheSeedDecides) {
  const std::vector<int> labels = three_classes(10, 10, 10);
  const auto first = [&](std::uint64_t seed, bool stratified = true) {
    return fold_rows(30, labels, {.seed = seed, .stratified = stratified})[0].validation;
  };
  EXPECT_EQ(first(1), first(1));
  EXPECT_NE(first(1), first(2));
  EXPECT_NE(first(1), first(1, false));
}

TEST(Folds, TooFewRows) {
  EXPECT_THROW((void)fold_rows(4, {}, {.folds = 5}), DataError);
  EXPECT_THROW((void)fold_rows(4, {}, {.folds = 1}), ConfigError);
  EXPECT_THROW((void)fold_rows(4, {}, {.folds = 0}), ConfigError);
  EXPECT_THROW((void)fold_rows(4, std::vector<int>{0, 1}, {.folds = 2}), ShapeError);
  EXPECT_THAT(
      message_of<DataError>([] { (void)fold_rows(9, three_classes(4, 1, 4), {.folds = 3}); }),
      HasSubstr("class 1 has a single row"));
}

TEST(Folds, OfADataSet) {
  const Dataset data = parse_csv("x,y\n1,a\n2,b\n3,a\n4,b\n", {}, "d");
  const std::vector<Split> parts = folds(data, {.folds = 2, .seed = 3});
  ASSERT_EQ(parts.size(), 2u);
  for (const Split& part : parts)
    EXPECT_THAT(part.validation.class_counts(), testing::ElementsAre(1, 1));
}

}  // namespace
}  // namespace riserun::train

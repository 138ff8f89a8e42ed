#include <riserun/train/data/split.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<int> labels_of(std::vector<std::size_t> counts) {
  std::vector<int> labels;
  for (std::size_t c = 0; c < counts.size(); ++c)
    labels.insert(labels.end(), counts[c], static_cast<int>(c));
  return labels;
}

std::vector<std::size_t> counts_of(const std::vector<std::size_t>& rows,
                                   const std::vector<int>& labels, std::size_t classes) {
  std::vector<std::size_t> counts(classes);
  for (std::size_t row : rows) ++counts[static_cast<std::size_t>(labels[row])];
  return counts;
}

TEST(Split, EveryRowIsInExactlyOnePart) {
  const std::vector<int> labels = labels_of({40, 7, 53});
  for (const bool stratified : {true, false}) {
    const SplitRows parts =
        split_rows(100, labels, {.validation = 0.25, .seed = 3, .stratified = stratified});
    EXPECT_EQ(parts.validation.size(), 25u);
    EXPECT_TRUE(std::is_sorted(parts.training.begin(), parts.training.end()));
    EXPECT_TRUE(std::is_sorted(parts.validation.begin(), parts.validation.end()));
    std::set<std::size_t> all(parts.training.begin(), parts.training.end());
    all.insert(parts.validation.begin(), parts.validation.end());
    EXPECT_EQ(all.size(), 100u);
    EXPECT_EQ(*all.rbegin(), 99u);
    EXPECT_EQ(parts.training.size() + parts.validation.size(), 100u);
  }
}

TEST(Split, TheSeedDecides) {
  const auto rows = [](std::uint64_t seed) {
    return split_rows(200, {}, {.validation = 0.2, .seed = seed}).validation;
  };
  EXPECT_EQ(rows(7), rows(7));
  EXPECT_NE(rows(7), rows(8));
}

// The rows themselves: they must never change, on any machine, or a published seed loses its
// meaning.
TEST(Split, RowsOfASeedArePinned) {
  EXPECT_THAT(split_rows(10, {}, {.validation = 0.3, .seed = 7}).validation, ElementsAre(1, 5, 8));
  EXPECT_THAT(split_rows(10, labels_of({5, 5}), {.validation = 0.4, .seed = 7}).validation,
              ElementsAre(1, 4, 8, 9));
}

TEST(Split, StratifiedKeepsProportions) {
  const std::vector<int> labels = labels_of({50, 100, 150});
  const SplitRows parts = split_rows(300, labels, {.validation = 0.2, .seed = 1});
  EXPECT_THAT(counts_of(parts.validation, labels, 3), ElementsAre(10, 20, 30));
  EXPECT_THAT(counts_of(parts.training, labels, 3), ElementsAre(40, 80, 120));
}

TEST(Split, LargestRemaindersTakeTheRest) {
  // Quotas 1.4, 1.4, 0.2; round(15 * 0.2) = 3 rows: the third goes to the first of the two equal
  // remainders.
  const std::vector<int> labels = labels_of({7, 7, 1});
  const SplitRows parts = split_rows(15, labels, {.validation = 0.2, .seed = 1});
  EXPECT_THAT(counts_of(parts.validation, labels, 3), ElementsAre(2, 1, 0));
}

TEST(Split, AClassKeepsARowInTraining) {
  const std::vector<int> labels = labels_of({1, 2, 2});
  const SplitRows parts = split_rows(5, labels, {.validation = 0.9, .seed = 1});
  EXPECT_THAT(counts_of(parts.training, labels, 3), ElementsAre(1, 1, 1));
  EXPECT_EQ(parts.validation.size(), 2u);
}

TEST(Split, UnusedClassesAreNoTrouble) {
  const SplitRows parts =
      split_rows(4, std::vector<int>{5, 5, 9, 9}, {.validation = 0.5, .seed = 1});
  EXPECT_EQ(parts.validation.size(), 2u);
}

TEST(Split, SharesOutsideZeroToOneAreRefused) {
  for (const double share : {0.0, 1.0, -0.2, 1.5, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THAT(message_of<ConfigError>([&] { (void)split_rows(10, {}, {.validation = share}); }),
                HasSubstr("between 0 and 1"));
  }
}

TEST(Split, AnEmptyPartIsRefused) {
  EXPECT_THAT(message_of<DataError>([] { (void)split_rows(3, {}, {.validation = 0.1}); }),
              HasSubstr("no row for validation"));
  EXPECT_THAT(message_of<DataError>([] { (void)split_rows(3, {}, {.validation = 0.9}); }),
              HasSubstr("no row for training"));
  EXPECT_THAT(message_of<DataError>([] { (void)split_rows(0, {}, {}); }), HasSubstr("0 rows"));
  // Each class has one row, which stays in training.
  EXPECT_THAT(message_of<DataError>([] {
                (void)split_rows(3, labels_of({1, 1, 1}), {.validation = 0.5});
              }),
              HasSubstr("no row for validation"));
}

TEST(Split, LabelsMustFitTheRows) {
  EXPECT_THROW((void)split_rows(3, labels_of({2}), {}), ShapeError);
  EXPECT_THROW((void)split_rows(2, std::vector<int>{0, -1}, {}), ShapeError);
}

}  // namespace
}  // namespace riserun::train

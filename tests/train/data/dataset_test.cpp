#include <riserun/train/data/dataset.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Dataset four_flowers() {
  return Dataset({.schema = {.feature_names = {"length", "width"}, .class_names = {"rose", "iris"}},
                  .features = {1, 2, 3, 4, 5, 6, 7, 8},
                  .labels = {0, 1, 1, 1},
                  .source = "flowers.csv"});
}

TEST(Dataset, DefaultHasNoRows) {
  const Dataset none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.size(), 0u);
  EXPECT_EQ(none.feature_count(), 0u);
  EXPECT_EQ(none.class_count(), 0u);
  EXPECT_EQ(none.task(), Task::unlabelled);
  EXPECT_TRUE(none.class_counts().empty());
  EXPECT_TRUE(none.begin() == none.end());
  EXPECT_TRUE(none.subset({}).empty());
}

TEST(Dataset, PointsOfAClassification) {
  const Dataset data = four_flowers();
  EXPECT_EQ(data.size(), 4u);
  EXPECT_EQ(data.task(), Task::classification);
  EXPECT_EQ(data.class_count(), 2u);
  EXPECT_EQ(data.target_count(), 1u);
  EXPECT_EQ(data.source(), "flowers.csv");
  const DataPoint point = data[2];
  EXPECT_THAT(point.x, ElementsAre(5, 6));
  EXPECT_EQ(point.label, 1);
  EXPECT_THAT(point.target, ElementsAre(1.0));
  EXPECT_EQ(point.row, 2u);
  EXPECT_THAT(data.class_counts(), ElementsAre(1, 3));
}

TEST(Dataset, PointsOfARegressionWithTwoTargets) {
  const Dataset data(
      {.feature_count = 1, .features = {1, 2}, .targets = {10, 11, 20, 21}, .target_count = 2});
  EXPECT_EQ(data.task(), Task::regression);
  EXPECT_EQ(data[1].label, -1);
  EXPECT_THAT(data[1].target, ElementsAre(20, 21));
  EXPECT_THAT(data.schema().target_names, ElementsAre("y1", "y2"));
  EXPECT_TRUE(data.class_counts().empty());
}

TEST(Dataset, NamesLeftOutAreMadeUp) {
  const Dataset data({.feature_count = 2, .features = {1, 2, 3, 4}, .labels = {2, 0}});
  EXPECT_THAT(data.feature_names(), ElementsAre("x1", "x2"));
  EXPECT_THAT(data.class_names(), ElementsAre("0", "1", "2"));
}

TEST(Dataset, FeaturesOnly) {
  const Dataset data({.feature_count = 2, .features = {1, 2, 3, 4}});
  EXPECT_EQ(data.task(), Task::unlabelled);
  EXPECT_EQ(data[0].label, -1);
  EXPECT_TRUE(data[0].target.empty());
}

TEST(Dataset, IterationVisitsEveryRow) {
  std::vector<std::size_t> rows;
  double sum = 0;
  for (const DataPoint point : four_flowers().subset(std::vector<std::size_t>{3, 0})) {
    rows.push_back(point.row);
    sum += point.x[0];
  }
  EXPECT_THAT(rows, ElementsAre(3, 0));
  EXPECT_EQ(sum, 8);
}

TEST(Dataset, SubsetsShareNumbersAndKeepRowNumbers) {
  const Dataset data = four_flowers();
  const Dataset odd = data.subset(std::vector<std::size_t>{3, 1});
  EXPECT_EQ(odd.size(), 2u);
  EXPECT_EQ(odd[0].row, 3u);
  EXPECT_EQ(odd[0].x.data(), data[3].x.data());
  const Dataset last = odd.subset(std::vector<std::size_t>{1, 1});
  EXPECT_EQ(last[1].row, 1u);
  EXPECT_THAT(last.class_counts(), ElementsAre(0, 2));
  EXPECT_THAT(message_of<ShapeError>([&] { (void)odd.subset(std::vector<std::size_t>{2}); }),
              HasSubstr("below 2, found 2"));
}

TEST(Dataset, ASubsetOutlivesItsOrigin) {
  Dataset part;
  {
    const Dataset data = four_flowers();
    part = data.subset(std::vector<std::size_t>{3});
  }
  EXPECT_THAT(part[0].x, ElementsAre(7, 8));
}

TEST(Dataset, SplitsByClass) {
  const auto [training, validation] = four_flowers().split({.validation = 0.5, .seed = 7});
  EXPECT_EQ(training.size(), 2u);
  EXPECT_EQ(validation.size(), 2u);
  EXPECT_THAT(training.class_counts(), ElementsAre(1, 1));
  EXPECT_EQ(training.class_names(), validation.class_names());
}

TEST(Dataset, SplitOfASplitKeepsRowNumbers) {
  std::vector<double> x(100);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
  const Dataset data({.feature_count = 1, .features = x, .targets = x});
  const auto [rest, test] = data.split({.validation = 0.5, .seed = 1});
  const auto [training, validation] = rest.split({.validation = 0.5, .seed = 2});
  for (const DataPoint point : validation) EXPECT_EQ(point.x[0], static_cast<double>(point.row));
}

TEST(Dataset, HashTellsContentApart) {
  const Dataset data = four_flowers();
  EXPECT_EQ(data.content_hash(), four_flowers().content_hash());
  const auto hash = [](auto change) {
    DataTable table{
        .schema = {.feature_names = {"length", "width"}, .class_names = {"rose", "iris"}},
        .features = {1, 2, 3, 4, 5, 6, 7, 8},
        .labels = {0, 1, 1, 1}};
    change(table);
    return Dataset(table).content_hash();
  };
  EXPECT_EQ(data.content_hash(), hash([](DataTable&) {}));  // the source's name plays no part
  EXPECT_NE(data.content_hash(),
            hash([](DataTable& table) { table.features[5] = 6.000000000000001; }));
  EXPECT_NE(data.content_hash(), hash([](DataTable& table) { table.labels[0] = 1; }));
  EXPECT_NE(data.content_hash(),
            hash([](DataTable& table) { table.schema.class_names[0] = "Rose"; }));
  EXPECT_NE(data.content_hash(),
            hash([](DataTable& table) { std::swap(table.features[0], table.features[1]); }));
  EXPECT_NE(data.content_hash(), data.subset(std::vector<std::size_t>{0, 1, 2}).content_hash());
  EXPECT_NE(data.content_hash(), data.subset(std::vector<std::size_t>{1, 0, 2, 3}).content_hash());
}

// Each row of the list is a table that must be refused.
TEST(Dataset, SizesThatDisagreeAreRefused) {
  EXPECT_THROW(Dataset({.feature_count = 2, .features = {1, 2, 3}}), ShapeError);
  EXPECT_THROW(Dataset({.feature_count = 0, .features = {1}}), ShapeError);
  EXPECT_THROW(
      Dataset({.schema = {.feature_names = {"a"}}, .feature_count = 2, .features = {1, 2}}),
      ShapeError);
  EXPECT_THROW(Dataset({.feature_count = 1, .features = {1, 2}, .labels = {0}}), ShapeError);
  EXPECT_THROW(Dataset({.feature_count = 1, .features = {1, 2}, .targets = {0}}), ShapeError);
  EXPECT_THROW(Dataset({.feature_count = 1, .features = {1}, .targets = {0}, .labels = {0}}),
               ShapeError);
  EXPECT_THROW(Dataset({.feature_count = 1, .features = {1}, .labels = {0}, .row_numbers = {1, 2}}),
               ShapeError);
  EXPECT_THROW(
      Dataset(
          {.schema = {.class_names = {"a"}}, .feature_count = 1, .features = {1}, .targets = {1}}),
      ShapeError);
  EXPECT_THROW(Dataset({.schema = {.target_names = {"a", "b"}},
                        .feature_count = 1,
                        .features = {1},
                        .labels = {0}}),
               ShapeError);
}

TEST(Dataset, UnusableValuesAreRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(message_of<DataError>([&] {
                Dataset({.feature_count = 2, .features = {1, 2, 3, nan}});
              }),
              HasSubstr("row 1, \"x2\" is nan"));
  EXPECT_THAT(message_of<DataError>(
                  [&] { Dataset({.feature_count = 1, .features = {1}, .targets = {-infinity}}); }),
              HasSubstr("\"y1\" is -inf"));
  EXPECT_THAT(message_of<DataError>([] { Dataset({.feature_count = 1}); }), HasSubstr("no rows"));
  EXPECT_THAT(
      message_of<DataError>([] { Dataset({.feature_count = 1, .features = {1}, .labels = {-1}}); }),
      HasSubstr("row 0 is -1"));
  EXPECT_THAT(message_of<DataError>([] {
                Dataset({.schema = {.class_names = {"a", "b"}},
                         .feature_count = 1,
                         .features = {1},
                         .labels = {2}});
              }),
              HasSubstr("from 0 to 1"));
}

}  // namespace
}  // namespace riserun::train

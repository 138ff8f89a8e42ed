// The data sets that are shipped: what their README says of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/train/reading/csv.hpp>

namespace riserun::train {
namespace {

using testing::Each;
using testing::ElementsAre;

const std::filesystem::path kFolder = std::filesystem::path(RISERUN_SOURCE_DIR) / "examples/data";

TEST(ExampleData, Digits) {
  const Dataset digits = load_csv(kFolder / "digits.csv.gz");
  EXPECT_EQ(digits.size(), 1797u);
  EXPECT_EQ(digits.feature_count(), 64u);
  EXPECT_EQ(digits.feature_names()[0], "p00");
  EXPECT_EQ(digits.feature_names()[63], "p77");
  EXPECT_THAT(digits.schema().target_names, ElementsAre("digit"));
  EXPECT_THAT(digits.class_names(), ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  EXPECT_THAT(digits.class_counts(), ElementsAre(178, 182, 177, 183, 181, 182, 181, 179, 174, 180));
  double sum = 0;
  for (const DataPoint point : digits) {
    for (double pixel : point.x) {
      ASSERT_TRUE(pixel >= 0 && pixel <= 16);
      sum += pixel;
    }
  }
  EXPECT_EQ(sum, 561718);
}

TEST(ExampleData, DigitsSplitByClass) {
  const auto [training, validation] =
      load_csv(kFolder / "digits.csv.gz").split({.validation = 0.2, .seed = 7});
  EXPECT_EQ(validation.size(), 359u);
  EXPECT_EQ(training.size(), 1438u);
  for (std::size_t count : validation.class_counts())
    EXPECT_TRUE(count >= 34 && count <= 37) << count;
}

TEST(ExampleData, Iris) {
  const Dataset iris = load_csv(kFolder / "iris.csv", {.label = "species"});
  EXPECT_EQ(iris.size(), 150u);
  EXPECT_THAT(iris.feature_names(),
              ElementsAre("sepal_length", "sepal_width", "petal_length", "petal_width"));
  EXPECT_THAT(iris.class_names(), ElementsAre("setosa", "versicolor", "virginica"));
  EXPECT_THAT(iris.class_counts(), Each(50));
  EXPECT_THAT(iris[0].x, ElementsAre(5.1, 3.5, 1.4, 0.2));
  // Rows 34 and 37 tell Fisher's numbers from the UCI file's.
  EXPECT_THAT(iris[34].x, ElementsAre(4.9, 3.1, 1.5, 0.2));
  EXPECT_THAT(iris[37].x, ElementsAre(4.9, 3.6, 1.4, 0.1));
}

TEST(ExampleData, Wine) {
  const Dataset wine = load_csv(kFolder / "wine.csv", {.label = "cultivar"});
  EXPECT_EQ(wine.feature_count(), 13u);
  EXPECT_THAT(wine.class_names(), ElementsAre("1", "2", "3"));
  EXPECT_THAT(wine.class_counts(), ElementsAre(59, 71, 48));
  EXPECT_EQ(wine[0].x[12], 1065);
}

TEST(ExampleData, BreastCancer) {
  const Dataset cancer = load_csv(kFolder / "breast_cancer.csv.gz");
  EXPECT_EQ(cancer.feature_count(), 30u);
  EXPECT_EQ(cancer.feature_names()[20], "worst_radius");
  EXPECT_THAT(cancer.class_names(), ElementsAre("benign", "malignant"));
  EXPECT_THAT(cancer.class_counts(), ElementsAre(357, 212));
}

}  // namespace
}  // namespace riserun::train

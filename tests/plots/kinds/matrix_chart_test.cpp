#include <riserun/plots/kinds/matrix_chart.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;

TEST(MatrixChart, ConfusionShowsCountsAndSharesOfTheTrueClass) {
  const Chart chart = confusion_chart({"setosa", "versicolor"}, {8, 2, 0, 5}, {.title = "iris"});
  const Field& field = chart.panels[0].fields[0];
  EXPECT_THAT(field.z, ::testing::ElementsAre(0.8, 0.2, 0.0, 1.0));
  EXPECT_EQ(chart.panels[0].labels.size(), 3u);  // Nothing is written for 0.
  const std::string svg = to_svg(chart);
  EXPECT_EQ(testing::xml_error(svg), "");
  for (const char* text : {">iris<", ">setosa<", ">versicolor<", ">8<", ">2<", ">5<",
                           ">true class<", ">taken for<", ">share of the true class<", "100 %<"})
    EXPECT_THAT(svg, HasSubstr(text));
  // Row 0 is the upper one: the label 8 stands above the label 5.
  EXPECT_LT(chart.panels[0].labels[0].y, chart.panels[0].labels[2].y);
  EXPECT_TRUE(chart.panels[0].y_downward);
}

TEST(MatrixChart, AClassWithoutPointsIsGrey) {
  const Chart chart = confusion_chart({"a", "b"}, {0, 0, 1, 1});
  EXPECT_TRUE(std::isnan(chart.panels[0].fields[0].z[0]));
  EXPECT_THAT(to_svg(chart), HasSubstr("#8c959f"));
}

TEST(MatrixChart, NamesAreEscaped) {
  const std::string svg = to_svg(confusion_chart({"</script><b>", "&"}, {1, 0, 0, 1}));
  EXPECT_EQ(testing::xml_error(svg), "");
  EXPECT_THAT(svg, HasSubstr("&lt;/script&gt;&lt;b&gt;"));
}

TEST(MatrixChart, TextsThatDoNotFitAreLeftOut) {
  Matrix matrix{.rows = {"r"}, .columns = {"c"}, .values = {1}, .texts = {"fits"}};
  EXPECT_EQ(matrix_chart(matrix).panels[0].labels.size(), 1u);
  matrix.texts = {std::string(200, 'w')};
  EXPECT_TRUE(matrix_chart(matrix).panels[0].labels.empty());
  const std::size_t many = 60;
  matrix = {.rows = std::vector<std::string>(many, "r"),
            .columns = std::vector<std::string>(many, "c"),
            .values = std::vector<double>(many * many, 0.5),
            .texts = std::vector<std::string>(many * many, "1")};
  EXPECT_TRUE(matrix_chart(matrix).panels[0].labels.empty());
  EXPECT_EQ(testing::xml_error(to_svg(matrix_chart(matrix))), "");
}

TEST(MatrixChart, MisfitsAreRefused) {
  EXPECT_THROW(confusion_chart({"a", "b"}, {1, 2, 3}), DataError);
  EXPECT_THROW(confusion_chart({}, {}), DataError);
  EXPECT_THROW(matrix_chart({.rows = {"a"}, .columns = {"b"}, .values = {1, 2}}), DataError);
  EXPECT_THROW(matrix_chart({.rows = {"a"}, .columns = {"b"}, .values = {1}, .texts = {"1", "2"}}),
               DataError);
}

}  // namespace
}  // namespace riserun::plots

#include <riserun/plots/kinds/result_charts.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/svg.hpp>

namespace riserun::plots {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Roc, AreasAreThoseOfRankings) {
  EXPECT_EQ(roc_curve({"a", {0.9, 0.8, 0.2, 0.1}, {true, true, false, false}}).area, 1.0);
  EXPECT_EQ(roc_curve({"a", {0.9, 0.8, 0.2, 0.1}, {false, false, true, true}}).area, 0.0);
  EXPECT_EQ(roc_curve({"a", {0.9, 0.8, 0.7, 0.6}, {true, false, true, false}}).area, 0.75);
}

TEST(Roc, EqualScoresArePassedTogether) {
  const RocCurve curve = roc_curve({"a", {1, 1, 1, 1}, {true, false, true, false}});
  EXPECT_EQ(curve.area, 0.5);
  EXPECT_THAT(curve.false_positive, ElementsAre(0, 1));
}

TEST(Roc, WithoutBothKindsThereIsNone) {
  EXPECT_THROW(static_cast<void>(roc_curve({"a", {1, 2}, {true, true}})), DataError);
  EXPECT_THROW(static_cast<void>(roc_curve({"a", {1, NAN}, {true, false}})), DataError);
  EXPECT_THROW(static_cast<void>(roc_curve({"a", {1}, {true, false}})), DataError);
  const std::string svg = to_svg(roc_chart({{"cat", {1, 0}, {true, false}}}, "animals"));
  EXPECT_THAT(svg, HasSubstr(">cat: area 1<"));
  EXPECT_THAT(svg, HasSubstr(">guessing<"));
}

TEST(PredictionChart, HasTheLineOfEquality) {
  const Chart chart = prediction_chart({1, 5, 3}, {1.1, 4.8, NAN}, "price", "houses");
  EXPECT_THAT(chart.panels[0].series[1].x, ElementsAre(1, 5));
  EXPECT_THAT(to_svg(chart), HasSubstr("points (left out: 1 not finite)"));
}

}  // namespace
}  // namespace riserun::plots

#include "plots/result_charts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/errors.hpp"
#include "plots/animation.hpp"
#include "plots/svg.hpp"
#include "plots/training_charts.hpp"
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::xml_error;

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

Boundary plane(std::size_t classes) {
  Boundary boundary{.x = {0, 1, 2}, .y = {0, 1}, .x_name = "width", .y_name = "height"};
  for (std::size_t c = 0; c < classes; ++c) {
    boundary.classes.push_back("class " + std::to_string(c));
    boundary.points_x.push_back({0.5});
    boundary.points_y.push_back({0.5});
    std::vector<double> grid;
    for (int i = 0; i < 6; ++i) grid.push_back(i % 3 == static_cast<int>(c) ? 0.8 : 0.1);
    boundary.strength.push_back(grid);
  }
  return boundary;
}

TEST(BoundaryChart, OfTwoClassesIsContoursALineAndPoints) {
  Boundary boundary = plane(2);
  boundary.strength[1] = {0, 0.5, 1, 0, 0.5, 1};
  boundary.strength[0] = {1, 0.5, 0, 1, 0.5, 0};
  const std::string svg = to_svg(boundary_chart(boundary, "moons"));
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(count(svg, "<path class=\"area\""), 10);
  EXPECT_EQ(count(svg, "<path class=\"series\" data-name=\"boundary\""), 1);
  EXPECT_EQ(count(svg, "<path class=\"points\""), 2);
  for (const char* text : {">moons<", ">width<", ">height<", ">probability of class 1<"})
    EXPECT_THAT(svg, HasSubstr(text));
  EXPECT_EQ(svg.find("left out"), std::string::npos);
}

TEST(BoundaryChart, OfMoreClassesIsTheirRegions) {
  const Chart chart = boundary_chart(plane(3), "spirals");
  EXPECT_EQ(chart.panels[0].fields.size(), 3u);
  EXPECT_EQ(count(to_svg(chart), "<path class=\"area\""), 3);
}

TEST(BoundaryChart, MisfitsAreRefused) {
  Boundary bad = plane(2);
  bad.strength[1].pop_back();
  EXPECT_THROW(static_cast<void>(boundary_chart(bad, "t")), DataError);
  EXPECT_THROW(static_cast<void>(boundary_chart(plane(1), "t")), DataError);
}

TEST(ImageSheet, DrawsEachImageWithItsCaption) {
  const std::string svg = to_svg(image_sheet(
      {{{0, 1, 2, 3}, 2, "3, said 8"}, {{5, 5, 5, 5, 5, 5}, 3, "7"}}, "hardest", "of 10"));
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_THAT(svg, HasSubstr(">3, said 8<"));
  EXPECT_EQ(count(svg, "<path class=\"area\""), 4 + 1);  // Colours of the first, of the second.
  EXPECT_EQ(svg.find("class=\"axes\""), std::string::npos);
  EXPECT_THROW(static_cast<void>(image_sheet({}, "t")), DataError);
  EXPECT_THROW(static_cast<void>(image_sheet({{{1, 2, 3}, 2, "a"}}, "t")), DataError);
}

TEST(PredictionChart, HasTheLineOfEquality) {
  const Chart chart = prediction_chart({1, 5, 3}, {1.1, 4.8, NAN}, "price", "houses");
  EXPECT_THAT(chart.panels[0].series[1].x, ElementsAre(1, 5));
  EXPECT_THAT(to_svg(chart), HasSubstr("points (left out: 1 not finite)"));
}

TEST(TrainingCharts, GradientNormsAreACurveALayer) {
  const std::string svg = to_svg(gradient_norm_chart(
      {.x = {1, 2, 3}, .names = {"layer 1", "layer 2"}, .columns = {{1, 2, 3}, {0.1, 0.2, 0.1}}},
      "run"));
  for (const char* name : {"layer 1", "layer 2"})
    EXPECT_THAT(svg, HasSubstr(std::string("data-name=\"") + name + "\""));
}

TEST(TrainingCharts, TheRateToTakeLiesBelowTheLowestLoss) {
  std::vector<double> rate, loss;
  for (int i = 0; i <= 100; ++i) {
    rate.push_back(std::pow(10.0, -5.0 + 0.06 * i));
    loss.push_back(i < 70 ? 2.0 - 0.02 * i : 0.6 + 0.5 * (i - 70));
  }
  const auto suggested = suggested_rate(rate, loss);
  ASSERT_TRUE(suggested);
  EXPECT_NEAR(std::log10(*suggested), std::log10(rate[70]) - 1.0, 0.2);
  EXPECT_THAT(to_svg(learning_rate_chart(rate, loss, suggested, "run")), HasSubstr(">take 0.0"));
  EXPECT_FALSE(suggested_rate({1, 2}, {NAN, 1}));
}

TEST(TrainingCharts, SpeedHasTheIdealLineAndTheSplit) {
  const Chart chart = speed_chart(
      {1, 4}, {100, 300}, {.names = {"build", "sweep"}, .columns = {{5, 2}, {3, 1}}}, "speed");
  EXPECT_THAT(chart.panels[0].series[1].y, ElementsAre(100, 400));
  EXPECT_THAT(chart.panels[1].bars[1].low, ElementsAre(5, 2));
  EXPECT_THAT(chart.panels[1].bars[1].high, ElementsAre(8, 3));
  EXPECT_THROW(static_cast<void>(speed_chart({}, {}, {}, "t")), DataError);
}

TEST(Animation, HoldsEachFrameAndRestsOnTheLast) {
  const Chart chart = testing::one_panel({{.name = "a", .x = {1, 2}, .y = {1, 2}}});
  const std::string svg = animated_svg(std::vector<Chart>{chart, chart, chart}, 0.5);
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(count(svg, "<g class=\"frame"), 3);
  EXPECT_EQ(count(svg, "<g class=\"frame last\""), 1);
  EXPECT_EQ(count(svg, "<svg"), 1);
  EXPECT_THAT(svg, HasSubstr("prefers-reduced-motion"));
  Chart wide = chart;
  wide.width = 500;
  EXPECT_THROW(static_cast<void>(animated_svg(std::vector<Chart>{chart, wide}, 0.5)), ConfigError);
  EXPECT_THROW(static_cast<void>(animated_svg(std::vector<Chart>{}, 0.5)), DataError);
}

}  // namespace
}  // namespace riserun::plots

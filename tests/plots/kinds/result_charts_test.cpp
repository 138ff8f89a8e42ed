#include <riserun/plots/kinds/result_charts.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/plots/kinds/training_charts.hpp>
#include <riserun/plots/layout/colors.hpp>
#include <riserun/plots/writing/animation.hpp>
#include <riserun/plots/writing/svg.hpp>
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

// Of many classes each has a colour and a name of its own, in both themes.
TEST(BoundaryChart, ManyClassesCanBeToldApart) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    std::set<std::string> colors;
    for (int i = 0; i < palette_size(); ++i) colors.insert(palette_color(theme, i));
    EXPECT_EQ(static_cast<int>(colors.size()), palette_size());
    EXPECT_GE(palette_size(), 20);
  }
  constexpr std::size_t kClasses = 20;
  Boundary boundary{.x = {0, 1}, .y = {0, 1}, .x_name = "x", .y_name = "y"};
  std::vector<Scores> scores;
  for (std::size_t c = 0; c < kClasses; ++c) {
    boundary.classes.push_back("a class with a rather long name, number " + std::to_string(c));
    boundary.strength.push_back(std::vector<double>(4, c == 3 ? 1.0 : 0.0));
    boundary.points_x.push_back({0.5});
    boundary.points_y.push_back({0.5});
    scores.push_back({boundary.classes.back(), {0.1, 0.9}, {false, true}});
  }
  for (const Chart& chart : {boundary_chart(boundary, "many", ""), roc_chart(scores, "many")}) {
    std::set<std::string> names;
    for (const Series& series : chart.panels[0].series) names.insert(series.name);
    EXPECT_GE(names.size(), kClasses);
    EXPECT_EQ(to_svg(chart).find(" more<"), std::string::npos) << "the legend has every name";
  }
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

TEST(TrainingCharts, TheRateToTakeIsMarkedAndSinglePeaksAreLeftOut) {
  const Chart chart =
      learning_rate_chart({1e-4, 1e-3, 1e-2}, {2.0, 50.0, 0.9}, {2.0, 1.4, 1.0}, 1e-3, "run");
  EXPECT_THAT(chart.panels[0].series[0].y, ElementsAre(2.0, 0.9));
  EXPECT_THAT(to_svg(chart), HasSubstr(">--lr 0.001<"));
  EXPECT_TRUE(learning_rate_chart({1, 2}, {1, 1}, {1, 1}, NAN, "run").panels[0].markers.empty());
}

TEST(TrainingCharts, OvershootShowsRatesInOrderAndTheLeastLoss) {
  const Chart chart =
      overshoot_chart({{.rate = 1.0, .epoch = {1, 2}, .loss = {3, 9}, .note = "ended"},
                       {.rate = 0.01, .epoch = {1, 2}, .loss = {3, 2}},
                       {.rate = 0.1, .epoch = {1, 2}, .loss = {2, 0.5}}},
                      "rates");
  ASSERT_EQ(chart.panels.size(), 2u);
  EXPECT_EQ(chart.panels[0].series[0].name, "lr 0.01");
  EXPECT_EQ(chart.panels[0].series[2].name, "lr 1, ended");
  EXPECT_TRUE(chart.panels[0].log_y);
  EXPECT_THAT(chart.panels[1].series[0].y, ElementsAre(2, 0.5, 9));
  EXPECT_EQ(chart.panels[1].markers[0].x, 0.1);
  EXPECT_EQ(xml_error(to_svg(chart)), "");
  EXPECT_THROW(static_cast<void>(overshoot_chart({{.rate = 1, .epoch = {1}, .loss = {1}}}, "")),
               DataError);
  const Chart negative = overshoot_chart(
      {{.rate = 1, .epoch = {1}, .loss = {-1}}, {.rate = 2, .epoch = {1}, .loss = {1}}}, "");
  EXPECT_FALSE(negative.panels[0].log_y);
}

TEST(TrainingCharts, SpeedHasTheIdealLineAndTheSplit) {
  const Chart chart =
      speed_chart({.threads = {1, 4}, .points_per_second = {100, 300}},
                  {.names = {"build", "sweep"}, .columns = {{5, 2}, {3, 1}}}, "speed");
  EXPECT_THAT(chart.panels[0].series[1].y, ElementsAre(100, 400));
  EXPECT_THAT(chart.panels[1].bars[1].low, ElementsAre(5, 2));
  EXPECT_THAT(chart.panels[1].bars[1].high, ElementsAre(8, 3));
  EXPECT_THROW(static_cast<void>(speed_chart({}, {}, "t")), DataError);
  // Each batch size has a line of its own.
  const Chart two = speed_chart({.threads = {1, 2, 1, 2},
                                 .points_per_second = {10, 15, 100, 190},
                                 .batch = {32, 32, 128, 128}},
                                {.names = {"build"}, .columns = {{1, 2, 3, 4}}}, "speed");
  ASSERT_EQ(two.panels[0].series.size(), 5u);
  EXPECT_THAT(two.panels[0].series[4].y, ElementsAre(0.0));
  EXPECT_EQ(two.panels[0].series[2].name, "batch 128");
  EXPECT_THAT(two.panels[0].series[3].y, ElementsAre(100, 200));
  EXPECT_EQ(two.panels[1].x_names[3], "2, 128");
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

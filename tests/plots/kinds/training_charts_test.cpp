#include <riserun/plots/kinds/training_charts.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::xml_error;

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

}  // namespace
}  // namespace riserun::plots

#include <riserun/plots/layout/chart_check.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>
#include "tests/plots/charts.hpp"

namespace riserun::plots {
namespace {

using ::testing::HasSubstr;
using testing::one_panel;

Chart good() { return one_panel({{.name = "a", .x = {1, 2}, .y = {3, 4}}}); }

template <class Wanted>
std::string message(const Chart& chart) {
  try {
    check_chart(chart);
  } catch (const Wanted& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ChartCheck, AcceptsAGoodOne) { EXPECT_NO_THROW(check_chart(good())); }

TEST(ChartCheck, RaggedColumnsAreNamed) {
  Chart chart = good();
  chart.panels[0].series[0].y.push_back(5);
  EXPECT_THAT(message<DataError>(chart), HasSubstr("series \"a\" has 2 x but 3 y"));
  chart = good();
  chart.panels[0].bands = {{.name = "b", .x = {1, 2}, .low = {1, 2}, .high = {1}}};
  EXPECT_THAT(message<DataError>(chart), HasSubstr("band \"b\" has 2 x, 2 low and 1 high"));
}

TEST(ChartCheck, NothingToDrawIsSaid) {
  EXPECT_THAT(message<DataError>(Chart{.title = "t"}),
              HasSubstr("chart \"t\": nothing to draw: it has no panel"));
  EXPECT_THAT(message<DataError>(one_panel({})), HasSubstr("all series are empty"));
  EXPECT_THAT(message<DataError>(one_panel({{.name = "a", .x = {1, 2}, .y = {kNan, kNan}}})),
              HasSubstr("2 values are not finite"));
  Chart log = one_panel({{.name = "a", .x = {1, 2}, .y = {0, kNan}}});
  log.panels[0].log_y = true;
  EXPECT_THAT(message<DataError>(log), HasSubstr("1 are not positive"));
}

TEST(ChartCheck, OnePanelWithSomethingIsEnough) {
  Chart chart = good();
  chart.panels.push_back({.title = "empty", .series = {{.name = "a"}}});
  EXPECT_NO_THROW(check_chart(chart));
}

TEST(ChartCheck, MarkersMustStandOnTheAxis) {
  Chart chart = good();
  chart.panels[0].markers = {{.x = kNan, .label = "best"}};
  EXPECT_THAT(message<DataError>(chart), HasSubstr("marker \"best\""));
  chart.panels[0].markers = {{.x = 0, .label = "best"}};
  EXPECT_NO_THROW(check_chart(chart));
  chart.panels[0].log_x = true;
  EXPECT_THAT(message<DataError>(chart), HasSubstr("logarithmic"));
}

TEST(ChartCheck, OptionsOutOfRange) {
  const auto rejected = [](auto change) {
    Chart chart = good();
    change(chart);
    return message<ConfigError>(chart) != "accepted";
  };
  EXPECT_TRUE(rejected([](Chart& c) { c.width = 239; }));
  EXPECT_TRUE(rejected([](Chart& c) { c.width = 10001; }));
  EXPECT_TRUE(rejected([](Chart& c) { c.height = 159; }));
  EXPECT_TRUE(rejected([](Chart& c) { c.height = -1; }));
  EXPECT_TRUE(rejected([](Chart& c) { c.panels[0].height_share = 0; }));
  EXPECT_TRUE(rejected([](Chart& c) { c.panels[0].height_share = kNan; }));
  EXPECT_TRUE(rejected([](Chart& c) { c.panels[0].series[0].color = -2; }));
  EXPECT_TRUE(rejected([](Chart& c) { c.panels[0].y_floor = 1, c.panels[0].y_ceiling = 1; }));
  EXPECT_TRUE(rejected([](Chart& c) {
    c.panels.push_back(c.panels[0]);
    c.panels[1].log_x = true;
    c.share_x = true;
  }));
}

}  // namespace
}  // namespace riserun::plots

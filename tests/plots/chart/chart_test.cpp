#include <riserun/plots/chart/chart.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/survey.hpp>
#include "tests/plots/charts.hpp"

namespace riserun::plots {
namespace {

using ::testing::HasSubstr;
using testing::one_panel;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Chart good() { return one_panel({{.name = "a", .x = {1, 2}, .y = {3, 4}}}); }

template <class Wanted>
std::string message(const Chart& chart) {
  try {
    chart.validate();
  } catch (const Wanted& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Chart, AcceptsAGoodOne) { EXPECT_NO_THROW(good().validate()); }

TEST(Chart, RaggedColumnsAreNamed) {
  Chart chart = good();
  chart.panels[0].series[0].y.push_back(5);
  EXPECT_THAT(message<DataError>(chart), HasSubstr("series \"a\" has 2 x but 3 y"));
  chart = good();
  chart.panels[0].bands = {{.name = "b", .x = {1, 2}, .low = {1, 2}, .high = {1}}};
  EXPECT_THAT(message<DataError>(chart), HasSubstr("band \"b\" has 2 x, 2 low and 1 high"));
}

TEST(Chart, NothingToDrawIsSaid) {
  EXPECT_THAT(message<DataError>(Chart{.title = "t"}),
              HasSubstr("chart \"t\": nothing to draw: it has no panel"));
  EXPECT_THAT(message<DataError>(one_panel({})), HasSubstr("all series are empty"));
  EXPECT_THAT(message<DataError>(one_panel({{.name = "a", .x = {1, 2}, .y = {kNan, kNan}}})),
              HasSubstr("2 values are not finite"));
  Chart log = one_panel({{.name = "a", .x = {1, 2}, .y = {0, kNan}}});
  log.panels[0].log_y = true;
  EXPECT_THAT(message<DataError>(log), HasSubstr("1 are not positive"));
}

TEST(Chart, OnePanelWithSomethingIsEnough) {
  Chart chart = good();
  chart.panels.push_back({.title = "empty", .series = {{.name = "a"}}});
  EXPECT_NO_THROW(chart.validate());
}

TEST(Chart, MarkersMustStandOnTheAxis) {
  Chart chart = good();
  chart.panels[0].markers = {{.x = kNan, .label = "best"}};
  EXPECT_THAT(message<DataError>(chart), HasSubstr("marker \"best\""));
  chart.panels[0].markers = {{.x = 0, .label = "best"}};
  EXPECT_NO_THROW(chart.validate());
  chart.panels[0].log_x = true;
  EXPECT_THAT(message<DataError>(chart), HasSubstr("logarithmic"));
}

TEST(Chart, OptionsOutOfRange) {
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

TEST(Survey, CountsWhatIsLeftOut) {
  Panel panel{.log_y = true, .series = {{.name = "a", .x = {1, 2, 3, 4}, .y = {1, 0, kNan, 2}}}};
  const Survey found = survey(panel);
  EXPECT_EQ(found.series[0].drawn, 2u);
  EXPECT_EQ(legend_text("a", found.series[0]), "a (left out: 1 not finite, 1 not positive)");
  EXPECT_EQ(legend_text("", found.series[0]), "left out: 1 not finite, 1 not positive");
  EXPECT_EQ(legend_text("a", {}), "a (no data)");
  EXPECT_EQ(legend_text("", {}), "");
  EXPECT_EQ(legend_text("a", {.drawn = 3}), "a");
}

TEST(Survey, MarkersWidenTheRange) {
  Panel panel{.series = {{.name = "a", .x = {1, 2}, .y = {1, 2}}},
              .markers = {{.x = 9, .y = -4.0}}};
  const Survey found = survey(panel);
  EXPECT_EQ(found.x.high, 9);
  EXPECT_EQ(found.y.low, -4);
}

TEST(Layout, ParkedInsideThePage) {
  Chart chart =
      loss_chart(testing::history(30), {.title = "t", .subtitle = "s", .early_stop = 30.0});
  for (const int width : {240, 400, 900, 3000}) {
    chart.width = width;
    const Layout page = arrange(chart);
    double bottom = 0.0;
    for (const PanelLayout& panel : page.panels) {
      EXPECT_GT(panel.top, bottom);
      EXPECT_GT(panel.width, 0.3 * width);
      EXPECT_LE(panel.left + panel.width, width);
      bottom = panel.top + panel.height;
    }
    EXPECT_LT(bottom, page.height);
  }
}

TEST(Layout, GivenHeightIsKeptOrRefused) {
  Chart chart = loss_chart(testing::history(30));
  chart.height = 500;
  const Layout page = arrange(chart);
  EXPECT_EQ(page.height, 500);
  EXPECT_LT(page.panels.back().top + page.panels.back().height, 500);
  chart.height = 200;
  EXPECT_THROW((void)arrange(chart), ConfigError);
}

TEST(Layout, ColorsAreDashedByTurnsAndThenRepeat) {
  std::vector<Series> series(static_cast<std::size_t>(palette_size()) + 2,
                             {.name = "s", .x = {1, 2}, .y = {1, 2}});
  const Layout page = arrange(one_panel(series));
  const auto& curves = page.panels[0].curves;
  EXPECT_NE(curves[7].color, curves[0].color);
  EXPECT_EQ(curves[static_cast<std::size_t>(palette_size())].color, curves[0].color);
  EXPECT_TRUE(curves[7].dashed);
  EXPECT_FALSE(curves[0].dashed);
  EXPECT_NE(curves[0].color, curves[1].color);
}

}  // namespace
}  // namespace riserun::plots

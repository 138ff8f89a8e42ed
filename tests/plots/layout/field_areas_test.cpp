// Fields, bars, names along axes, labels: what is drawn of them, and what is refused.
#include <riserun/plots/layout/field_areas.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/chart_check.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::xml_error;

Chart with_field(Field field) {
  Chart chart{.title = "field", .width = 400};
  chart.panels.push_back({.title = "panel", .fields = {std::move(field)}});
  return chart;
}

Field cells() { return {.name = "share", .x = {0, 1}, .y = {0, 1}, .z = {0, 1, 1, 0.5}}; }

Field hill() {
  Field field{.name = "height", .style = FieldStyle::contours, .levels = 4};
  for (int i = 0; i < 21; ++i) field.x.push_back(i - 10);
  field.y = field.x;
  for (const double y : field.y) {
    for (const double x : field.x) field.z.push_back(200 - x * x - y * y);
  }
  return field;
}

std::string message(const Chart& chart) {
  try {
    check_chart(chart);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Field, CellsOfOneColorAreOneArea) {
  const std::string svg = to_svg(with_field(cells()));
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(count(svg, "<path class=\"area\" data-name=\"share\""), 3);  // 0, 0.5, 1
  EXPECT_EQ(count(svg, "<rect class=\"scale\""), 64);
  EXPECT_THAT(svg, HasSubstr(">share<"));
  EXPECT_THAT(svg, HasSubstr("fill=\"" + field_color(Theme::light, {}, 0.0, 1.0) + "\""));
  EXPECT_THAT(svg, HasSubstr("fill=\"" + field_color(Theme::light, {}, 1.0, 1.0) + "\""));
}

TEST(Field, TheAxesEndWhereCellsAndContoursDo) {
  const Layout of_cells = arrange(with_field(cells()));
  EXPECT_EQ(of_cells.panels[0].x.low, -0.5);
  EXPECT_EQ(of_cells.panels[0].x.high, 1.5);
  const Layout of_hill = arrange(with_field(hill()));
  EXPECT_EQ(of_hill.panels[0].y.low, -10.0);
  EXPECT_EQ(of_hill.panels[0].y.high, 10.0);
}

TEST(Field, ContoursLieOnEachOther) {
  const Layout page = arrange(with_field(hill()));
  const auto& areas = page.panels[0].areas;
  ASSERT_EQ(areas.size(), 4u);
  EXPECT_EQ(areas[0].rings.size(), 1u);  // All of it, in the lowest colour.
  EXPECT_EQ(areas[0].color, field_color(Theme::light, {}, 0.0, 1.0));
  EXPECT_EQ(areas[3].color, field_color(Theme::light, {}, 1.0, 1.0));
  EXPECT_EQ(page.panels[0].boxes.size(), 4u);
}

TEST(Field, WhatIsNotFiniteIsGrey) {
  for (const double bad : {kNan, kInf, -kInf, 1e305}) {
    for (Field field : {cells(), hill()}) {
      field.z[1] = bad;
      const std::string svg = to_svg(with_field(field));
      EXPECT_THAT(svg, HasSubstr("fill=\"" + theme_colors(Theme::light).axis + "\""));
      for (const char* never : {"nan", "inf"}) EXPECT_THAT(svg, Not(HasSubstr(never)));
      field.z.assign(field.z.size(), bad);
      EXPECT_EQ(xml_error(to_svg(with_field(field))), "");
    }
  }
}

TEST(Field, OneNumberEverywhereHasAColor) {
  for (const double z : {0.0, 5.0, -1e300, 1e300}) {
    Field field = cells();
    field.z.assign(4, z);
    const auto range = range_of(field);
    ASSERT_TRUE(range);
    EXPECT_LT(range->low, range->high);
    EXPECT_EQ(xml_error(to_svg(with_field(field))), "");
    field.low = 3.0;  // Above or below all there is.
    EXPECT_LT(range_of(field)->low, range_of(field)->high);
  }
}

TEST(Field, RegionsAreInTheLegend) {
  Field region = hill();
  region.name = "inside";
  region.style = FieldStyle::region;
  for (double& z : region.z) z -= 150.0;
  const Layout page = arrange(with_field(region));
  ASSERT_EQ(page.panels[0].areas.size(), 1u);
  ASSERT_EQ(page.panels[0].swatches.size(), 1u);
  EXPECT_EQ(page.panels[0].swatches[0].color, page.panels[0].areas[0].color);
  EXPECT_TRUE(page.panels[0].boxes.empty());
}

TEST(Field, LabelsCanBeReadOnTheirCells) {
  Chart chart = with_field(cells());
  chart.panels[0].labels = {{0, 0, "on pale"}, {1, 0, "on strong"}};
  const std::string svg = to_svg(chart);
  EXPECT_THAT(svg, ::testing::ContainsRegex("fill=\"#1f2328\">on pale<"));
  EXPECT_THAT(svg, ::testing::ContainsRegex("fill=\"#f0f6fc\">on strong<"));
}

TEST(Field, RimsLieMidway) {
  EXPECT_THAT(cell_rims({0, 1, 3}, false), ElementsAre(-0.5, 0.5, 2.0, 4.0));
  EXPECT_NEAR(cell_rims({1, 100}, true)[1], 10.0, 1e-12);
}

TEST(Field, MisfitsAreRefused) {
  const auto refused = [](auto change) {
    Field field = cells();
    change(field);
    return message(with_field(field));
  };
  EXPECT_EQ(refused([](Field&) {}), "no error");
  EXPECT_THAT(refused([](Field& f) { f.z.pop_back(); }), HasSubstr("2 x 2 places but 3 numbers"));
  EXPECT_THAT(refused([](Field& f) { f.x = {1, 1}; }), HasSubstr("ascending"));
  EXPECT_THAT(refused([](Field& f) { f.y = {0, kNan}; }), HasSubstr("ascending"));
  EXPECT_THAT(refused([](Field& f) { f.x.clear(); }), HasSubstr("at least 1"));
  EXPECT_THAT(refused([](Field& f) { f.x = {0}, f.style = FieldStyle::contours; }),
              HasSubstr("at least 2"));
  EXPECT_THAT(refused([](Field& f) { f.levels = 1; }), HasSubstr("levels 1"));
  EXPECT_THAT(refused([](Field& f) { f.low = 1, f.high = 1; }), HasSubstr("low must be below"));
  EXPECT_THAT(refused([](Field& f) { f.strength = 2; }), HasSubstr("strength"));
  EXPECT_THAT(refused([](Field& f) { f.color = -1; }), HasSubstr("color"));
}

Chart bars() {
  Chart chart{.title = "step time"};
  chart.panels.push_back(
      {.bars = {{.name = "build", .x = {0, 1, 2}, .high = {1, 2, kNan}},
                {.name = "sweep", .x = {0, 1}, .low = {1, 2}, .high = {3, 3}, .color = 1}},
       .x_names = {"1", "2", "four threads"}});
  return chart;
}

TEST(Bars, StandOnZeroAndOnEachOther) {
  const Layout page = arrange(bars());
  const PanelLayout& panel = page.panels[0];
  ASSERT_EQ(panel.areas.size(), 2u);
  EXPECT_EQ(panel.y.low, 0.0);
  EXPECT_EQ(panel.areas[0].rings.size(), 2u);
  EXPECT_EQ(panel.areas[1].rings[0][0].y, 1.0);
  EXPECT_EQ(panel.areas[0].rings[0][0].x, -0.4);
  const std::string svg = to_svg(bars());
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_THAT(svg, HasSubstr(">build (left out: 1 not finite)<"));
  EXPECT_THAT(svg, HasSubstr(">four threads<"));
  EXPECT_EQ(count(svg, "<rect class=\"swatch\""), 2);
}

TEST(Bars, OnALogAxisStandOnIt) {
  Chart chart = bars();
  chart.panels[0].log_y = true;
  const Layout page = arrange(chart);
  EXPECT_EQ(page.panels[0].areas[0].rings[0][0].y, page.panels[0].y.low);
}

TEST(Bars, MisfitsAreRefused) {
  Chart chart = bars();
  chart.panels[0].bars[1].low.pop_back();
  EXPECT_THAT(message(chart), HasSubstr("2 x, 1 low and 2 high"));
  chart = bars();
  chart.panels[0].bars[0].width = 0;
  EXPECT_THAT(message(chart), HasSubstr("width"));
  chart = bars();
  chart.panels[0].bars = {{.name = "none", .x = {0}, .high = {kNan}}};
  EXPECT_THAT(message(chart), HasSubstr("nothing to draw"));
  chart = bars();
  chart.panels[0].labels = {{kNan, 0, "nowhere"}};
  EXPECT_THAT(message(chart), HasSubstr("label \"nowhere\""));
}

TEST(Names, LongOnesStandUprightAndManyAreThinned) {
  Chart chart = bars();
  EXPECT_EQ(count(to_svg(chart), "rotate(-90"), 0);
  chart.panels[0].x_names = std::vector<std::string>(12, "a rather long name");
  EXPECT_EQ(count(to_svg(chart), "rotate(-90"), 12);
  chart.panels[0].x_names = std::vector<std::string>(200, "a rather long name");
  EXPECT_LT(count(to_svg(chart), "rotate(-90"), 70);
}

TEST(Names, DownwardTheFirstIsOnTop) {
  Chart chart = with_field(cells());
  chart.panels[0].y_names = {"first", "second"};
  chart.panels[0].y_downward = true;
  const PanelLayout panel = arrange(chart).panels[0];
  EXPECT_LT(panel.pixel_y(0), panel.pixel_y(1));
}

TEST(Bare, HasNoAxes) {
  Chart chart = with_field(cells());
  chart.panels[0].bare = true;
  const std::string svg = to_svg(chart);
  for (const char* never : {"class=\"axes\"", "class=\"x-tick\"", "class=\"y-tick\""})
    EXPECT_THAT(svg, Not(HasSubstr(never)));
}

TEST(Points, ARimIsDrawnBeneath) {
  Chart chart = testing::one_panel(
      {{.name = "p", .x = {1, 2}, .y = {1, 2}, .style = Style::points, .rimmed = true}});
  const std::string svg = to_svg(chart);
  EXPECT_LT(svg.find("class=\"rims\""), svg.find("class=\"points\""));
  chart.panels[0].series[0].rimmed = false;
  EXPECT_EQ(to_svg(chart).find("class=\"rims\""), std::string::npos);
}

}  // namespace
}  // namespace riserun::plots

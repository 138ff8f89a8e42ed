#include <riserun/plots/writing/svg.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/plots/writing/svg_path.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;
using testing::history;
using ::testing::Not;
using testing::one_panel;
using testing::xml_error;

TEST(Svg, LossChartHasItsParts) {
  const std::string svg =
      to_svg(loss_chart(history(60), {.title = "digits", .subtitle = "seed 1"}));
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(svg.substr(0, 5), "<svg ");
  EXPECT_EQ(count(svg, "<g class=\"panel\">"), 3);
  EXPECT_EQ(count(svg, "<path class=\"series\" data-name=\"train\""), 2);
  EXPECT_EQ(count(svg, "<path class=\"series\" data-name=\"validation\""), 2);
  EXPECT_EQ(count(svg, "<g class=\"marker\" data-label=\"best epoch "), 1);
  EXPECT_EQ(count(svg, "<circle class=\"ring\""), 2);
  for (const char* text : {">digits<", ">seed 1<", ">loss<", ">accuracy<", ">learning rate<",
                           ">epoch<", ">train<", ">validation<", "80 %<"}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
  EXPECT_EQ(count(svg, "class=\"x-tick\""), 12);  // Under the last panel only: 5 to 60.
  for (const char* never : {"nan", "inf", "NaN"}) EXPECT_THAT(svg, Not(HasSubstr(never)));
}

TEST(Svg, SameChartSameBytes) {
  EXPECT_EQ(to_svg(loss_chart(history(60))), to_svg(loss_chart(history(60))));
}

TEST(Svg, ThemesDifferInColorsOnly) {
  Chart chart = loss_chart(history(60));
  std::string light = to_svg(chart);
  chart.theme = Theme::dark;
  std::string dark = to_svg(chart);
  EXPECT_THAT(light, HasSubstr("fill=\"#ffffff\""));
  EXPECT_THAT(dark, HasSubstr("fill=\"#0d1117\""));
  const auto without_colors = [](std::string& text) {
    for (std::size_t at = text.find("\"#"); at != std::string::npos;
         at = text.find("\"#", at + 1)) {
      text.replace(at + 1, 7, "color");
    }
  };
  without_colors(light);
  without_colors(dark);
  EXPECT_EQ(light, dark);
}

TEST(Svg, StylesAreDrawnAsNamed) {
  const auto drawn = [](Style style) {
    return to_svg(one_panel({{.name = "curve", .x = {1, 2, 3}, .y = {1, 2, 1}, .style = style}}));
  };
  const std::string series = "<path class=\"series\"", points = "<path class=\"points\"";
  EXPECT_EQ(count(drawn(Style::line), series), 1);
  EXPECT_EQ(count(drawn(Style::line), points), 0);
  EXPECT_THAT(drawn(Style::dashed), HasSubstr("stroke-dasharray=\"6 4\" fill"));
  EXPECT_EQ(count(drawn(Style::points), series), 0);
  EXPECT_EQ(count(drawn(Style::points), points), 1);
  EXPECT_EQ(count(drawn(Style::line_and_points), series), 1);
  EXPECT_EQ(count(drawn(Style::line_and_points), "h0M"), 2);  // Three dots.
  EXPECT_THAT(drawn(Style::steps),
              ::testing::ContainsRegex("d=\"M[0-9. ]+H[0-9.]+V[0-9.]+H[0-9.]+V"));
}

TEST(Svg, CurvesStandWhereTheirValuesAre) {
  // y = 0 at the lower, y = 1 at the upper edge: with floor and ceiling there is no air.
  Chart chart = one_panel({{.name = "a", .x = {0, 1}, .y = {0, 1}}});
  chart.panels[0].y_floor = 0.0;
  chart.panels[0].y_ceiling = 1.0;
  const Layout page = arrange(chart);
  const PanelLayout& panel = page.panels[0];
  const std::string path = "d=\"M" + svg_number(panel.pixel_x(0)) + " " +
                           svg_number(panel.top + panel.height) + "L" +
                           svg_number(panel.pixel_x(1)) + " " + svg_number(panel.top) + "\"";
  EXPECT_THAT(to_svg(chart), HasSubstr(path));
}

TEST(Svg, BandsAndFaintCurves) {
  Chart chart = one_panel({{.name = "raw", .x = {1, 2}, .y = {1, 2}, .faint = true}});
  chart.panels[0].bands = {
      {.name = "spread", .x = {1, 2}, .low = {0, 1}, .high = {2, 3}, .color = 1}};
  const std::string svg = to_svg(chart);
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_THAT(svg, HasSubstr("<path class=\"band\" data-name=\"spread\""));
  EXPECT_THAT(svg, HasSubstr("stroke-opacity=\"0.4\""));
  EXPECT_THAT(svg, HasSubstr(">spread<"));
}

TEST(Svg, NumbersAreShort) {
  EXPECT_EQ(svg_number(1.0), "1");
  EXPECT_EQ(svg_number(1.505), "1.5");
  EXPECT_EQ(svg_number(-0.001), "0");
  EXPECT_EQ(svg_number(100.0), "100");
}

}  // namespace
}  // namespace riserun::plots

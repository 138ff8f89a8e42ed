#include <riserun/plots/layout/layout.hpp>

#include <gtest/gtest.h>

#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/colors.hpp>
#include "tests/plots/charts.hpp"

namespace riserun::plots {
namespace {

using testing::one_panel;

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

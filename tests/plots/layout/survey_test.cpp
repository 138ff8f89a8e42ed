#include <riserun/plots/layout/survey.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace riserun::plots {
namespace {

TEST(Survey, CountsWhatIsLeftOut) {
  Panel panel{.log_y = true, .series = {{.name = "a", .x = {1, 2, 3, 4}, .y = {1, 0, NAN, 2}}}};
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

}  // namespace
}  // namespace riserun::plots

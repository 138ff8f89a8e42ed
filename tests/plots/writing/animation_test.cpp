#include <riserun/plots/writing/animation.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;
using testing::xml_error;

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

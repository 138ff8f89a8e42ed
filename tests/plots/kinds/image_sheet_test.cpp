#include <riserun/plots/kinds/image_sheet.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;
using testing::xml_error;

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

}  // namespace
}  // namespace riserun::plots

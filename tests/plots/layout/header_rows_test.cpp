#include <riserun/plots/layout/header_rows.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

using ::testing::IsEmpty;

TEST(Legend, SharesTheTitlesRowWhenBothFit) {
  const LegendRows legend = place_legend("loss", {"train", "validation"}, 20, 880);
  EXPECT_EQ(legend.rows, 1);
  EXPECT_EQ(legend.places[0].row, 0);
  EXPECT_GT(legend.places[0].x, 20 + text_width("loss") * 13);
  EXPECT_LT(legend.places[0].x, legend.places[1].x);
}

TEST(Legend, GoesUnderALongTitle) {
  const LegendRows legend = place_legend(std::string(100, 'm'), {"train", "validation"}, 20, 880);
  EXPECT_EQ(legend.rows, 2);
  EXPECT_EQ(legend.places[0].row, 1);
  EXPECT_EQ(legend.places[0].x, 20);
}

TEST(Legend, ManyNamesNeverOverlapNorLeaveThePage) {
  for (const double right : {220.0, 300.0, 880.0}) {
    std::vector<std::string> names;
    for (int i = 0; i < 40; ++i)
      names.push_back(std::string(static_cast<std::size_t>(i), 'w') + "x");
    const LegendRows legend = place_legend("title", names, 20, right);
    EXPECT_LE(legend.rows, 7);
    EXPECT_THAT(legend.more, ::testing::HasSubstr("more"));
    EXPECT_LE(legend.more_x, right - 60);
    std::vector<double> ends(8, 0.0);
    std::size_t shown = 0;
    for (const LegendPlace& place : legend.places) {
      if (place.text.empty()) continue;
      ++shown;
      double& end = ends[static_cast<std::size_t>(place.row)];
      EXPECT_GE(place.x, end);
      end = place.x + kSwatchWidth + text_width(place.text) * kTickFont;
      EXPECT_LE(end, right + 1.0);
    }
    EXPECT_EQ(legend.more, "and " + std::to_string(names.size() - shown) + " more");
  }
}

TEST(Legend, NothingToSay) {
  EXPECT_EQ(place_legend("", {}, 20, 880).rows, 0);
  EXPECT_EQ(place_legend("", {"", ""}, 20, 880).rows, 0);
  EXPECT_EQ(place_legend("title", {""}, 20, 880).rows, 1);
}

TEST(MarkerLabels, ApartStayInOneRow) {
  const auto places = place_marker_labels({100, 300}, {80, 80}, 20, 880);
  EXPECT_EQ(places[0].row, 0);
  EXPECT_EQ(places[1].row, 0);
}

TEST(MarkerLabels, CloseOnesAreStacked) {
  const auto places = place_marker_labels({100, 110, 120}, {80, 80, 80}, 20, 880);
  EXPECT_EQ(places[1].row, 1);
  EXPECT_EQ(places[2].row, 2);
  // The line of an upper label stops where it would cross a lower one.
  EXPECT_EQ(places[1].line_row, 0);
}

TEST(MarkerLabels, StayOnThePage) {
  const auto places = place_marker_labels({0, 900}, {80, 80}, 20, 880);
  EXPECT_EQ(places[0].x, 60);
  EXPECT_EQ(places[1].x, 840);
}

TEST(MarkerLabels, EmptyOnesTakeNoPlace) {
  const auto places = place_marker_labels({100, 100}, {0, 80}, 20, 880);
  EXPECT_EQ(places[1].row, 0);
}

}  // namespace
}  // namespace riserun::plots

#include <riserun/plots/kinds/boundary_chart.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/plots/kinds/result_charts.hpp>
#include <riserun/plots/layout/colors.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using testing::count;
using ::testing::HasSubstr;
using testing::xml_error;

Boundary plane(std::size_t classes) {
  Boundary boundary{.x = {0, 1, 2}, .y = {0, 1}, .x_name = "width", .y_name = "height"};
  for (std::size_t c = 0; c < classes; ++c) {
    boundary.classes.push_back("class " + std::to_string(c));
    boundary.points_x.push_back({0.5});
    boundary.points_y.push_back({0.5});
    std::vector<double> grid;
    for (int i = 0; i < 6; ++i) grid.push_back(i % 3 == static_cast<int>(c) ? 0.8 : 0.1);
    boundary.strength.push_back(grid);
  }
  return boundary;
}

TEST(BoundaryChart, OfTwoClassesIsContoursALineAndPoints) {
  Boundary boundary = plane(2);
  boundary.strength[1] = {0, 0.5, 1, 0, 0.5, 1};
  boundary.strength[0] = {1, 0.5, 0, 1, 0.5, 0};
  const std::string svg = to_svg(boundary_chart(boundary, "moons"));
  EXPECT_EQ(xml_error(svg), "");
  EXPECT_EQ(count(svg, "<path class=\"area\""), 10);
  EXPECT_EQ(count(svg, "<path class=\"series\" data-name=\"boundary\""), 1);
  EXPECT_EQ(count(svg, "<path class=\"points\""), 2);
  for (const char* text : {">moons<", ">width<", ">height<", ">probability of class 1<"})
    EXPECT_THAT(svg, HasSubstr(text));
  EXPECT_EQ(svg.find("left out"), std::string::npos);
}

// A hinge's outputs are no probabilities.
TEST(BoundaryChart, ScoresAreNoProbabilities) {
  Boundary boundary = plane(2);
  boundary.probabilities = false;
  boundary.strength[1] = {-2, 0, 2, -2, 0, 1e9};
  boundary.strength[0] = {2, 0, -2, 2, 0, -1e9};
  const Chart chart = boundary_chart(boundary, "moons");
  const std::string svg = to_svg(chart);
  EXPECT_EQ(svg.find("probability"), std::string::npos);
  EXPECT_THAT(svg, HasSubstr(">lead of class 1<"));
  EXPECT_EQ(count(svg, "<path class=\"series\" data-name=\"boundary\""), 1);
  const Field& field = chart.panels[0].fields[0];
  EXPECT_EQ(*field.low, -*field.high);
  EXPECT_EQ(field.z[0], -4.0);
}

TEST(BoundaryChart, OfMoreClassesIsTheirRegions) {
  const Chart chart = boundary_chart(plane(3), "spirals");
  EXPECT_EQ(chart.panels[0].fields.size(), 3u);
  EXPECT_EQ(count(to_svg(chart), "<path class=\"area\""), 3);
}

// Of many classes each has a colour and a name of its own, in both themes.
TEST(BoundaryChart, ManyClassesCanBeToldApart) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    std::set<std::string> colors;
    for (int i = 0; i < palette_size(); ++i) colors.insert(palette_color(theme, i));
    EXPECT_EQ(static_cast<int>(colors.size()), palette_size());
    EXPECT_GE(palette_size(), 20);
  }
  constexpr std::size_t kClasses = 20;
  Boundary boundary{.x = {0, 1}, .y = {0, 1}, .x_name = "x", .y_name = "y"};
  std::vector<Scores> scores;
  for (std::size_t c = 0; c < kClasses; ++c) {
    boundary.classes.push_back("a class with a rather long name, number " + std::to_string(c));
    boundary.strength.push_back(std::vector<double>(4, c == 3 ? 1.0 : 0.0));
    boundary.points_x.push_back({0.5});
    boundary.points_y.push_back({0.5});
    scores.push_back({boundary.classes.back(), {0.1, 0.9}, {false, true}});
  }
  for (const Chart& chart : {boundary_chart(boundary, "many", ""), roc_chart(scores, "many")}) {
    std::set<std::string> names;
    for (const Series& series : chart.panels[0].series) names.insert(series.name);
    EXPECT_GE(names.size(), kClasses);
    EXPECT_EQ(to_svg(chart).find(" more<"), std::string::npos) << "the legend has every name";
  }
}

TEST(BoundaryChart, MisfitsAreRefused) {
  Boundary bad = plane(2);
  bad.strength[1].pop_back();
  EXPECT_THROW(static_cast<void>(boundary_chart(bad, "t")), DataError);
  EXPECT_THROW(static_cast<void>(boundary_chart(plane(1), "t")), DataError);
}

}  // namespace
}  // namespace riserun::plots

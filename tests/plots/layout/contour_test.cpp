#include <riserun/plots/layout/contour.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "tests/plots/charts.hpp"

namespace riserun::plots {
namespace {

Field field_of(int n, double low, double high, const std::function<double(double, double)>& f) {
  Field field;
  for (int i = 0; i < n; ++i) field.x.push_back(low + (high - low) * i / (n - 1));
  field.y = field.x;
  for (const double y : field.y) {
    for (const double x : field.x) field.z.push_back(f(x, y));
  }
  return field;
}

// Positive when the ring runs with its inside to the left.
double area_of(const Ring& ring) {
  double twice = 0.0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i], b = ring[(i + 1) % ring.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2.0;
}

TEST(Contour, ACircleIsOneRingOfItsArea) {
  const Field disc = field_of(81, -2, 2, [](double x, double y) { return 1 - x * x - y * y; });
  const auto rings = contour_rings(disc, 0.0);
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_NEAR(area_of(rings[0]), std::numbers::pi, 0.01);
  for (const Point& point : rings[0]) EXPECT_NEAR(std::hypot(point.x, point.y), 1.0, 2e-3);
}

TEST(Contour, AHoleRunsTheOtherWayRound) {
  const Field ring = field_of(81, -2, 2, [](double x, double y) {
    const double r = std::hypot(x, y);
    return std::min(r - 0.5, 1.5 - r);
  });
  const auto rings = contour_rings(ring, 0.0);
  ASSERT_EQ(rings.size(), 2u);
  EXPECT_LT(area_of(rings[0]) * area_of(rings[1]), 0.0);
  EXPECT_NEAR(area_of(rings[0]) + area_of(rings[1]), std::numbers::pi * (2.25 - 0.25), 0.03);
}

TEST(Contour, TheRimClosesWhatReachesIt) {
  const Field slope = field_of(5, 0, 4, [](double x, double) { return x; });
  const auto rings = contour_rings(slope, 2.5);
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_DOUBLE_EQ(area_of(rings[0]), 1.5 * 4);
  // The whole field where all of it is high, none of it where nothing is.
  EXPECT_DOUBLE_EQ(area_of(contour_rings(slope, -1.0).at(0)), 16.0);
  EXPECT_TRUE(contour_rings(slope, 5.0).empty());
}

TEST(Contour, SaddlesStayApartOrJoinByTheirMiddle) {
  const Field low{.x = {0, 1}, .y = {0, 1}, .z = {1, -2, -2, 1}};
  EXPECT_EQ(contour_rings(low, 0.0).size(), 2u);
  const Field high{.x = {0, 1}, .y = {0, 1}, .z = {2, -1, -1, 2}};
  EXPECT_EQ(contour_rings(high, 0.0).size(), 1u);
  const Field turned{.x = {0, 1}, .y = {0, 1}, .z = {-1, 2, 2, -1}};
  ASSERT_EQ(contour_rings(turned, 0.0).size(), 1u);
  EXPECT_GT(area_of(contour_rings(turned, 0.0)[0]), 0.0);
}

TEST(Contour, NumbersThatAreNoneAreLow) {
  Field field = field_of(5, 0, 4, [](double, double) { return 1.0; });
  field.z[2 * 5 + 2] = kNan;
  double area = 0.0;
  for (const Ring& ring : contour_rings(field, 0.0)) area += area_of(ring);
  EXPECT_DOUBLE_EQ(area, 16.0 - 0.5);  // A diamond of half a place around the middle is out.
  field.z.assign(25, kNan);
  EXPECT_TRUE(contour_rings(field, std::numeric_limits<double>::lowest()).empty());
}

TEST(Contour, LinesLeaveTheRimOut) {
  const Field slope = field_of(5, 0, 4, [](double x, double) { return x; });
  const auto lines = contour_lines(slope, 2.5);
  ASSERT_EQ(lines.size(), 1u);
  for (const Point& point : lines[0]) EXPECT_DOUBLE_EQ(point.x, 2.5);
  EXPECT_DOUBLE_EQ(std::abs(lines[0].front().y - lines[0].back().y), 4.0);
  const Field disc = field_of(41, -2, 2, [](double x, double y) { return 1 - x * x - y * y; });
  const auto closed = contour_lines(disc, 0.0);
  ASSERT_EQ(closed.size(), 1u);
  EXPECT_EQ(closed[0].front().x, closed[0].back().x);
  EXPECT_EQ(closed[0].front().y, closed[0].back().y);
}

}  // namespace
}  // namespace riserun::plots

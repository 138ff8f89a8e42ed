#include <riserun/check/subjects/points.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace riserun::check {
namespace {

constexpr OpInfo kUnary =
    unary_op("u", "", {.domain = {-1e6, 1e6}, .edges = {kink(0.0, 0.0), kink(3.0, 1.0)}});
constexpr OpInfo kBinary = binary_op("b", "", {.domain = {{{1e-3, 1e3}, {-5, 5}}}});

TEST(Points, AreInsideTheDomainAndNoEdge) {
  for (const auto& x : sample_points(kUnary, 1, 2000, Random(1))) {
    EXPECT_TRUE(x[0] >= -1e6 && x[0] <= 1e6);
    EXPECT_NE(x[0], 0.0);
    EXPECT_NE(x[0], 3.0);
  }
  for (const auto& x : sample_points(kBinary, 2, 2000, Random(1))) {
    EXPECT_TRUE(x[0] >= 1e-3 && x[0] <= 1e3 && x[1] >= -5 && x[1] <= 5);
  }
}

TEST(Points, AreTheSameForASeed) {
  EXPECT_EQ(sample_points(kBinary, 2, 300, Random(4)), sample_points(kBinary, 2, 300, Random(4)));
  EXPECT_NE(sample_points(kBinary, 2, 300, Random(4)), sample_points(kBinary, 2, 300, Random(5)));
}

TEST(Points, AreAsManyAsAsked) {
  EXPECT_EQ(sample_points(kUnary, 1, 256, Random(1)).size(), 256u);
  EXPECT_EQ(sample_points(kUnary, 1, 3, Random(1)).size(), 3u);
  EXPECT_EQ(sample_points(kBinary, 2, 256, Random(1)).size(), 256u);
}

// Every kind of place a wrong derivative may hide in.
TEST(Points, ReachEverywhere) {
  const auto points = sample_points(kUnary, 1, 256, Random(2));
  auto any = [&](auto condition) {
    return std::any_of(points.begin(), points.end(),
                       [&](const auto& x) { return condition(x[0]); });
  };
  EXPECT_TRUE(any([](double x) { return x == 1; }) && any([](double x) { return x == -2; }));
  EXPECT_TRUE(any([](double x) { return x == 1e6; }) && any([](double x) { return x == -1e6; }));
  EXPECT_TRUE(any([](double x) { return x > 1e4; }) && any([](double x) { return x < -1e4; }));
  EXPECT_TRUE(any([](double x) { return x > 0 && x < 1e-7; }) &&
              any([](double x) { return x < 0 && x > -1e-7; }));
  EXPECT_TRUE(any([](double x) { return x > 3 && x < 3 + 1e-4; }) &&
              any([](double x) { return x < 3 && x > 3 - 1e-4; }));
  const auto tame =
      std::count_if(points.begin(), points.end(), [](const auto& x) { return std::abs(x[0]) < 3; });
  EXPECT_GE(tame, 100);
}

TEST(Points, ReachTheEndsOfDouble) {
  constexpr OpInfo info = unary_op("u", "", {.domain = {-1e300, 1e300}});
  const auto points = sample_points(info, 1, 256, Random(2), Reach::ends_of_double);
  auto has = [&](double x) {
    return std::any_of(points.begin(), points.end(), [&](const auto& at) {
      return at[0] == x && std::signbit(at[0]) == std::signbit(x);
    });
  };
  for (double x : {0.0, -0.0, 2.2250738585072014e-308, -2.2250738585072014e-308, 5e-324, -5e-324,
                   -1e-310, 1e300, -1e300, 1e-300})
    EXPECT_TRUE(has(x)) << x;
  auto count = [&](auto condition) {
    return std::count_if(points.begin(), points.end(),
                         [&](const auto& x) { return condition(x[0]); });
  };
  EXPECT_GE(count([](double x) { return x != 0 && std::abs(x) < 1e-11; }), 12);
  EXPECT_GE(count([](double x) { return std::abs(x) > 1e100; }), 10);
  const auto tame = sample_points(kUnary, 1, 256, Random(2), Reach::ends_of_double);
  EXPECT_GE(
      std::count_if(tame.begin(), tame.end(),
                    [](const auto& x) { return x[0] != 0 && 2 * x[0] == std::floor(2 * x[0]); }),
      12);
}

TEST(Points, ComeCloseToTiesAndTakeAllSigns) {
  constexpr OpInfo info = binary_op("b", "", {.domain = {{{-1e6, 1e6}, {-1e6, 1e6}}}});
  int near = 0, ties = 0, signs[4] = {};
  for (const auto& x : sample_points(info, 2, 256, Random(2))) {
    ties += x[0] == x[1];
    near += x[0] != x[1] && std::abs(x[0] - x[1]) <= 1e-4 * std::abs(x[0]);
    ++signs[(x[0] < 0) + 2 * (x[1] < 0)];
  }
  EXPECT_GE(near, 5);
  EXPECT_GE(ties, 2);
  for (int count : signs) EXPECT_GE(count, 20);
}

TEST(Points, AreSnappedSoThatStepsAreExact) {
  const double x = snapped(1.0 / 3);
  EXPECT_NEAR(x, 1.0 / 3, 1e-12);
  EXPECT_EQ((x + 0x1p-14) - x, 0x1p-14);
  EXPECT_EQ(snapped(0.0), 0.0);
  EXPECT_EQ(snapped(-2.25), -2.25);
}

TEST(Points, OfAnEmptyDomainAreNone) {
  constexpr OpInfo info = unary_op("u", "", {.domain = {1, 1}});
  EXPECT_TRUE(sample_points(info, 1, 10, Random(1)).empty());
}

TEST(Points, DeclaredEdgeNeedsEveryCoordinate) {
  constexpr OpInfo info = binary_op("b", "",
                                    {.domain = {{{-1, 1}, {-1, 1}}},
                                     .edges = {kink({0, 1}, {0, 0}), boundary({1, 0}, 1, {0, 0})}});
  EXPECT_EQ(declared_edge(info, std::vector{0.0, 1.0}), 0);
  EXPECT_EQ(declared_edge(info, std::vector{1.0, 0.0}), 1);
  EXPECT_EQ(declared_edge(info, std::vector{1.0, 1.0}), -1);
  EXPECT_EQ(declared_edge(kUnary, std::vector{3.0}), 1);
}

}  // namespace
}  // namespace riserun::check

#include <riserun/plots/layout/trace.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "tests/plots/charts.hpp"

namespace riserun::plots {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kWidth = 800.0;
constexpr double kHeight = 300.0;

Axis axis(double low, double high) { return {.log = false, .low = low, .high = high}; }

Series numbered(std::vector<double> y, Style style = Style::line) {
  Series series{.name = "s", .y = std::move(y), .style = style};
  for (std::size_t i = 0; i < series.y.size(); ++i) series.x.push_back(static_cast<double>(i));
  return series;
}

Trace trace(const Series& series) {
  return trace_series(series, axis(0, static_cast<double>(series.x.size())), axis(-10, 10), kWidth,
                      kHeight);
}

std::size_t points(const Trace& trace) {
  std::size_t total = trace.dots.size();
  for (const auto& line : trace.lines) total += line.size();
  return total;
}

TEST(Trace, KeepsAShortSeriesAsItIs) {
  const Trace kept = trace(numbered({3, 1, 2}));
  ASSERT_THAT(kept.lines, SizeIs(1));
  ASSERT_THAT(kept.lines[0], SizeIs(3));
  EXPECT_EQ(kept.lines[0][1].x, 1.0);
  EXPECT_EQ(kept.lines[0][1].y, 1.0);
  EXPECT_THAT(kept.dots, IsEmpty());
}

TEST(Trace, GapsCutTheLine) {
  const Trace cut = trace(numbered({1, 2, kNan, 3, kInf, -kInf, 4, 5, 1e301}));
  ASSERT_THAT(cut.lines, SizeIs(2));
  EXPECT_EQ(cut.lines[1][0].y, 4.0);
  ASSERT_THAT(cut.dots, SizeIs(1));
  EXPECT_EQ(cut.dots[0].y, 3.0);
}

TEST(Trace, EmptyAndAllNan) {
  EXPECT_EQ(points(trace(numbered({}))), 0u);
  EXPECT_EQ(points(trace(numbered({kNan, kNan}))), 0u);
}

TEST(Trace, LogAxisDropsWhatIsNotPositive) {
  const Axis log{.log = true, .low = 0.1, .high = 10};
  const Trace cut = trace_series(numbered({1, 2, 0, -1, 3, 4}), axis(0, 6), log, kWidth, kHeight);
  EXPECT_THAT(cut.lines, SizeIs(2));
  EXPECT_EQ(points(cut), 4u);
}

TEST(Trace, AMillionPointsKeepTheirShape) {
  std::vector<double> y(1'000'000);
  for (std::size_t i = 0; i < y.size(); ++i)
    y[i] = std::sin(static_cast<double>(i) * 0.37) + 3e-6 * static_cast<double>(i);
  y[123'456] = 9.0;  // One high and one low point, which no thinning may lose.
  y[765'432] = -9.0;
  const Series series = numbered(y);
  const Trace thin = trace(series);
  ASSERT_THAT(thin.lines, SizeIs(1));
  EXPECT_LE(points(thin), 4 * static_cast<std::size_t>(kWidth) + 4);

  // In each pixel column the thinned line reaches exactly as low and as high as all of the points.
  const std::size_t columns = static_cast<std::size_t>(kWidth);
  std::vector<Extent> all(columns), kept(columns);
  const auto add = [&](std::vector<Extent>& extents, double x, double value) {
    extents[static_cast<std::size_t>(x / 1e6 * kWidth)].add(value);
  };
  for (std::size_t i = 0; i < y.size(); ++i) add(all, series.x[i], y[i]);
  for (const Point& point : thin.lines[0]) add(kept, point.x, point.y);
  for (std::size_t i = 0; i < columns; ++i) {
    ASSERT_EQ(all[i].low, kept[i].low) << i;
    ASSERT_EQ(all[i].high, kept[i].high) << i;
  }
  // In order, from the first point to the last.
  EXPECT_TRUE(std::is_sorted(thin.lines[0].begin(), thin.lines[0].end(),
                             [](const Point& a, const Point& b) { return a.x < b.x; }));
  EXPECT_EQ(thin.lines[0].front().x, 0.0);
  EXPECT_EQ(thin.lines[0].back().x, 999'999.0);
}

TEST(Trace, AWideGapSurvivesThinningAndNarrowOnesDoNot) {
  std::vector<double> y(1'000'000, 1.0);
  for (std::size_t i = 0; i < y.size(); i += 2) y[i] = kNan;    // Everywhere, invisible.
  for (std::size_t i = 400'000; i < 500'000; ++i) y[i] = kNan;  // A tenth of the width.
  const Trace thin = trace(numbered(y));
  ASSERT_THAT(thin.lines, SizeIs(2));
  EXPECT_LT(thin.lines[0].back().x, 400'000.0);
  EXPECT_GE(thin.lines[1].front().x, 500'000.0);
}

TEST(Trace, ALineToAndFroIsBounded) {
  Series series{.name = "scribble"};
  for (int i = 0; i < 1'000'000; ++i) {
    series.x.push_back(static_cast<double>(std::int64_t{i} * 7919 % 1'000'000));
    series.y.push_back(i % 17);
  }
  EXPECT_LE(points(trace(series)), 110'000u);
}

TEST(Trace, ManyDotsKeepOneACell) {
  Series series{.name = "cloud", .style = Style::points};
  for (int i = 0; i < 1'000'000; ++i) {
    series.x.push_back(static_cast<double>(std::int64_t{i} * 7919 % 1'000'000));
    series.y.push_back(std::sin(i) * 9);
  }
  const Trace thin = trace(series);
  EXPECT_THAT(thin.lines, IsEmpty());
  EXPECT_LE(thin.dots.size(), static_cast<std::size_t>(kWidth * kHeight / 4.0));
  EXPECT_GT(thin.dots.size(), 10'000u);
}

TEST(TraceBand, PartsAndThinning) {
  Band band{.name = "b", .x = {0, 1, 2, 3}, .low = {0, 0, kNan, 0}, .high = {1, 2, 3, 4}};
  const auto parts = trace_band(band, axis(0, 3), axis(0, 4), kWidth);
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_THAT(parts[0].x, SizeIs(2));

  Band many{.name = "m"};
  for (int i = 0; i < 1'000'000; ++i) {
    many.x.push_back(i);
    many.low.push_back(i == 500'000 ? -9.0 : -1.0);
    many.high.push_back(i == 500'001 ? 9.0 : 1.0);
  }
  const auto thin = trace_band(many, axis(0, 1e6), axis(-10, 10), kWidth);
  ASSERT_THAT(thin, SizeIs(1));
  EXPECT_LE(thin[0].x.size(), static_cast<std::size_t>(kWidth) + 1);
  EXPECT_EQ(*std::min_element(thin[0].low.begin(), thin[0].low.end()), -9.0);
  EXPECT_EQ(*std::max_element(thin[0].high.begin(), thin[0].high.end()), 9.0);
}

}  // namespace
}  // namespace riserun::plots

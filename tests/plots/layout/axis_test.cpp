#include <riserun/plots/layout/axis.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace riserun::plots {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Extent extent(double low, double high) { return {.low = low, .high = high, .empty = false}; }

std::vector<std::string> labels(const Axis& axis) {
  std::vector<std::string> result;
  for (const Tick& tick : axis.ticks) {
    if (!tick.label.empty()) result.push_back(tick.label);
  }
  return result;
}

TEST(Axis, TicksAreOneTwoFiveSteps) {
  EXPECT_THAT(labels(make_axis(extent(0, 2.1), {.length = 220, .tick_spacing = 40})),
              ElementsAre("0", "0.5", "1.0", "1.5", "2.0"));
  EXPECT_THAT(labels(make_axis(extent(-30, 70), {.length = 250, .tick_spacing = 50})),
              ElementsAre("−20", "0", "20", "40", "60"));
}

TEST(Axis, TickValuesAreTheNearestDoubles) {
  const Axis axis = make_axis(extent(0, 0.5), {.length = 500, .tick_spacing = 100});
  ASSERT_THAT(axis.ticks, SizeIs(6));
  EXPECT_EQ(axis.ticks[3].value, 0.3);  // Not 0.30000000000000004.
}

TEST(Axis, WholeNumbersForEpochs) {
  EXPECT_THAT(labels(make_axis(extent(1, 3), {.integer = true, .length = 800})),
              ElementsAre("1", "2", "3"));
  EXPECT_THAT(labels(make_axis(extent(5, 5), {.integer = true})), ElementsAre("5"));
}

TEST(Axis, PercentOfFractions) {
  EXPECT_THAT(
      labels(make_axis(extent(0.9, 1), {.percent = true, .length = 100, .tick_spacing = 34})),
      ElementsAre("90 %", "95 %", "100 %"));
  EXPECT_THAT(
      labels(make_axis(extent(0.99, 1), {.percent = true, .length = 100, .tick_spacing = 34})),
      ElementsAre("99.0 %", "99.5 %", "100.0 %"));
}

TEST(Axis, ShortNotationForLargeAndSmall) {
  EXPECT_THAT(labels(make_axis(extent(0, 40000), {.length = 200})),
              ElementsAre("0", "10k", "20k", "30k", "40k"));
  EXPECT_THAT(labels(make_axis(extent(0, 2e6), {.length = 100})), ElementsAre("0", "1M", "2M"));
  EXPECT_THAT(labels(make_axis(extent(0, 4e-7), {.length = 100})),
              ElementsAre("0", "2×10⁻⁷", "4×10⁻⁷"));
  EXPECT_THAT(labels(make_axis(extent(-1e299, 1e299), {.length = 100})),
              ElementsAre("−1×10²⁹⁹", "0", "1×10²⁹⁹"));
  EXPECT_THAT(labels(make_axis(extent(1e9, 1e9 + 2), {.length = 100})),
              ElementsAre("1000000000", "1000000001", "1000000002"));
}

TEST(Axis, AirStopsAtFloorAndCeiling) {
  const Axis axis = make_axis(extent(0.01, 0.98), {.air = 0.05, .floor = 0.0, .ceiling = 1.0});
  EXPECT_EQ(axis.low, 0.0);
  EXPECT_EQ(axis.high, 1.0);
  // Data beyond them is shown all the same.
  const Axis beyond = make_axis(extent(-1, 2), {.air = 0.05, .floor = 0.0, .ceiling = 1.0});
  EXPECT_LT(beyond.low, -1.0);
  EXPECT_GT(beyond.high, 2.0);
}

TEST(Axis, ZeroWhenNear) {
  EXPECT_EQ(make_axis(extent(0.1, 2), {.zero_if_near = true, .air = 0.05}).low, 0.0);
  EXPECT_GT(make_axis(extent(1.5, 2), {.zero_if_near = true, .air = 0.05}).low, 1.0);
  EXPECT_EQ(make_axis(extent(-2, -0.1), {.zero_if_near = true, .air = 0.05}).high, 0.0);
}

TEST(Axis, SingleValueGetsRoom) {
  for (const double value : {0.0, 7.0, -3.0, 1e300, -1e300, 1e-300, 1e9}) {
    const Axis axis = make_axis(extent(value, value), {});
    EXPECT_LT(axis.low, value);
    EXPECT_GT(axis.high, value);
    EXPECT_THAT(axis.ticks, Not(IsEmpty())) << value;
  }
  const Axis perfect = make_axis(extent(1, 1), {.air = 0.05, .floor = 0.0, .ceiling = 1.0});
  EXPECT_LT(perfect.low, 1.0);
  EXPECT_EQ(perfect.high, 1.0);
}

TEST(Axis, LogLabelsDecades) {
  EXPECT_THAT(labels(make_axis(extent(1e-12, 1), {.log = true, .length = 300, .tick_spacing = 40})),
              ElementsAre("10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"));
  EXPECT_THAT(labels(make_axis(extent(0.01, 10), {.log = true, .length = 120, .tick_spacing = 40})),
              ElementsAre("0.01", "0.1", "1", "10"));
  EXPECT_THAT(labels(make_axis(extent(0.02, 2), {.log = true, .length = 300, .tick_spacing = 40})),
              ElementsAre("0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"));
}

TEST(Axis, LogWritesOutLossesAndRates) {
  EXPECT_THAT(
      labels(make_axis(extent(0.0001, 0.01), {.log = true, .length = 200, .tick_spacing = 40})),
      ElementsAre("0.0001", "0.0002", "0.0005", "0.001", "0.002", "0.005", "0.01"));
  EXPECT_THAT(
      labels(make_axis(extent(1e-8, 1e-5), {.log = true, .length = 300, .tick_spacing = 40})),
      ElementsAre("10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵"));
}

TEST(Axis, LogOfNarrowRangeStepsEvenly) {
  EXPECT_THAT(labels(make_axis(extent(0.3, 0.304), {.log = true, .length = 200})),
              ElementsAre("0.300", "0.301", "0.302", "0.303", "0.304"));
}

TEST(Axis, LogOfWidestRangeHasFewTicks) {
  const Axis axis =
      make_axis(extent(1e-300, 1e300), {.log = true, .length = 200, .tick_spacing = 40});
  EXPECT_THAT(axis.ticks, AllOf(Not(IsEmpty()), SizeIs(::testing::Le(8u))));
}

TEST(Axis, PlacesRunFromZeroToOne) {
  for (const bool log : {false, true}) {
    const Axis axis = make_axis(extent(1e-3, 1e3), {.log = log, .air = 0.05});
    EXPECT_NEAR(axis.place(axis.low), 0.0, 1e-12);
    EXPECT_NEAR(axis.place(axis.high), 1.0, 1e-12);
    EXPECT_LT(axis.place(1.0), axis.place(2.0));
    for (const Tick& tick : axis.ticks) {
      EXPECT_GE(axis.place(tick.value), -1e-9);
      EXPECT_LE(axis.place(tick.value), 1.0 + 1e-9);
    }
  }
}

TEST(Axis, EmptyExtentIsAnAxisToo) {
  for (const bool log : {false, true}) {
    const Axis axis = make_axis({}, {.log = log});
    EXPECT_LT(axis.low, axis.high);
    EXPECT_THAT(labels(axis), Not(IsEmpty()));
  }
}

// Any range gives a finite axis with a reasonable number of labels that differ from each other.
TEST(Axis, SweepOfRanges) {
  for (const double scale : {1e-299, 1e-100, 1e-5, 1.0, 3.7e4, 1e100, 1e299}) {
    for (const double offset : {-1.0, 0.0, 1.0, 1e3, 1e6}) {
      for (const double width : {1e-3, 0.3, 1.0}) {
        const double low = offset * scale * 1e-7;
        const Axis axis = make_axis(extent(low, low + width * scale), {.air = 0.05, .length = 300});
        EXPECT_TRUE(std::isfinite(axis.low) && std::isfinite(axis.high) && axis.low < axis.high);
        std::vector<std::string> texts = labels(axis);
        EXPECT_GE(texts.size(), 2u);
        EXPECT_LE(texts.size(), 14u);
        std::sort(texts.begin(), texts.end());
        EXPECT_EQ(std::unique(texts.begin(), texts.end()), texts.end()) << scale << ' ' << offset;
      }
    }
  }
}

}  // namespace
}  // namespace riserun::plots

#include <riserun/train/gradient/ranges.hpp>

#include <gtest/gtest.h>

namespace riserun::train {
namespace {

TEST(Slots, FollowFromThePointsAlone) {
  EXPECT_EQ(slot_count(1, 16), 1u);
  EXPECT_EQ(slot_count(31, 16), 1u);
  EXPECT_EQ(slot_count(32, 16), 2u);
  EXPECT_EQ(slot_count(128, 16), 8u);
  EXPECT_EQ(slot_count(100000, 16), 32u);
  EXPECT_EQ(slot_count(7, 1), 7u);
  EXPECT_EQ(slot_count(7, 0), 7u);
}

TEST(Slots, CoverThePointsEvenly) {
  for (std::size_t points : {1, 2, 31, 32, 37, 128, 1009})
    for (std::size_t slots = 1; slots <= std::min<std::size_t>(points, 32); ++slots) {
      std::size_t next = 0;
      for (std::size_t s = 0; s < slots; ++s) {
        const Range range = slot_range(points, s, slots);
        EXPECT_EQ(range.begin, next);
        EXPECT_GE(range.size(), points / slots);
        EXPECT_LE(range.size(), points / slots + 1);
        next = range.end;
      }
      EXPECT_EQ(next, points);
    }
}

TEST(ParameterRanges, CoverTheParametersAtCacheLines) {
  for (std::size_t parameters : {1, 7, 1023, 2048, 6570, 100003})
    for (int threads : {1, 2, 3, 8, 64}) {
      const std::size_t parts = parameter_range_count(parameters, threads);
      ASSERT_GE(parts, 1u);
      ASSERT_LE(parts, 32u);
      std::size_t next = 0;
      for (std::size_t p = 0; p < parts; ++p) {
        const Range range = parameter_range(parameters, p, parts);
        EXPECT_EQ(range.begin, next);
        EXPECT_EQ(range.begin % 8, 0u);
        next = range.end;
      }
      EXPECT_EQ(next, parameters);
    }
  EXPECT_EQ(parameter_range_count(500, 8), 1u);
  EXPECT_EQ(parameter_range_count(6570, 8), 6u);
}

}  // namespace
}  // namespace riserun::train

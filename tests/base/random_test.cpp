#include <riserun/base/random.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace riserun {
namespace {

// The first outputs of SplitMix64 for seed 1234567, as published with its reference code.
TEST(Random, IsSplitMix64) {
  Random random(1234567);
  EXPECT_EQ(random.bits(), 6457827717110365317u);
  EXPECT_EQ(random.bits(), 3203168211198807973u);
  EXPECT_EQ(random.bits(), 9817491932198370423u);
}

TEST(Random, UniformAndNormalHaveTheirMoments) {
  Random random(3);
  double sum = 0, squares = 0, normal = 0, normal_squares = 0;
  constexpr int kCount = 200'000;
  for (int i = 0; i < kCount; ++i) {
    const double u = random.uniform();
    ASSERT_TRUE(u >= 0.0 && u < 1.0);
    sum += u;
    squares += u * u;
    const double n = random.normal();
    normal += n;
    normal_squares += n * n;
  }
  EXPECT_NEAR(sum / kCount, 0.5, 0.005);
  EXPECT_NEAR(squares / kCount, 1.0 / 3, 0.005);
  EXPECT_NEAR(normal / kCount, 0.0, 0.01);
  EXPECT_NEAR(normal_squares / kCount, 1.0, 0.02);
}

TEST(Random, StreamsAreIndependentOfEachOthersUse) {
  Random a(7), b(7);
  static_cast<void>(a.stream(1).bits());
  EXPECT_EQ(a.stream(2).bits(), b.stream(2).bits());
  EXPECT_NE(a.stream(1).bits(), a.stream(2).bits());
}

TEST(Random, ShufflePermutesAndBelowCoversItsRange) {
  Random random(5);
  std::vector<int> items(100);
  std::iota(items.begin(), items.end(), 0);
  auto shuffled = items;
  random.shuffle(std::span<int>(shuffled));
  EXPECT_NE(shuffled, items);
  std::ranges::sort(shuffled);
  EXPECT_EQ(shuffled, items);
  std::vector<int> seen(7);
  for (int i = 0; i < 7000; ++i) ++seen[random.below(7)];
  for (int count : seen) EXPECT_NEAR(count, 1000, 150);
}

}  // namespace
}  // namespace riserun

#include <riserun/train/fit/batches.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace riserun::train {
namespace {

std::vector<std::size_t> epoch_order(Batches& batches, int epoch) {
  batches.begin_epoch(epoch);
  std::vector<std::size_t> order;
  for (std::size_t b = 0; b < batches.count(); ++b)
    order.insert(order.end(), batches[b].begin(), batches[b].end());
  return order;
}

TEST(Batches, HoldEveryPointOnce) {
  for (std::size_t size : {1, 7, 10, 32, 100, 1000}) {
    Batches batches(100, size, 1, true);
    auto order = epoch_order(batches, 1);
    std::ranges::sort(order);
    ASSERT_EQ(order.size(), 100u);
    for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(order[i], i);
  }
}

TEST(Batches, TheLastIsWhatIsLeft) {
  Batches batches(100, 32, 1, true);
  EXPECT_EQ(batches.count(), 4u);
  EXPECT_EQ(batches[0].size(), 32u);
  EXPECT_EQ(batches[3].size(), 4u);
}

TEST(Batches, TheOrderIsOfSeedAndEpochAlone) {
  Batches batches(50, 8, 1, true), again(50, 8, 1, true), other(50, 8, 2, true);
  const auto first = epoch_order(batches, 1), second = epoch_order(batches, 2);
  EXPECT_NE(first, second);
  EXPECT_EQ(epoch_order(again, 2), second);  // without epoch 1 before it
  EXPECT_EQ(epoch_order(batches, 1), first);
  EXPECT_NE(epoch_order(other, 1), first);
}

TEST(Batches, KeepTheOrderWhenNotShuffled) {
  Batches batches(10, 3, 1, false);
  const auto order = epoch_order(batches, 5);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

}  // namespace
}  // namespace riserun::train

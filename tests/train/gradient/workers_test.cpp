#include <riserun/train/gradient/workers.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::train {
namespace {

class WorkersOf : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, WorkersOf, testing::Values(1, 2, 3, 4, 8, 40));

TEST_P(WorkersOf, DoEachItemOnceRunAfterRun) {
  Workers workers(GetParam());
  EXPECT_EQ(workers.threads(), GetParam());
  for (int round = 0; round < 300; ++round)
    for (std::size_t count : {0, 1, 2, 5, 31, 32}) {
      std::vector<int> done(count, 0);
      workers.run(count, [&](std::size_t i) noexcept { ++done[i]; });
      EXPECT_EQ(done, std::vector<int>(count, 1));
    }
}

TEST_P(WorkersOf, WakeAgainAfterAPause) {
  Workers workers(GetParam());
  for (int round = 0; round < 5; ++round) {
    std::atomic<int> done{0};
    workers.run(32, [&](std::size_t) noexcept { ++done; });
    EXPECT_EQ(done, 32);
    std::this_thread::sleep_for(std::chrono::milliseconds(3));  // longer than helpers linger
  }
}

// Items that wait for each other can only end when at least two threads are at work.
TEST(Workers, WorkAtTheSameTime) {
  Workers workers(2);
  std::atomic<int> arrived{0};
  workers.run(2, [&](std::size_t) noexcept {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();
  });
  EXPECT_EQ(arrived, 2);
}

// Each pool has all its threads, also beside another one, and oneTBB has nothing to warn of.
TEST(Workers, LiveBesideEachOther) {
  testing::internal::CaptureStderr();
  {
    Workers few(2);
    std::atomic<int> done{0};
    few.run(32, [&](std::size_t) noexcept { ++done; });
    Workers many(6);
    std::atomic<int> arrived{0};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    many.run(6, [&](std::size_t) noexcept {
      ++arrived;
      while (arrived < 6 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    });
    EXPECT_LT(std::chrono::steady_clock::now(), deadline);
    few.run(32, [&](std::size_t) noexcept { ++done; });
    EXPECT_EQ(done, 64);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Workers, OneThreadStaysAtHome) {
  Workers workers(1);
  const auto home = std::this_thread::get_id();
  bool elsewhere = false;
  for (int round = 0; round < 100; ++round)
    workers.run(32, [&](std::size_t) noexcept { elsewhere |= std::this_thread::get_id() != home; });
  EXPECT_FALSE(elsewhere);
}

TEST(Workers, RejectMoreItemsThanTheyCanHand) {
  Workers workers(2);
  EXPECT_THROW(workers.run(33, [](std::size_t) noexcept {}), ShapeError);
  EXPECT_THROW(Workers(-1), ConfigError);
}

}  // namespace
}  // namespace riserun::train

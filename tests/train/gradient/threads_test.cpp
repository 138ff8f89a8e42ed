#include <riserun/train/gradient/threads.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <functional>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

#include <riserun/base/errors.hpp>

#ifdef __linux__
#include <sched.h>
#endif

namespace riserun::train {
namespace {

TEST(CpuQuota, WholeProcessorsRoundedUp) {
  EXPECT_EQ(cpu_quota("200000 100000\n"), 2);
  EXPECT_EQ(cpu_quota("150000 100000"), 2);
  EXPECT_EQ(cpu_quota("10000 100000"), 1);
  EXPECT_EQ(cpu_quota("3200000 50000\n"), 64);
}

TEST(CpuQuota, NothingForNoLimitAndNonsense) {
  for (const char* text : {"", "max 100000\n", "max", "100000", "100000 0", "0 100000", "x y",
                           "100000\t100000", "-5 100000"})
    EXPECT_EQ(cpu_quota(text), std::nullopt) << '"' << text << '"';
}

TEST(Threads, ZeroMeansWhatIsAvailable) {
  EXPECT_GE(available_threads(), 1);
  EXPECT_EQ(thread_count(0), available_threads());
  EXPECT_EQ(thread_count(5), 5);
}

TEST(Threads, RejectsSillyCounts) {
  EXPECT_THROW(static_cast<void>(thread_count(-1)), ConfigError);
  EXPECT_THROW(static_cast<void>(thread_count(1025)), ConfigError);
}

TEST(Threads, AsManyAsTheSystemLetsStart) {
  EXPECT_EQ(startable_threads(3), 3);
  EXPECT_EQ(startable_threads(1), 1);
  for (const bool memory : {false, true}) {
    int started = 0;
    EXPECT_EQ(startable_threads(7,
                                [&](std::function<void()> stay) {
                                  if (started == 4) {
                                    if (memory) throw std::bad_alloc();
                                    throw std::system_error(EAGAIN, std::generic_category());
                                  }
                                  ++started;
                                  return std::thread(std::move(stay));
                                }),
              4);
  }
}

#ifdef __linux__
TEST(Threads, TheAffinityMaskCounts) {
  int counted = 0;
  std::thread([&] {
    cpu_set_t set, one;
    ASSERT_EQ(sched_getaffinity(0, sizeof set, &set), 0);
    int processor = 0;
    while (!CPU_ISSET(processor, &set)) ++processor;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    counted = available_threads();
  }).join();
  EXPECT_EQ(counted, 1);
}
#endif

}  // namespace
}  // namespace riserun::train

// Waiting for other threads for as short as a piece of a training step takes.
#pragma once

#include <sched.h>

#include <chrono>

namespace riserun::train {

/// Polls hard at first, then lets others run in between.
class Patience {
 public:
  void wait() {
    if (++polls_ < kHardPolls)
      pause();
    else
      sched_yield();
  }
  /// Whether this has lasted as long as an idle helper stays; the clock starts with the yielding.
  [[nodiscard]] bool exhausted() {
    if (polls_ < kHardPolls || polls_ % 16 != 0) return false;
    const auto now = Clock::now();
    if (since_ == Clock::time_point{}) since_ = now;
    return now - since_ > kLinger;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr int kHardPolls = 1024;  // about 10 us
  static constexpr auto kLinger = std::chrono::microseconds(500);

  static void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }

  int polls_ = 0;
  Clock::time_point since_{};
};

}  // namespace riserun::train

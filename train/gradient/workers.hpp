// `Workers`: threads that stay awake between the short pieces of a training step.
//
// A step of a small model takes tens of microseconds, and a pool whose threads sleep between pieces
// wakes them too late to help: oneTBB's parallel_for gave no speed-up at all on two threads for
// 32 points of the digits MLP (38 us). So oneTBB starts the threads, and while pieces follow each
// other closely the threads poll one word for them; a thread that finds none for a while goes back
// to oneTBB, which puts it to sleep.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

#include <riserun/train/gradient/claims.hpp>

namespace riserun::train {

/// A pool for the run of a trainer. Which thread does which item never matters to results: that is
/// for the items to ensure. One thread at a time may call run().
class Workers {
 public:
  /// Items of one run() at most; so many threads work at once at most.
  static constexpr std::size_t kMostItems = kMostClaims;

  /// `threads` counts the calling thread; 0: available_threads(). With 1 nothing is started, ever.
  /// Where the system does not let so many start there are fewer, as threads() says.
  /// Throws ConfigError outside 0 .. 1024.
  explicit Workers(int threads = 0);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  [[nodiscard]] int threads() const { return threads_; }

  /// Calls item(i) once for each i < count, count <= kMostItems, on the calling thread and on those
  /// of the others that are awake, and returns when all are done. An item must not throw. The same
  /// thread prefers the same items in run after run, so that what they touch stays in its cache. An
  /// item that takes two numbers gets that of its thread, below threads() and kMostItems, as the
  /// second; the calling thread is number 0.
  template <class Item>
  void run(std::size_t count, Item&& item) {
    using Plain = std::remove_reference_t<Item>;
    void* const it = const_cast<void*>(static_cast<const void*>(&item));
    if constexpr (std::is_invocable_v<Item&, std::size_t, std::size_t>) {
      static_assert(std::is_nothrow_invocable_v<Item&, std::size_t, std::size_t>,
                    "items must be noexcept");
      run(count, it, [](void* plain, std::size_t i, std::size_t thread) noexcept {
        (*static_cast<Plain*>(plain))(i, thread);
      });
    } else {
      static_assert(std::is_nothrow_invocable_v<Item&, std::size_t>, "items must be noexcept");
      run(count, it, [](void* plain, std::size_t i, std::size_t) noexcept {
        (*static_cast<Plain*>(plain))(i);
      });
    }
  }

 private:
  using Call = void (*)(void* item, std::size_t i, std::size_t thread) noexcept;
  void run(std::size_t count, void* item, Call call);

  struct Pool;  // keeps oneTBB out of this header
  int threads_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace riserun::train

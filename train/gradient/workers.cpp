#include <riserun/train/gradient/workers.hpp>

#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/train/gradient/claims.hpp>
#include <riserun/train/gradient/patience.hpp>
#include <riserun/train/gradient/threads.hpp>

namespace riserun::train {
namespace {

// oneTBB has one limit for the threads of all its arenas, the least that any global_control asks
// for. Pools that live at the same time, of two trainers say, ask together for as many as they need
// together: each by itself would cap the other, and oneTBB would warn on stderr.
class ThreadLimit {
 public:
  explicit ThreadLimit(int helpers) : helpers_(helpers) { change(helpers_); }
  ~ThreadLimit() { change(-helpers_); }
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  static void change(int helpers) {
    static std::mutex mutex;
    static int all = 0;
    static std::unique_ptr<tbb::global_control> control;
    const std::lock_guard lock(mutex);
    control.reset();  // before the next one: of two the lower holds
    if (all + helpers > 0)
      control = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                      static_cast<std::size_t>(all + helpers) + 1);
    all += helpers;  // at last: making a control may throw
  }

  int helpers_;
};

}  // namespace

// The word holds the items not yet taken, one bit each, and above them how many the run had. Taking
// an item is clearing its bit by compare-and-swap. All that the choice of a bit depends on is in
// the word, so a swap that succeeds is right even for a thread that slept through several runs.
struct Workers::Pool {
  explicit Pool(int threads)
      : helpers(std::min(threads, static_cast<int>(kMostItems)) - 1),
        limit(helpers),
        arena(helpers + 1, 1) {
    arena.initialize();  // here, where what it throws can be answered with fewer threads
  }

  ~Pool() {
    stopping.store(true, std::memory_order_relaxed);
    arena.execute([this] { group.wait(); });
  }

  static constexpr std::uint64_t bits(std::size_t count) { return (1ull << count) - 1; }

  bool take_one(std::uint64_t id) {
    std::uint64_t now = word.load(std::memory_order_acquire);
    while (const std::uint64_t left = now & bits(kMostItems)) {
      const std::size_t chosen =
          preferred_item(left, now >> kMostItems, id, static_cast<std::uint64_t>(helpers) + 1);
      if (!word.compare_exchange_weak(now, now & ~(1ull << chosen), std::memory_order_acq_rel,
                                      std::memory_order_acquire))
        continue;
      call(item, chosen, static_cast<std::size_t>(id));
      unfinished.fetch_sub(1, std::memory_order_release);
      return true;
    }
    return false;
  }

  void help(std::uint64_t id) {
    Patience patience;
    while (!stopping.load(std::memory_order_relaxed) && !patience.exhausted()) {
      // Isolated: a user's loss that waits for oneTBB tasks of its own must not meet another
      // helper.
      bool took = false;
      if ((word.load(std::memory_order_relaxed) & bits(kMostItems)) != 0)
        tbb::this_task_arena::isolate([&] { took = take_one(id); });
      if (took)
        patience = {};
      else
        patience.wait();
    }
    awake.fetch_and(~(1ull << id), std::memory_order_relaxed);
  }

  void wake_missing() {
    const std::uint64_t missing = bits(static_cast<std::size_t>(helpers) + 1) & ~1ull &
                                  ~awake.load(std::memory_order_relaxed);
    if (missing == 0) return;
    awake.fetch_or(missing, std::memory_order_relaxed);
    std::uint64_t rest = missing;
    try {
      arena.execute([&] {
        for (; rest != 0; rest &= rest - 1) {
          const auto id = static_cast<std::uint64_t>(std::countr_zero(rest));
          group.run([this, id] { help(id); });
        }
      });
    } catch (const std::bad_alloc&) {
      // No memory for a helper's task: those at work do all, and the next run tries again.
      awake.fetch_and(~rest, std::memory_order_relaxed);
    }
  }

  void run(std::size_t count) {
    unfinished.store(count, std::memory_order_relaxed);
    word.store(static_cast<std::uint64_t>(count) << kMostItems | bits(count),
               std::memory_order_release);
    wake_missing();
    while (take_one(0)) {
    }
    for (Patience patience; unfinished.load(std::memory_order_acquire) != 0;) patience.wait();
  }

  const int helpers;  // besides the calling thread, which is number 0
  void* item = nullptr;
  Call call = nullptr;
  alignas(64) std::atomic<std::uint64_t> word{0};
  alignas(64) std::atomic<std::size_t> unfinished{0};
  alignas(64) std::atomic<std::uint64_t> awake{0};  // one bit a helper
  std::atomic<bool> stopping{false};
  ThreadLimit limit;  // before the arena: it sets how many threads there can be
  tbb::task_arena arena;
  tbb::task_group group;
};

Workers::Workers(int threads) : threads_(startable_threads(threads)) {
  while (threads_ > 1 && pool_ == nullptr) try {
      pool_ = std::make_unique<Pool>(threads_);
    } catch (const std::exception&) {  // oneTBB found no memory or no thread after all
      threads_ /= 2;
    }
}

Workers::~Workers() = default;

void Workers::run(std::size_t count, void* item, Call call) {
  if (count > kMostItems)
    throw ShapeError("at most " + std::to_string(kMostItems) + " items can be run at once, not " +
                     std::to_string(count));
  if (pool_ == nullptr || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) call(item, i, 0);
    return;
  }
  pool_->item = item;
  pool_->call = call;
  pool_->run(count);
}

}  // namespace riserun::train

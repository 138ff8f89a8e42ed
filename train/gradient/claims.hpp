// Which thread does which of a few items.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace riserun::train {

/// Items of one set at most.
inline constexpr std::size_t kMostClaims = 32;

/// The item that thread `own` of `all` should take next: of its own block of the `count` in order,
/// and then the others' from the end. `left` has a bit for each item not yet taken, one at least.
[[nodiscard]] constexpr std::size_t preferred_item(std::uint64_t left, std::uint64_t count,
                                                   std::uint64_t own, std::uint64_t all) {
  const auto bits = [](std::uint64_t n) { return (std::uint64_t{1} << n) - 1; };
  const std::uint64_t mine = left & bits((own + 1) * count / all) & ~bits(own * count / all);
  return static_cast<std::size_t>(mine != 0 ? std::countr_zero(mine) : 63 - std::countl_zero(left));
}

/// `count` items, kMostClaims at most, each given out once.
class Claims {
 public:
  explicit Claims(std::size_t count)
      : count_(count), left_((std::uint64_t{1} << count) - 1), unfinished_(count) {}

  /// Nothing: all are taken.
  std::optional<std::size_t> take(std::size_t own, std::size_t all) {
    std::uint64_t left = left_.load(std::memory_order_relaxed);
    while (left != 0) {
      const std::size_t item = preferred_item(left, count_, own, all);
      if (left_.compare_exchange_weak(left, left & ~(std::uint64_t{1} << item),
                                      std::memory_order_relaxed))
        return item;
    }
    return std::nullopt;
  }
  /// One that was taken is done, and what was written for it can be seen by who sees all_done().
  void finish_one() { unfinished_.fetch_sub(1, std::memory_order_acq_rel); }
  [[nodiscard]] bool all_done() const { return unfinished_.load(std::memory_order_acquire) == 0; }

 private:
  const std::size_t count_;
  std::atomic<std::uint64_t> left_;
  std::atomic<std::size_t> unfinished_;
};

}  // namespace riserun::train

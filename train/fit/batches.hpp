// The order of an epoch's points, cut into batches.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <riserun/base/random.hpp>

namespace riserun::train {

/// Every point once an epoch; the last batch may be smaller. The order is a function of the seed
/// and the epoch alone, so that a run resumed at an epoch goes on with the same batches.
class Batches {
 public:
  /// points >= 1, batch_size >= 1.
  Batches(std::size_t points, std::size_t batch_size, std::uint64_t seed, bool shuffle)
      : order_(points), batch_size_(batch_size), seed_(seed), shuffle_(shuffle) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  /// Makes ready the order of an epoch, counted from 1.
  void begin_epoch(int epoch) {
    if (!shuffle_) return;
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    Random random = Random(seed_).stream(static_cast<std::uint64_t>(epoch));
    random.shuffle(std::span(order_));
  }

  /// Batches in an epoch.
  [[nodiscard]] std::size_t count() const {
    return (order_.size() + batch_size_ - 1) / batch_size_;
  }
  [[nodiscard]] std::size_t points() const { return order_.size(); }

  /// Numbers of the epoch's first points, at most `count`.
  [[nodiscard]] std::span<const std::size_t> first(std::size_t count) const {
    return std::span(order_).first(std::min(count, order_.size()));
  }

  /// Numbers of the points of a batch, batch < count().
  [[nodiscard]] std::span<const std::size_t> operator[](std::size_t batch) const {
    const std::size_t begin = batch * batch_size_;
    return std::span(order_).subspan(begin, std::min(batch_size_, order_.size() - begin));
  }

 private:
  std::vector<std::size_t> order_;
  std::size_t batch_size_;
  std::uint64_t seed_;
  bool shuffle_;
};

}  // namespace riserun::train

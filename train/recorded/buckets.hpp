// Points of a few shapes, grouped by a key that the user gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <riserun/train/gradient/point_program.hpp>

namespace riserun::train {

/// The points of one key.
struct Bucket {
  std::int64_t key = 0;
  std::size_t points = 0;
  // Numbers of some of its points: the first, one in the middle and the last of them.
  std::size_t first = 0, middle = 0, last = 0;
};

class Buckets {
 public:
  /// Keys that there may be: each has a recording and memory of its own.
  static constexpr std::size_t kMost = 1024;

  /// All points alike.
  explicit Buckets(std::size_t points) : all_{{.points = points}} {}
  /// `keys` has one for each point. Throws ConfigError for more than kMost different ones.
  explicit Buckets(std::span<const std::int64_t> keys);

  /// By key, the smallest first.
  [[nodiscard]] const std::vector<Bucket>& all() const { return all_; }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] bool has_keys() const { return !of_point_.empty(); }
  /// The bucket that a point is in.
  [[nodiscard]] std::size_t of(std::size_t point) const {
    return of_point_.empty() ? 0 : of_point_[point];
  }

  /// The points bucket by bucket, those of a bucket in the order they come in, in packs of
  /// `pack` points and a last one of fewer. It depends on the points alone.
  void arrange(std::span<const std::size_t> points, std::size_t pack, Arrangement& to) const;

 private:
  std::vector<Bucket> all_;
  std::vector<std::uint32_t> of_point_;  // empty: no keys, one bucket
};

}  // namespace riserun::train

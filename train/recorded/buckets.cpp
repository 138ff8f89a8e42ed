#include <riserun/train/recorded/buckets.hpp>

#include <algorithm>
#include <map>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun::train {

Buckets::Buckets(std::span<const std::int64_t> keys) {
  std::map<std::int64_t, Bucket> by_key;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Bucket& bucket = by_key[keys[i]];
    if (bucket.points++ == 0) bucket.key = keys[i], bucket.first = i;
    bucket.last = i;
    if (by_key.size() > kMost)
      throw ConfigError("the first " + std::to_string(i + 1) + " points have " +
                        std::to_string(by_key.size()) +
                        " different keys, each of which needs a recording of its own; the lanes "
                        "engine is for a few shapes (" +
                        std::to_string(kMost) + " at most), the scalar engine for any number");
  }
  std::map<std::int64_t, std::uint32_t> number_of;
  for (const auto& [key, bucket] : by_key) {
    number_of[key] = static_cast<std::uint32_t>(all_.size());
    all_.push_back(bucket);
  }
  std::vector<std::size_t> seen(all_.size());
  for (const std::int64_t key : keys) {
    const std::uint32_t b = number_of[key];
    if (seen[b]++ == all_[b].points / 2) all_[b].middle = of_point_.size();
    of_point_.push_back(b);
  }
}

void Buckets::arrange(std::span<const std::size_t> points, std::size_t pack,
                      Arrangement& to) const {
  to.points.resize(points.size());
  to.ends.clear();
  // Where each bucket's points go next; the places of all buckets lie beside each other.
  std::vector<std::size_t>& next = to.scratch;
  next.assign(all_.size() + 1, 0);
  for (const std::size_t point : points) ++next[of(point) + 1];
  for (std::size_t b = 0; b < all_.size(); ++b) {
    for (std::size_t done = 0; done < next[b + 1]; done += pack)
      to.ends.push_back(next[b] + std::min(done + pack, next[b + 1]));
    next[b + 1] += next[b];
  }
  for (const std::size_t point : points) to.points[next[of(point)]++] = point;
}

}  // namespace riserun::train

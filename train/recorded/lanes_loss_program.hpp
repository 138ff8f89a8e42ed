// A recordable loss on points of any type, as the lock-step engine takes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <riserun/lanes/recording/recorded.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/recorded/lanes_points.hpp>
#include <riserun/train/recorded/lanes_program.hpp>
#include <riserun/train/recorded/recordable.hpp>

namespace riserun::train {

/// `Loss` is a Recordable. It is recorded for a point of each key; there must be points.
template <class Points, class Loss>
class LanesLossProgram final : public LanesProgram {
 public:
  using Point = std::remove_cvref_t<decltype(std::declval<const Points&>()[0])>;

  LanesLossProgram(const nn::ParameterSet& parameters, const Loss& loss, const Points& points,
                   std::size_t packs)
      : LanesProgram(parameters), points_(points) {
    record_buckets(buckets_of(loss, points), packs, [&](std::size_t i) {
      const Point& point = points[i];
      return lanes::record(loss, parameters.size(), LanesPoint<Point>::view(point),
                           LanesPoint<Point>::inputs(point));
    });
  }

  [[nodiscard]] std::size_t row(std::size_t point) const override {
    if constexpr (std::is_same_v<Point, DataPoint>)
      return points_[point].row;
    else
      return point;
  }

 protected:
  void write(std::size_t point, bool /*training*/, std::span<double> to) const override {
    require_inputs(point, LanesPoint<Point>::inputs(points_[point]), to.size());
    LanesPoint<Point>::write(points_[point], to);
  }

 private:
  static Buckets buckets_of(const Loss& loss, const Points& points) {
    if constexpr (!Loss::kHasKey) {
      return Buckets(std::size(points));
    } else {
      std::vector<std::int64_t> keys(std::size(points));
      for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = loss.key_of(points[i]);
      return Buckets(keys);
    }
  }

  const Points& points_;
};

/// What the lock-step engine would do with this fit, key by key, the smallest first; text() puts it
/// into words. Throws as Trainer::fit for points that cannot be recorded; there must be some.
template <class Loss, class Points>
requires kIsRecordable<Loss>
[[nodiscard]] std::vector<BucketExplanation> explain(const nn::ParameterSet& parameters,
                                                     const Loss& loss, const Points& points,
                                                     std::size_t points_per_slot = lanes::kLanes) {
  return LanesLossProgram<Points, Loss>(parameters, loss, points, lanes_packs(points_per_slot))
      .explanation();
}

}  // namespace riserun::train

// Losses that can be recorded for the lock-step engine, and what they may return.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <riserun/lanes/recording/recorded.hpp>
#include <riserun/train/gradient/point_program.hpp>

namespace riserun::train {

/// The key of points that all have one shape.
struct OneShape {
  template <class Point>
  std::size_t operator()(const Point&) const {
    return 0;
  }
};

/// A loss that can be recorded for lanes: a generic callable, loss(const auto& parameters,
/// const auto& point), that does not branch on its data (it would not compile). Made by
/// recordable().
template <class Loss, class Key = OneShape>
struct Recordable {
  static constexpr bool kHasKey = !std::same_as<Key, OneShape>;

  Loss loss;
  Key key{};

  template <class... X>
  auto operator()(const X&... x) const {
    return loss(x...);
  }
  template <class Point>
  [[nodiscard]] std::int64_t key_of(const Point& point) const {
    const auto found = key(point);
    static_assert(std::integral<decltype(found)>, "a point's key must be a whole number");
    return static_cast<std::int64_t>(found);
  }
};

/// trainer.fit(parameters, recordable([](const auto& p, const auto& point) { ... }), points) runs
/// on either engine, as TrainerOptions::engine says.
template <class Loss>
Recordable<Loss> recordable(Loss loss) {
  return {std::move(loss)};
}

/// The same for points of a few shapes, such as sequences of several lengths: key(point), a whole
/// number, is the same for points whose graphs have the same shape, and differs where the shapes
/// do:
///
///   recordable(loss, [](const std::vector<double>& series) { return series.size(); })
///
/// The lanes engine makes a recording for each key and takes a batch's points key by key. The key
/// must account for everything that the loss reads from a point but its numbers. What tells that it
/// does not: another count of numbers than the recorded point has, looked at for every point, and
/// another graph, looked at for the first, the middle and the last point of each key (ShapeError,
/// naming the points). The scalar engine takes no notice of it.
template <class Loss, class Key>
Recordable<Loss, Key> recordable(Loss loss, Key key) {
  return {std::move(loss), std::move(key)};
}

template <class>
inline constexpr bool kIsRecordable = false;
template <class Loss, class Key>
inline constexpr bool kIsRecordable<Recordable<Loss, Key>> = true;

/// What a recordable loss may return: the loss and whether the point is right, on either engine.
inline PointOutcome outcome(Value loss, bool correct) { return {loss, correct}; }
inline lanes::Outcome outcome(const lanes::Number& loss, const lanes::Mask& correct) {
  return {loss, correct};
}

}  // namespace riserun::train

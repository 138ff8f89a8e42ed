// A recorded loss as the program of a batch: eight points in lock-step instead of one tape a point.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "lanes/executor.hpp"
#include "lanes/plan.hpp"
#include "nn/losses.hpp"
#include "nn/mlp.hpp"
#include "train/dataset.hpp"
#include "train/lanes_points.hpp"
#include "train/point_program.hpp"

namespace riserun::train {

/// Points that a slot of so many takes together, in packs of eight.
[[nodiscard]] std::size_t lanes_packs(std::size_t points_per_slot);

/// Everything but where the points come from.
class LanesProgram : public PointProgram {
 public:
  /// `parameters` must outlive this.
  LanesProgram(const nn::ParameterSet& parameters, const lanes::Recording& recording,
               std::size_t packs);

  [[nodiscard]] const lanes::Plan& plan() const { return plan_; }

  void bind(std::size_t slot, Tape& tape) override;
  /// Uses nothing of the tape but its parameters' gradients.
  SlotResult run(std::size_t slot, Tape& tape, std::span<const std::size_t> points, double seed,
                 bool backward) noexcept override;
  [[nodiscard]] bool sets_gradient() const override { return true; }

 protected:
  /// Writes the numbers of a point, plan().inputs() of them. May throw.
  virtual void write(std::size_t point, std::span<double> to) const = 0;
  /// Told before a point is written: shuffled points are far from each other in memory.
  virtual void prefetch(std::size_t) const {}
  /// Throws ShapeError, naming the point, unless it has as many numbers as the recorded one.
  void require_inputs(std::size_t point, std::size_t inputs) const;

 private:
  void load(std::size_t point, std::span<double> to) const;

  const nn::ParameterSet& parameters_;
  lanes::Plan plan_;
  std::vector<std::unique_ptr<lanes::Executor>> executors_;  // by slot
};

/// An MLP on a data set.
class LanesMlpProgram final : public LanesProgram {
 public:
  /// Model and data must outlive this and fit (require_fit).
  LanesMlpProgram(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data,
                  std::size_t packs);
  [[nodiscard]] std::size_t row(std::size_t point) const override { return data_[point].row; }

 protected:
  void write(std::size_t point, std::span<double> to) const override {
    LanesPoint<DataPoint>::write(data_[point], to);
  }
  void prefetch(std::size_t point) const override {
    const std::span<const double> x = data_[point].x;
    for (std::size_t i = 0; i < std::min<std::size_t>(x.size(), 128); i += 8)
      __builtin_prefetch(x.data() + i);
  }

 private:
  const Dataset& data_;
};

/// What the lock-step engine would do with this fit: layers recognised, ops left. Throws as
/// Trainer::fit for what does not fit.
[[nodiscard]] lanes::Explanation explain(const nn::MLP& model, const nn::AnyLoss& loss,
                                         const Dataset& data, std::size_t points_per_slot = 16);

/// A loss that can be recorded for lanes: a generic callable, loss(const auto& parameters,
/// const auto& point), that does not branch on its data (it would not compile). Made by
/// recordable().
template <class Loss>
struct Recordable {
  Loss loss;
  template <class... X>
  auto operator()(const X&... x) const {
    return loss(x...);
  }
};
/// trainer.fit(parameters, recordable([](const auto& p, const auto& point) { ... }), points) runs
/// on either engine, as TrainerOptions::engine says.
template <class Loss>
Recordable<Loss> recordable(Loss loss) {
  return {std::move(loss)};
}

template <class>
inline constexpr bool kIsRecordable = false;
template <class Loss>
inline constexpr bool kIsRecordable<Recordable<Loss>> = true;

/// What a recordable loss may return: the loss and whether the point is right, on either engine.
inline PointOutcome outcome(Value loss, bool correct) { return {loss, correct}; }
inline lanes::Outcome outcome(const lanes::Number& loss, const lanes::Mask& correct) {
  return {loss, correct};
}

/// A recordable loss on points. It is recorded for the first of them, which must exist.
template <class Points, class Loss>
class LanesLossProgram final : public LanesProgram {
 public:
  using Point = std::remove_cvref_t<decltype(std::declval<const Points&>()[0])>;

  LanesLossProgram(const nn::ParameterSet& parameters, const Loss& loss, const Points& points,
                   std::size_t packs)
      : LanesProgram(parameters,
                     lanes::record(loss, parameters.size(), LanesPoint<Point>::view(points[0]),
                                   LanesPoint<Point>::inputs(points[0])),
                     packs),
        points_(points) {}

  [[nodiscard]] std::size_t row(std::size_t point) const override {
    if constexpr (std::is_same_v<Point, DataPoint>)
      return points_[point].row;
    else
      return point;
  }

 protected:
  void write(std::size_t point, std::span<double> to) const override {
    require_inputs(point, LanesPoint<Point>::inputs(points_[point]));
    LanesPoint<Point>::write(points_[point], to);
  }

 private:
  const Points& points_;
};

}  // namespace riserun::train

// What is to be done with one data point, behind one virtual call a slot: the loop over points is
// compiled with the user's loss in it, and everything around it is not a template.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/core/tape.hpp>
#include <riserun/core/value.hpp>
#include <riserun/nn/parameter_set.hpp>
#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// What a loss may return instead of a Value, so that accuracy can be counted in passing.
struct PointOutcome {
  Value loss;
  bool correct = false;
};

/// What the points of one slot gave.
struct SlotResult {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  double loss_sum = 0.0;  // added in the order of the points
  std::size_t correct = 0;
  std::size_t failed = kNone;  // the first point that failed, counted in the slot; it ended there
  double failed_loss = 0.0;    // not finite, or 0 with an exception
  std::exception_ptr exception{};  // what the loss threw
};

/// What a loss may want to know besides model and point.
struct PointContext {
  Random random;  // a stream of its own for each point of each epoch: the same on any thread
  bool training;  // false where only the loss is wanted, as in validation
};

/// The points of a batch in the order in which slots take them.
struct Arrangement {
  std::vector<std::size_t> points;
  std::vector<std::size_t> ends;  // of the groups of them that no slot parts; the last is all
  std::vector<std::size_t> scratch;
};

class PointProgram {
 public:
  virtual ~PointProgram() = default;

  /// Writes `to` and returns true where the points should be taken in an order other than the
  /// batch's; it must depend on nothing but them.
  [[nodiscard]] virtual bool arrange(std::span<const std::size_t> /*batch*/,
                                     Arrangement& /*to*/) const {
    return false;
  }

  /// What the random streams of the points depend on besides their numbers.
  void begin_epoch(std::uint64_t seed, long epoch) {
    constexpr std::uint64_t kTag = 0x706F696E74ULL;  // unlike the stream that shuffles
    epoch_random_ = Random(seed ^ kTag).stream(static_cast<std::uint64_t>(epoch));
  }

  /// Puts the model on the slot's empty tape, which is current; again after a failure.
  virtual void bind(std::size_t slot, Tape& tape) = 0;

  /// Adds seed * d(loss)/d(parameter) of each point to the tape's parameter gradients, or only
  /// computes the losses. `points` are numbers of points; the tape is current, and left rewound.
  /// `thread` is the calling one's number in the Workers.
  /// The gradients are zero before, unless sets_gradient().
  virtual SlotResult run(std::size_t slot, std::size_t thread, Tape& tape,
                         std::span<const std::size_t> points, double seed,
                         bool backward) noexcept = 0;

  /// Whether run() begins the gradients itself, whatever they hold.
  [[nodiscard]] virtual bool sets_gradient() const { return false; }

  /// The data row of a point, from 0, for messages.
  [[nodiscard]] virtual std::size_t row(std::size_t point) const = 0;

 protected:
  [[nodiscard]] PointContext context_of(std::size_t point, bool training) const {
    return {epoch_random_.stream(point), training};
  }

 private:
  Random epoch_random_{0};
};

/// A ParameterSet, or anything that has one: `parameters()` and, where it wants a bound form of its
/// own, `bind(Tape&) const`, which must put exactly parameters() on the tape.
template <class Model>
concept Trainable = std::same_as<std::remove_cv_t<Model>, nn::ParameterSet> ||
    requires(Model& model) {
  { model.parameters() } -> std::convertible_to<const nn::ParameterSet&>;
};

template <Trainable Model>
auto& parameters_of(Model& model) {
  if constexpr (std::same_as<std::remove_cv_t<Model>, nn::ParameterSet>)
    return model;
  else
    return model.parameters();
}

template <Trainable Model>
auto bind_model(const Model& model, Tape& tape) {
  if constexpr (requires { model.bind(tape); })
    return model.bind(tape);
  else
    return nn::bind(parameters_of(model), tape);
}

template <class Model>
using BoundModel = decltype(bind_model(std::declval<const Model&>(), std::declval<Tape&>()));

/// Points: anything with a size and numbered elements.
template <class Points>
concept PointSource = requires(const Points& points, std::size_t i) {
  { std::size(points) } -> std::convertible_to<std::size_t>;
  points[i];
};

template <class Loss, class Bound, class Point>
concept PlainLoss = requires(const Loss& loss, const Bound& bound, const Point& point) {
  loss(bound, point);
};
template <class Loss, class Bound, class Point>
concept ContextLoss = requires(const Loss& loss, const Bound& bound, const Point& point,
                               PointContext& context) {
  loss(bound, point, context);
};
/// loss(bound, point), or loss(bound, point, context) where only that can be called.
template <class Loss, class Bound, class Point>
requires PlainLoss<Loss, Bound, Point> || ContextLoss<Loss, Bound, Point>
auto loss_at(const Loss& loss, const Bound& bound, const Point& point,
             [[maybe_unused]] PointContext& context) {
  if constexpr (PlainLoss<Loss, Bound, Point>)
    return loss(bound, point);
  else
    return loss(bound, point, context);
}

/// Rule: `Value loss(const BoundModel&, point)`, or the same returning a PointOutcome, or either
/// with a PointContext& as the third parameter. It is called on many threads at once, so what it
/// shares must not change.
template <class Loss, class Model, class Points>
concept PointLoss = PointSource<Points> &&
    requires(const Loss& loss, const BoundModel<Model>& bound, const Points& points, std::size_t i,
             PointContext& context) {
  requires std::convertible_to<decltype(loss_at(loss, bound, points[i], context)), Value> ||
      std::convertible_to<decltype(loss_at(loss, bound, points[i], context)), PointOutcome>;
};

/// The program of a loss. Model, loss and points must outlive it.
template <Trainable Model, PointSource Points, PointLoss<Model, Points> Loss>
class LossProgram final : public PointProgram {
 public:
  using Result =
      decltype(loss_at(std::declval<const Loss&>(), std::declval<const BoundModel<Model>&>(),
                       std::declval<const Points&>()[0], std::declval<PointContext&>()));
  /// Whether the loss says which points are right.
  static constexpr bool kCounts = !std::convertible_to<Result, Value>;

  LossProgram(const Model& model, const Loss& loss, const Points& points)
      : model_(&model), loss_(&loss), points_(&points) {}

  void bind(std::size_t slot, Tape& tape) override {
    if (bound_.size() <= slot) bound_.resize(slot + 1);
    bound_[slot].emplace(bind_model(*model_, tape));
  }

  SlotResult run(std::size_t slot, std::size_t, Tape& tape, std::span<const std::size_t> points,
                 double seed, bool backward) noexcept override {
    SlotResult result;
    std::size_t i = 0;
    try {
      for (; i < points.size(); ++i) {
        PointContext context = context_of(points[i], backward);
        const PointOutcome outcome =
            outcome_of(loss_at(*loss_, *bound_[slot], (*points_)[points[i]], context));
        const double loss = outcome.loss.data();
        if (backward && !std::isfinite(loss)) [[unlikely]] {
          result.failed = i;
          result.failed_loss = loss;
          break;
        }
        if (backward) tape.backward_to_parameters(outcome.loss, seed);
        result.loss_sum += loss;
        result.correct += outcome.correct;
        tape.rewind();
      }
    } catch (...) {
      result.failed = i;
      result.exception = std::current_exception();
    }
    return result;
  }

  [[nodiscard]] std::size_t row(std::size_t point) const override {
    if constexpr (std::same_as<std::remove_cvref_t<decltype((*points_)[point])>, DataPoint>)
      return (*points_)[point].row;
    else
      return point;
  }

 private:
  static PointOutcome outcome_of(const Result& result) {
    if constexpr (kCounts)
      return result;
    else
      return {result, false};
  }

  const Model* model_;
  const Loss* loss_;
  const Points* points_;
  std::vector<std::optional<BoundModel<Model>>> bound_;
};

}  // namespace riserun::train

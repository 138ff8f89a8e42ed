// Recorded losses as the program of a batch: eight points in lock-step instead of one tape a point.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <riserun/lanes/planning/plan.hpp>
#include <riserun/lanes/running/executor.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/recorded/buckets.hpp>

namespace riserun::train {

/// Points that a slot of so many takes together, in packs of eight.
[[nodiscard]] std::size_t lanes_packs(std::size_t points_per_slot);

/// What the lock-step engine makes of the points of one key.
struct BucketExplanation {
  std::int64_t key;
  std::size_t points;
  lanes::Explanation plan;
};
/// Some lines of text for each.
[[nodiscard]] std::string text(std::span<const BucketExplanation> buckets);

/// Everything but where the points come from.
class LanesProgram : public PointProgram {
 public:
  [[nodiscard]] std::vector<BucketExplanation> explanation() const;

  void bind(std::size_t slot, Tape& tape) override;
  [[nodiscard]] bool arrange(std::span<const std::size_t> batch, Arrangement& to) const override;
  /// Uses nothing of the tape but its parameters' gradients.
  SlotResult run(std::size_t slot, std::size_t thread, Tape& tape,
                 std::span<const std::size_t> points, double seed, bool backward) noexcept override;
  [[nodiscard]] bool sets_gradient() const override { return true; }

 protected:
  /// `parameters` must outlive this.
  explicit LanesProgram(const nn::ParameterSet& parameters)
      : parameters_(parameters), buckets_(std::size_t{0}) {}

  /// Before anything else. `record` gives the recording of a point; where there are keys it is
  /// called for several points of each, whose graphs must be the same (ShapeError naming two that
  /// are not).
  void record_buckets(Buckets buckets, std::size_t packs,
                      const std::function<lanes::Recording(std::size_t point)>& record);

  /// Writes the numbers of a point, as many as `to` has. May throw. `training`: not only the loss
  /// is wanted.
  virtual void write(std::size_t point, bool training, std::span<double> to) const = 0;
  /// Told before a point is written: shuffled points are far from each other in memory.
  virtual void prefetch(std::size_t) const {}
  /// Throws ShapeError, naming the point, unless it has as many numbers as the recorded one.
  void require_inputs(std::size_t point, std::size_t inputs, std::size_t recorded) const;

 private:
  lanes::Executor& executor(std::size_t thread, std::size_t bucket);
  void load(std::size_t point, const lanes::Plan& plan, bool training, std::span<double> to) const;
  void run_pack(lanes::Executor& executor, const lanes::Plan& plan,
                std::span<const std::size_t> points, double seed, bool backward,
                std::span<double> gradient, lanes::GradientUse use, SlotResult& result);

  const nn::ParameterSet& parameters_;
  Buckets buckets_;
  std::vector<lanes::Plan> plans_;  // by bucket; never moved while executors use them
  // Of a thread, not of a slot, so that it stays in the thread's caches.
  struct alignas(64) Memory {
    std::shared_ptr<lanes::Workspace> workspace;
    std::vector<std::unique_ptr<lanes::Executor>> executors;  // by bucket, as far as met
  };
  std::array<Memory, Workers::kMostItems> memory_;
};

}  // namespace riserun::train

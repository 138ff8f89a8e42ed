// The gradient of a batch on many threads, to the same bits on any number of them.
//
// The batch is cut into slots by a rule of its size alone (and of its points' shapes, where the
// program wants those of a shape together). Each slot has a tape of its own, and the
// gradient slots of that tape's parameters are where the slot's points add up, in order: nothing is
// copied. The slots' sums are added as a fixed binary tree, slot 0 + slot 1, slot 2 + slot 3, then
// 0 + 2, and so on. Its shape is what fixes the bits; who adds is free: low in the tree it is the
// thread that just finished the second of two neighbours, whose cache holds one of them at least,
// and the rest is done over ranges of parameters by all threads.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/gradient/ranges.hpp>
#include <riserun/train/gradient/workers.hpp>

namespace riserun::train {

/// The first point of a batch, in its order, whose loss or gradient is not finite.
struct BadPoint {
  std::size_t position;  // in the batch, from 0; kNone: only the sum over the batch is not finite
  double loss;
  bool gradient;  // the loss is finite, a derivative is not
};

struct BatchResult {
  double loss_sum = 0.0;
  std::size_t correct = 0;
  std::size_t points = 0;
  std::optional<BadPoint> bad{};  // when set, the gradient must not be used
};

/// What is to be done with ranges of parameters, by the threads that have them at hand; no more
/// than a reference to a callable that takes a Range and throws nothing.
class RangeWork {
 public:
  RangeWork() = default;
  template <class Work>
  requires std::is_nothrow_invocable_v<const Work&, Range> RangeWork(const Work& work)  // NOLINT
      : work_(&work), call_([](const void* it, Range range) noexcept {
          (*static_cast<const Work*>(it))(range);
        }) {}
  [[nodiscard]] bool is_there() const { return call_ != nullptr; }
  void operator()(Range range) const noexcept { call_(work_, range); }

 private:
  const void* work_ = nullptr;
  void (*call_)(const void* work, Range range) noexcept = nullptr;
};

/// One thread at a time may use it; it works on all of its workers.
class ParallelGradient {
 public:
  /// `parameters` counts them; program and workers must outlive this.
  ParallelGradient(PointProgram& program, std::size_t parameters, Workers& workers,
                   std::size_t points_per_slot);
  ~ParallelGradient();

  /// The mean gradient over the batch, to be read from gradient(); with `mean_over`, the sum of the
  /// batch's gradients over so many points, as for a part of a larger batch. An exception of the
  /// loss is thrown on, that of the first point in the batch's order that threw; nothing is changed
  /// then but gradient(). `then`, where there is one, is called for ranges that make up all
  /// parameters once the whole gradient is there, by several threads at a time; not where the
  /// result is bad. An update made so costs no hand-over to the threads of its own.
  BatchResult compute(std::span<const std::size_t> batch, std::size_t mean_over = 0,
                      RangeWork then = {});

  /// d(mean loss)/d(parameter); valid until the next compute() and until an evaluate() throws. Of
  /// no use, or empty, after a result that is bad and after an exception.
  [[nodiscard]] std::span<const double> gradient() const { return gradient_; }
  [[nodiscard]] std::size_t parameters() const { return parameters_; }

  /// The losses alone, of any number of points, at least `points_per_slot` in a slot where there
  /// are so many. Never reports a bad point: the sum shows it.
  BatchResult evaluate(std::span<const std::size_t> points, std::size_t points_per_slot = 1);

 private:
  struct Slot;
  struct Shared;

  // What the threads do together for a batch.
  struct Task {
    std::size_t slots;
    double seed;
    bool backward;
    RangeWork then;
  };

  void prepare(std::size_t slots);
  void rebuild(std::size_t slot);
  std::size_t cut(std::span<const std::size_t> batch, std::size_t points_per_slot);
  [[nodiscard]] Range range_of(std::size_t slot, std::size_t slots) const;
  bool run(const Task& task);
  void run_slots(Shared& shared, std::size_t part, std::size_t thread);
  void reduce_ranges(Shared& shared, std::size_t part);
  bool run_slot(const Task& task, std::size_t slot, std::size_t thread);
  BatchResult collect(std::span<const std::size_t> batch, std::size_t slots, bool backward);
  void find_first_failure(std::span<const std::size_t> batch, bool backward, BatchResult& result,
                          std::exception_ptr& exception);
  void join_upwards(std::size_t slot, std::size_t slots);
  bool reduce_range(std::size_t slots, Range range);
  bool reduce_block(std::size_t slots, Range block);
  BadPoint find_bad_gradient(std::span<const std::size_t> batch);

  PointProgram& program_;
  std::size_t parameters_;
  Workers& workers_;
  std::size_t points_per_slot_;
  std::span<const std::size_t> points_;  // of the batch, in the order in which slots take them
  Arrangement arrangement_;
  bool arranged_ = false;   // the program wanted another order than the batch's
  std::size_t joined_ = 1;  // neighbours this far apart and less are joined by the slots' threads
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<double> sum_;
  std::span<const double> gradient_;
};

}  // namespace riserun::train

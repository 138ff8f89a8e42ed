#include "bench/parallel.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <optional>

#include <riserun/core/core.hpp>
#include <riserun/nn/nn.hpp>
#include <riserun/train/fit/training_step.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/optimizers/optimizer.hpp>
#include "bench/mlp_problem.hpp"

namespace bench {

namespace {

using namespace riserun;
using Clock = std::chrono::steady_clock;

double seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

constexpr std::size_t kPoints = 4096;

struct Point {
  std::span<const double> x;
  int label;
};

struct LossOfPoint {
  Value operator()(const nn::BoundMLP& model, const Point& point) const {
    return nn::SoftmaxCrossEntropy{}(model(point.x), {.label = point.label});
  }
};
constexpr LossOfPoint loss_of;

// What all numbers of threads share.
struct Task {
  MlpProblem problem = make_mlp_problem({64, 64, 32, 10}, Loss::softmax_cross_entropy, kPoints);
  nn::MLP model{problem.sizes, {.activation = nn::Activation::relu}};
  std::vector<Point> points;
  std::vector<std::size_t> order = std::vector<std::size_t>(kPoints);

  Task() {
    for (std::size_t p = 0; p < kPoints; ++p)
      points.push_back({problem.point(p), problem.labels[p]});
    std::iota(order.begin(), order.end(), std::size_t{0});
    reset();
  }
  void reset() { std::ranges::copy(problem.parameters, model.parameters().data().begin()); }
};

// The library's loop over a slot's points, with a clock in it.
class ClockedProgram final : public train::PointProgram {
 public:
  explicit ClockedProgram(const Task& task) : task_(task) {}

  void bind(std::size_t slot, Tape& tape) override {
    if (slots_.size() <= slot) slots_.resize(slot + 1);
    slots_[slot].bound.emplace(task_.model.bind(tape));
  }
  train::SlotResult run(std::size_t slot, std::size_t, Tape& tape,
                        std::span<const std::size_t> points, double seed, bool) noexcept override {
    train::SlotResult result;
    Slot& mine = slots_[slot];
    Clock::time_point begin = Clock::now();
    for (const std::size_t p : points) {
      const Value loss = loss_of(*mine.bound, task_.points[p]);
      const Clock::time_point built = Clock::now();
      tape.backward_to_parameters(loss, seed);
      result.loss_sum += loss.data();
      tape.rewind();
      const Clock::time_point swept = Clock::now();
      mine.build += seconds(built - begin);
      mine.sweep += seconds(swept - built);
      begin = swept;
    }
    return result;
  }
  [[nodiscard]] std::size_t row(std::size_t point) const override { return point; }

  /// Seconds of all threads since the last call.
  Shares take() {
    Shares sum;
    for (Slot& slot : slots_) {
      sum.build += std::exchange(slot.build, 0.0);
      sum.sweep += std::exchange(slot.sweep, 0.0);
    }
    return sum;
  }

 private:
  struct alignas(64) Slot {
    std::optional<nn::BoundMLP> bound;
    double build = 0, sweep = 0;
  };
  const Task& task_;
  std::vector<Slot> slots_;
};

constexpr double kRate = 1e-5;

// Training steps with one number of threads. The parameters really change.
class Stepper {
 public:
  Stepper(Task& task, std::size_t batch, int threads)
      : task_(task),
        batch_(batch),
        threads_(threads),
        workers_(threads),
        program_(task.model, loss_of, task.points),
        clocked_(task),
        gradient_(program_, parameters(), workers_, train::kPointsPerSlot),
        clocked_gradient_(clocked_, parameters(), workers_, train::kPointsPerSlot),
        optimizer_(train::Adam{.learning_rate = kRate}, parameters()) {}

  [[nodiscard]] int threads() const { return threads_; }

  /// The mean gradient over the first batch; the parameters stay.
  std::vector<double> first_gradient(bool clocked) {
    train::ParallelGradient& gradient = clocked ? clocked_gradient_ : gradient_;
    const train::BatchResult result = gradient.compute(points(0));
    std::vector<double> all{result.loss_sum};
    all.insert(all.end(), gradient.gradient().begin(), gradient.gradient().end());
    return all;
  }

  /// Seconds of so many steps.
  double run(std::size_t steps) {
    const Clock::time_point begin = Clock::now();
    for (std::size_t i = 0; i < steps; ++i) {
      static_cast<void>(train::training_step(gradient_, optimizer_, points(next_++),
                                             task_.model.parameters().data(), kRate));
    }
    return seconds(Clock::now() - begin);
  }

  Shares clocked_run(std::size_t steps) {
    clocked_.take();
    double update_seconds = 0;
    const Clock::time_point begin = Clock::now();
    for (std::size_t i = 0; i < steps; ++i) {
      clocked_gradient_.compute(points(next_++));
      const Clock::time_point computed = Clock::now();
      update(clocked_gradient_);
      update_seconds += seconds(Clock::now() - computed);
    }
    const double wall = seconds(Clock::now() - begin);
    Shares shares = clocked_.take();
    shares.build /= wall * threads_;
    shares.sweep /= wall * threads_;
    shares.update = update_seconds / wall;
    shares.reduce = 1 - shares.build - shares.sweep - shares.update;
    return shares;
  }

 private:
  [[nodiscard]] std::size_t parameters() const { return task_.model.parameters().size(); }
  [[nodiscard]] std::span<const std::size_t> points(std::size_t step) const {
    return std::span(task_.order).subspan(step % (kPoints / batch_) * batch_, batch_);
  }
  void update(const train::ParallelGradient& gradient) {
    optimizer_.update(task_.model.parameters().data(), gradient.gradient(), kRate, workers_);
  }

  using Program = train::LossProgram<nn::MLP, std::vector<Point>, LossOfPoint>;
  Task& task_;
  std::size_t batch_;
  int threads_;
  train::Workers workers_;
  Program program_;
  ClockedProgram clocked_;
  train::ParallelGradient gradient_, clocked_gradient_;
  train::Optimizer optimizer_;
  std::size_t next_ = 0;
};

// Sum of losses and mean gradient of the first batch by one loop on one tape.
std::vector<double> serial_gradient(const Task& task, std::size_t batch) {
  Tape tape;
  const nn::BoundMLP bound = task.model.bind(tape);
  std::vector<double> all{0.0};
  for (std::size_t p = 0; p < batch; ++p) {
    const Value loss = loss_of(bound, task.points[p]);
    all[0] += loss.data();
    tape.backward_to_parameters(loss, 1.0 / static_cast<double>(batch));
    tape.rewind();
  }
  const std::span<double> gradient = tape.parameter_gradients();
  all.insert(all.end(), gradient.begin(), gradient.end());
  return all;
}

void verify(Task& task, std::size_t batch, std::vector<std::unique_ptr<Stepper>>& steppers) {
  const std::vector<double> serial = serial_gradient(task, batch);
  std::vector<double> first;
  for (auto& stepper : steppers)
    for (const bool clocked : {false, true}) {
      const std::vector<double> gradient = stepper->first_gradient(clocked);
      if (first.empty()) first = gradient;
      if (!(relative_difference(gradient, serial) <= 1e-10) || gradient != first)
        throw WrongGradient("W7: the gradient of a batch of " + std::to_string(batch) + " on " +
                            std::to_string(stepper->threads()) +
                            " threads is not that of a loop over its points");
    }
}

void measure_batch(Task& task, std::size_t batch, const std::vector<int>& threads,
                   const MeasureOptions& options, ParallelMeasurement& measurement) {
  task.reset();
  std::vector<std::unique_ptr<Stepper>> steppers;
  for (const int count : threads) steppers.push_back(std::make_unique<Stepper>(task, batch, count));
  verify(task, batch, steppers);

  const double slot = options.slot_milliseconds / 1000;
  steppers.front()->run(2);
  const double one = steppers.front()->run(8) / 8;
  const auto steps = std::max<std::size_t>(4, static_cast<std::size_t>(slot / one));
  std::vector<std::vector<double>> times(threads.size()), efficiencies(threads.size());
  std::vector<Shares> shares(threads.size());
  for (int round = 0; round < options.rounds; ++round) {
    for (std::size_t i = 0; i < threads.size(); ++i) {
      Stepper& stepper = *steppers[i];
      stepper.run(steps / 4 + 1);  // wakes the threads, warms their caches
      times[i].push_back(stepper.run(steps) / static_cast<double>(steps));
      efficiencies[i].push_back(times[0].back() / (threads[i] * times[i].back()));
      const Shares now = stepper.clocked_run(steps / 2 + 1);
      const double part = 1.0 / options.rounds;
      shares[i].build += part * now.build;
      shares[i].sweep += part * now.sweep;
      shares[i].reduce += part * now.reduce;
      shares[i].update += part * now.update;
    }
  }
  for (std::size_t i = 0; i < threads.size(); ++i) {
    for (double& time : times[i]) time *= 1e6;
    measurement.rows.push_back(
        {batch, threads[i], spread(times[i]), spread(efficiencies[i]), shares[i]});
  }
}

}  // namespace

std::vector<int> thread_counts(int most) {
  std::vector<int> counts;
  for (int count = 1; count < most; count = count < 4 ? count + 1 : 2 * count)
    counts.push_back(count);
  counts.push_back(most);
  return counts;
}

ParallelMeasurement measure_parallel(int most_threads, const MeasureOptions& options) {
  ParallelMeasurement measurement{
      "W7",
      "a training step of W3 (batch gradient and Adam) on several threads",
      options.rounds,
      {}};
  Task task;
  const std::vector<int> threads = thread_counts(most_threads);
  for (const std::size_t batch : {32, 128, 1024})
    measure_batch(task, batch, threads, options, measurement);
  return measurement;
}

}  // namespace bench

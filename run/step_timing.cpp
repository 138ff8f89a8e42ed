#include <riserun/run/step_timing.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <span>
#include <utility>
#include <variant>

#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/gradient/ranges.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/optimizers/optimizer.hpp>
#include <riserun/train/recorded/lanes_mlp_program.hpp>

namespace riserun::run {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Any loss, chosen anew for each point: a jump, beside a graph of hundreds of nodes.
struct AnyPointLoss {
  const nn::AnyLoss* loss;
  Value operator()(const nn::BoundMLP& model, const train::DataPoint& point) const {
    return std::visit(
        [&](const auto& each) {
          return each(model(point.x), nn::Target{point.target, point.label});
        },
        *loss);
  }
};

/// Another program, each slot run twice: forward only, then as it was asked for.
class ClockedProgram final : public train::PointProgram {
 public:
  explicit ClockedProgram(train::PointProgram& program) : program_(program) {}

  void bind(std::size_t slot, Tape& tape) override {
    if (slots_.size() <= slot) slots_.resize(slot + 1);
    program_.bind(slot, tape);
  }
  train::SlotResult run(std::size_t slot, std::size_t thread, Tape& tape,
                        std::span<const std::size_t> points, double seed,
                        bool backward) noexcept override {
    const Clock::time_point begin = Clock::now();
    static_cast<void>(program_.run(slot, thread, tape, points, seed, false));
    const double build = seconds_since(begin);
    const Clock::time_point middle = Clock::now();
    train::SlotResult result = program_.run(slot, thread, tape, points, seed, backward);
    slots_[slot].build += build;
    slots_[slot].both += seconds_since(middle);
    return result;
  }
  [[nodiscard]] bool arrange(std::span<const std::size_t> batch,
                             train::Arrangement& to) const override {
    return program_.arrange(batch, to);
  }
  [[nodiscard]] bool sets_gradient() const override { return program_.sets_gradient(); }
  [[nodiscard]] std::size_t row(std::size_t point) const override { return program_.row(point); }

  /// Seconds of all threads: building, and building with sweeping.
  [[nodiscard]] std::pair<double, double> seconds() const {
    std::pair<double, double> sum;
    for (const Slot& slot : slots_) {
      sum.first += slot.build;
      sum.second += slot.both;
    }
    return sum;
  }

 private:
  struct alignas(64) Slot {
    double build = 0.0, both = 0.0;
  };
  train::PointProgram& program_;
  std::vector<Slot> slots_;
};

std::unique_ptr<train::PointProgram> program_of(const nn::MLP& model, const AnyPointLoss& loss,
                                                const train::Dataset& training,
                                                const train::TrainerOptions& options) {
  using Program = train::LossProgram<nn::MLP, train::Dataset, AnyPointLoss>;
  if (options.engine == train::Engine::scalar)
    return std::make_unique<Program>(model, loss, training);
  return std::make_unique<train::LanesMlpProgram>(
      model, *loss.loss, training,
      train::lanes_packs(std::min(train::kPointsPerSlot, options.batch_size)));
}

}  // namespace

StepTiming time_steps(const nn::MLP& trained, const nn::AnyLoss& loss,
                      const train::Dataset& training, const train::TrainerOptions& options,
                      double seconds) {
  nn::MLP model = trained;
  const AnyPointLoss loss_of{&loss};
  const auto program = program_of(model, loss_of, training, options);
  ClockedProgram clocked(*program);
  train::Workers workers(options.threads);
  const std::size_t parameters = model.parameters().size();
  const std::size_t per_slot =
      options.points_per_slot != 0 ? options.points_per_slot : train::kPointsPerSlot;
  train::ParallelGradient whole(*program, parameters, workers, per_slot);
  train::ParallelGradient split(clocked, parameters, workers, per_slot);
  train::Optimizer optimizer(options.optimizer, model.parameters());

  const std::size_t batch = std::min(options.batch_size, training.size());
  std::vector<std::size_t> points(training.size());
  std::iota(points.begin(), points.end(), std::size_t{0});
  std::size_t next = 0;
  double update_seconds = 0.0;
  const auto step = [&](train::ParallelGradient& gradient) {
    if (next + batch > points.size()) next = 0;
    const auto result = gradient.compute(std::span(points).subspan(next, batch));
    next += batch;
    const Clock::time_point begin = Clock::now();
    // So small a rate changes nothing that matters to the time.
    if (!result.bad)
      optimizer.update(model.parameters().data(), gradient.gradient(), 1e-9, workers);
    update_seconds += seconds_since(begin);
  };
  const auto steps_for = [&](train::ParallelGradient& gradient, double time) {
    step(gradient);  // wakes the threads, makes the tapes
    step(gradient);
    update_seconds = 0.0;
    std::size_t steps = 0;
    const Clock::time_point begin = Clock::now();
    while (steps < 3 || seconds_since(begin) < time) {
      step(gradient);
      ++steps;
    }
    return std::pair{steps, seconds_since(begin)};
  };

  const auto [steps, wall] = steps_for(whole, seconds / 2);
  const double a_step = wall / static_cast<double>(steps);
  const double an_update = update_seconds / static_cast<double>(steps);
  const auto before = clocked.seconds();
  const std::size_t split_steps = steps_for(split, seconds / 2).first;
  const auto after = clocked.seconds();
  // The two steps that warmed up are in the sums, too.
  const double thread_steps = static_cast<double>(split_steps + 2) * workers.threads();
  const double build = (after.first - before.first) / thread_steps;
  const double both = (after.second - before.second) / thread_steps;
  // Clocks read in other steps may together say a little more than the step took.
  const double share = std::min(1.0, (a_step - an_update) / std::max(both, 1e-12));
  StepTiming timing{.threads = workers.threads(),
                    .batch = batch,
                    .points_per_second = static_cast<double>(batch) / a_step};
  timing.update = 1e6 * an_update;
  timing.build = 1e6 * share * std::min(build, both);
  timing.sweep = 1e6 * share * std::max(0.0, both - build);
  timing.reduce = std::max(0.0, 1e6 * a_step - timing.build - timing.sweep - timing.update);
  return timing;
}

StepTiming time_steps(const FinishedRun& run, int threads, double seconds) {
  train::TrainerOptions options = run.settings().trainer_options();
  options.threads = threads;
  return time_steps(run.model(), run.loss(), run.prepared_training(), options, seconds);
}

std::string to_csv(const std::vector<StepTiming>& timings) {
  std::string text = "threads,batch,points_per_second,build,sweep,reduce,update\n";
  for (const StepTiming& t : timings)
    text += fmt::format("{},{},{:.6g},{:.4g},{:.4g},{:.4g},{:.4g}\n", t.threads, t.batch,
                        t.points_per_second, t.build, t.sweep, t.reduce, t.update);
  return text;
}

}  // namespace riserun::run

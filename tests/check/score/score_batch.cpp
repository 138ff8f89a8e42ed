// The gradient of a batch on two threads, gone wrong in the ways of parallel code, for each op as
// the loss of a point. Where two threads must meet for the mistake, a barrier makes them.
#include <chrono>
#include <condition_variable>
#include <mutex>

#include <riserun/check/subjects/model_check.hpp>
#include <riserun/check/subjects/v_curve.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/nn/parameter_set.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>
#include "tests/check/score/mutation.hpp"
#include "tests/check/score/score.hpp"

namespace riserun::check::score {
namespace {

using mutation::Engine;

constexpr std::size_t kPoints = 8, kPointsASlot = 2, kSlots = 4;
constexpr std::size_t kFirst = 0, kOther = kSlots / 2;  // slots that two threads begin with

enum class Batch { none, lost_update, twice, skipped, wrong_count, stale_parameters };

// Two threads meet here; false when the other one did not come.
class Meeting {
 public:
  bool wait() {
    constexpr auto kPatience = std::chrono::seconds(3);
    std::unique_lock lock(mutex_);
    const long round = round_;
    if (++here_ == 2) {
      here_ = 0;
      ++round_;
      all_here_.notify_all();
      return true;
    }
    return all_here_.wait_for(lock, kPatience, [&] { return round_ != round; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  int here_ = 0;
  long round_ = 0;
};

struct WeightedOp {
  const OpUnderTest* op;
  Value operator()(const nn::BoundParameters& p, double weight) const {
    std::vector<Value> operands;
    for (std::size_t i = 0; i < p.size(); ++i) operands.push_back(p[i]);
    return weight * op->record(operands);
  }
};
using Program = train::LossProgram<nn::ParameterSet, std::vector<double>, WeightedOp>;

// The right program, and what a wrong trainer would make of it.
class MutatedProgram final : public train::PointProgram {
 public:
  MutatedProgram(Program& right, Program& stale, std::size_t parameters)
      : right_(right), stale_(stale), shared_(parameters) {}

  Batch batch = Batch::none;
  bool met = true;  // whether the threads met where they had to

  void bind(std::size_t slot, Tape& tape) override { program(slot).bind(slot, tape); }

  train::SlotResult run(std::size_t slot, std::size_t thread, Tape& tape,
                        std::span<const std::size_t> points, double seed,
                        bool backward) noexcept override {
    const bool pair = slot == kFirst || slot == kOther;
    if (pair && !meeting_.wait()) met = false;
    std::vector<std::size_t> changed(points.begin(), points.end());
    if (slot == kOther && batch == Batch::twice) changed.push_back(changed.front());
    if (slot == kOther && batch == Batch::skipped) changed.pop_back();
    if (batch == Batch::wrong_count) seed *= double(kPoints) / double(kPoints - 1);
    const train::SlotResult result = program(slot).run(slot, thread, tape, changed, seed, backward);
    if (pair && batch == Batch::lost_update) lose(slot, tape.parameter_gradients());
    return result;
  }

  [[nodiscard]] std::size_t row(std::size_t point) const override { return point; }

 private:
  // Both read the shared sum before either writes it.
  void lose(std::size_t slot, std::span<double> gradient) {
    if (slot == kFirst) std::fill(shared_.begin(), shared_.end(), 0.0);
    if (!meeting_.wait()) met = false;
    std::vector<double> sum = shared_;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += gradient[i];
    if (!meeting_.wait()) met = false;
    if (slot == kOther) shared_ = sum;  // the last to write
    if (!meeting_.wait()) met = false;
    for (std::size_t i = 0; i < sum.size(); ++i) gradient[i] = slot == kFirst ? shared_[i] : 0.0;
  }

  Program& program(std::size_t slot) {
    return slot == kOther && batch == Batch::stale_parameters ? stale_ : right_;
  }

  Program& right_;
  Program& stale_;
  std::vector<double> shared_;
  Meeting meeting_;
};

// One op's batch.
class Job {
 public:
  Job(const OpUnderTest& op, train::Workers& workers)
      : op_(op), workers_(workers), theta_(ordinary_point(op.info)), batch_(kPoints) {
    for (std::size_t i = 0; i < kPoints; ++i) {
      weights_.push_back(1 + 0.125 * static_cast<double>(i));
      batch_[i] = i;
    }
    now_.add("operands", std::span<const double>(theta_));
    std::vector<double> before = theta_;
    for (double& x : before) x *= 1 - 0x1p-10;
    stale_.add("operands", std::span<const double>(before));
  }

  std::vector<double> gradient(Batch batch, Engine engine, bool& met) {
    const WeightedOp loss{&op_};
    Program right(now_, loss, weights_), stale(stale_, loss, weights_);
    MutatedProgram program(right, stale, theta_.size());
    program.batch = batch;
    train::ParallelGradient parallel(program, theta_.size(), workers_, kPointsASlot);
    mutation::engine = engine;
    parallel.compute(batch_);
    mutation::engine = Engine::none;
    met = program.met;
    return {parallel.gradient().begin(), parallel.gradient().end()};
  }

  Cell cell(Batch batch, Engine engine) {
    // A trainer's thread may do all slots where its helper comes late, as it does on a busy
    // machine; the meeting that the mutation needs is then arranged anew.
    bool met = false;
    std::vector<double> right, wrong;
    for (int attempt = 0; attempt < 8 && !met; ++attempt) {
      right = gradient(Batch::none, Engine::none, met);
      if (met) wrong = gradient(batch, engine, met);
    }
    if (!met) return {Cell::State::error, "the threads did not meet"};
    const bool mutated = batch != Batch::none || engine != Engine::none;
    if (mutated && wrong == right) {
      const bool zero = std::all_of(right.begin(), right.end(), [](double g) { return g == 0; });
      if (zero) return {Cell::State::not_applicable, "the slope is 0"};
      if (batch == Batch::stale_parameters) return {Cell::State::not_applicable, "constant slope"};
      return {Cell::State::error, "the mutation changed no gradient"};
    }
    const ModelReport report = check_model(
        [&](std::span<const double> theta) {
          double sum = 0;
          for (double weight : weights_) sum += weight * op_.forward(theta);
          return sum / static_cast<double>(kPoints);
        },
        [&](std::span<const double>, std::span<double> result) {
          std::copy(wrong.begin(), wrong.end(), result.begin());
        },
        theta_, {.directions = 2, .most_culprits = 1});
    if (!mutated)
      return {report.passed() ? Cell::State::survived : Cell::State::error, report.brief()};
    return {report.passed() ? Cell::State::survived : Cell::State::killed, ""};
  }

 private:
  const OpUnderTest& op_;
  train::Workers& workers_;
  std::vector<double> theta_, weights_;
  std::vector<std::size_t> batch_;
  nn::ParameterSet now_, stale_;
};

}  // namespace

std::vector<Row> batch_rows() {
  struct One {
    const char* name;
    Batch batch;
    Engine engine;
  };
  constexpr One kAll[] = {
      {"nothing (must pass)", Batch::none, Engine::none},
      {"an update lost", Batch::lost_update, Engine::none},
      {"a sample twice", Batch::twice, Engine::none},
      {"a sample skipped", Batch::skipped, Engine::none},
      {"divided by the wrong N", Batch::wrong_count, Engine::none},
      {"a shard merged twice", Batch::none, Engine::merged_twice},
      {"a shard never merged", Batch::none, Engine::never_merged},
      {"stale parameters in one worker", Batch::stale_parameters, Engine::none}};
  train::Workers workers(2);
  std::vector<Row> rows;
  for (const One& one : kAll) {
    Row row{one.name, "of the batch", {}};
    for (const OpUnderTest& op : mutant_ops())
      row.cells.push_back(Job(op, workers).cell(one.batch, one.engine));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace riserun::check::score

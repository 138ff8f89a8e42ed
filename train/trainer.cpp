#include "train/trainer.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/errors.hpp"
#include "train/fit_check.hpp"
#include "train/point_evaluation.hpp"
#include "train/threads.hpp"

namespace riserun::train {

void TrainerOptions::validate() const {
  train::validate(optimizer);
  penalty.validate();
  schedule.validate();
  if (epochs < 1) throw ConfigError("epochs must be >= 1, not " + std::to_string(epochs));
  if (batch_size < 1) throw ConfigError("the batch size must be >= 1");
  static_cast<void>(thread_count(threads));
}

std::string_view to_string(Engine engine) { return engine == Engine::lanes ? "lanes" : "scalar"; }

Engine parse_engine(std::string_view text) {
  for (const Engine engine : {Engine::scalar, Engine::lanes})
    if (to_string(engine) == text) return engine;
  throw ConfigError("unknown engine \"" + std::string(text) + "\"; choose from scalar, lanes");
}

Trainer::Trainer(TrainerOptions options) : options_(std::move(options)) { options_.validate(); }

int Trainer::threads() const { return thread_count(options_.threads); }

History Trainer::run(const FitTask& task) {
  if (task.parameters.size() == 0)
    throw ConfigError("the model has no parameters, so there is nothing to train");
  if (task.points == 0) throw DataError("there are no points to train on");
  TrainingRun run(options_, task);
  if (const auto start = std::exchange(start_, std::nullopt)) run.start_from(*start);
  stopped_ = false;
  run.run();
  stopped_ = run.stopped();
  overshoot_ = run.overshoot();
  state_ = run.state();
  if (options_.restore_best && !state_.best_parameters.empty())
    std::ranges::copy(state_.best_parameters, task.parameters.data().begin());
  return state_.history;
}

History Trainer::fit(nn::MLP& model, const nn::AnyLoss& any_loss, const Dataset& training,
                     const Dataset& validation) {
  require_fit(model, any_loss, training);
  if (!validation.empty()) require_fit(model, any_loss, validation);
  FitTask task{.parameters = model.parameters(),
               .program = nullptr,
               .points = training.size(),
               .points_per_slot = 16,
               .accuracy = training.task() == Task::classification};
  if (!validation.empty())
    task.validate = [&](Workers& workers) {
      return evaluate(model, any_loss, validation, workers);
    };
  if (options_.engine == Engine::lanes) {
    LanesMlpProgram program(model, any_loss, training, packs(task.points_per_slot));
    task.program = &program;
    return run(task);
  }
  return std::visit(
      [&](const auto& loss) {
        const auto loss_of_point = [&loss](const nn::BoundMLP& bound, const DataPoint& point) {
          const Outputs outputs = bound(point.x);
          return PointOutcome{loss(outputs, nn::Target{point.target, point.label}),
                              nn::predicted_class(outputs.data(), loss.boundary) == point.label};
        };
        LossProgram<nn::MLP, Dataset, decltype(loss_of_point)> program(model, loss_of_point,
                                                                       training);
        task.program = &program;
        return run(task);
      },
      any_loss);
}

std::size_t Trainer::packs(std::size_t points_per_slot) const {
  // A batch of fewer points never fills more.
  return lanes_packs(
      std::min(options_.points_per_slot != 0 ? options_.points_per_slot : points_per_slot,
               options_.batch_size));
}

void Trainer::require_scalar() const {
  if (options_.engine == Engine::lanes)
    throw ConfigError(
        "the lanes engine was asked for, and this loss cannot be recorded: make it a generic "
        "callable, loss(const auto& parameters, const auto& point), and hand over "
        "recordable(loss); its model must be a ParameterSet");
}

std::function<Evaluation(Workers&)> Trainer::evaluation_of(PointProgram& program,
                                                           std::size_t parameters,
                                                           std::size_t points, bool accuracy,
                                                           std::size_t points_per_slot) {
  std::vector<std::size_t> all(points);
  std::iota(all.begin(), all.end(), std::size_t{0});
  // Its tapes are its own, and stay from epoch to epoch.
  auto tapes = std::make_shared<std::unique_ptr<ParallelGradient>>();
  return [=, &program, all = std::move(all)](Workers& workers) {
    if (*tapes == nullptr)
      *tapes = std::make_unique<ParallelGradient>(program, parameters, workers, points_per_slot);
    return evaluation_from((*tapes)->evaluate(all, points_per_slot), accuracy);
  };
}

}  // namespace riserun::train

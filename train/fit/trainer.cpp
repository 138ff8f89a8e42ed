#include <riserun/train/fit/trainer.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_values.hpp>
#include <riserun/train/data/class_weights.hpp>
#include <riserun/train/data/fit_check.hpp>
#include <riserun/train/fit/mlp_program.hpp>
#include <riserun/train/gradient/ranges.hpp>
#include <riserun/train/gradient/threads.hpp>
#include <riserun/train/judging/point_evaluation.hpp>

namespace riserun::train {

namespace {

constexpr NamedValue<Engine> kEngines[] = {{"scalar", Engine::scalar}, {"lanes", Engine::lanes}};

}  // namespace

void TrainerOptions::validate() const {
  train::validate(optimizer);
  penalty.validate();
  schedule.validate();
  metrics.validate();
  if (keep_by != "loss" && keep_by != "accuracy") static_cast<void>(metric_number(keep_by));
  const auto require = [](bool fine, const char* what, double value) {
    if (!fine) throw ConfigError(std::string(what) + ", not " + std::to_string(value));
  };
  const auto is_limit = [](double x) { return std::isfinite(x) && x >= 0.0; };
  require(is_limit(clip_norm), "the norm to clip to must be a finite number >= 0", clip_norm);
  require(is_limit(clip_value), "the value to clip to must be a finite number >= 0", clip_value);
  require(is_limit(max_seconds), "the most seconds must be a finite number >= 0", max_seconds);
  require(dropout >= 0.0 && dropout < 1.0, "dropout must be >= 0 and < 1", dropout);
  require(patience >= 0, "the patience must be >= 0 epochs", patience);
  require(accumulate >= 1, "batches to an update must be >= 1", static_cast<double>(accumulate));
  if (epochs < 1) throw ConfigError("epochs must be >= 1, not " + std::to_string(epochs));
  if (batch_size < 1) throw ConfigError("the batch size must be >= 1");
  static_cast<void>(thread_count(threads));
}

std::string_view to_string(Engine engine) { return name_in(kEngines, engine); }

std::vector<std::string> engine_names() { return names_in(kEngines); }

Engine parse_engine(std::string_view text) { return value_in(kEngines, text, "engine"); }

Trainer::Trainer(TrainerOptions options) : options_(std::move(options)) { options_.validate(); }

int Trainer::threads() const { return thread_count(options_.threads); }

History Trainer::run(const FitTask& task) {
  if (task.parameters.size() == 0)
    throw ConfigError("the model has no parameters, so there is nothing to train");
  if (task.points == 0) throw DataError("there are no points to train on");
  TrainingRun run(options_, task);
  if (const auto start = std::exchange(start_, std::nullopt)) run.start_from(*start);
  end_ = FitEnd::all_epochs;
  run.run();
  end_ = run.end();
  overshoot_ = run.overshoot();
  state_ = run.state();
  if (options_.restore_best && !state_.best_parameters.empty())
    std::ranges::copy(state_.best_parameters, task.parameters.data().begin());
  return state_.history;
}

History Trainer::fit(nn::MLP& model, const nn::AnyLoss& loss, const Dataset& training,
                     const Dataset& validation) {
  nn::validate(loss);
  require_fit(model, loss, training);
  if (!options_.class_weights.empty()) require_weights(options_.class_weights, training);
  if (!validation.empty()) require_fit(model, loss, validation);
  const std::shared_ptr<PointProgram> program = program_of(model, loss, training);
  FitTask task{.parameters = model.parameters(),
               .program = *program,
               .points = training.size(),
               .points_per_slot = kPointsPerSlot,
               .accuracy = training.task() == Task::classification,
               .features = training.feature_count()};
  std::optional<LanesMlpProgram> validating;
  Metrics metrics = options_.metrics;
  if (const std::string& by = options_.keep_by; by != "loss" && by != "accuracy") {
    if (kMetrics[metric_number(by)].task() != training.task())
      throw ConfigError("the best epoch cannot be chosen by " + by + ": the task is a " +
                        (training.task() == Task::regression ? "regression" : "classification"));
    if (std::ranges::find(metrics.names, by) == metrics.names.end()) metrics.names.push_back(by);
  }
  const std::vector<double>& weights = options_.class_weights;
  if (!validation.empty() && options_.engine == Engine::lanes && !metrics.any() &&
      weights.empty()) {
    constexpr std::size_t kSlot = 64;  // enough for an executor to be worth its memory
    validating.emplace(model, loss, validation, lanes_packs(kSlot));
    task.validate =
        evaluation_of(*validating, task.parameters.size(), validation.size(), task.accuracy, kSlot);
  } else if (!validation.empty()) {
    task.validate = [&, metrics](Workers& workers) {
      return evaluate(model, loss, validation, workers, metrics, weights);
    };
  }
  return run(task);
}

std::shared_ptr<PointProgram> Trainer::program_of(const nn::MLP& model, const nn::AnyLoss& loss,
                                                  const Dataset& training) const {
  const MlpTraining training_alone{.dropout = options_.dropout,
                                   .class_weights = options_.class_weights};
  if (options_.engine == Engine::lanes)
    return std::make_shared<LanesMlpProgram>(model, loss, training, packs(kPointsPerSlot),
                                             training_alone);
  return scalar_mlp_program(model, loss, training, training_alone);
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

// `Trainer`: fits parameters to data, with any loss that one data point's scalar graph can express.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/fit/training_run.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/recorded/lanes_loss_program.hpp>
#include <riserun/train/recorded/lanes_mlp_program.hpp>
#include <riserun/train/recorded/recordable.hpp>

namespace riserun::train {

/// Trainer trainer({.optimizer = Adam{.learning_rate = 1e-3}, .epochs = 30, .batch_size = 32});
/// History history = trainer.fit(model, nn::SoftmaxCrossEntropy{}, training, validation);
///
/// The loss minimised is the mean over the points of a batch, dropout and class weights included
/// (plus the penalty of the weights, which no reported loss includes). The validation loss is the
/// plain one, of all weights and equal points. Parameters and losses are bitwise the same for any
/// number of threads.
///
/// All throw ConfigError for a model without parameters, DataError for no points, TrainingDiverged
/// when a loss or derivative is not finite (the parameters are then those after the last complete
/// epoch), and whatever the loss throws (that of the first point in the batch's order; the batch
/// changes nothing).
class Trainer {
 public:
  /// Throws ConfigError for options out of range.
  explicit Trainer(TrainerOptions options = {});

  /// An MLP on a data set; after each epoch its loss and accuracy on `validation`, unless that is
  /// empty. Features are taken as they are: scale them first (Scaling). Throws ShapeError and
  /// DataError where model, loss and data do not fit (require_fit).
  History fit(nn::MLP& model, const nn::AnyLoss& loss, const Dataset& training,
              const Dataset& validation = {});

  /// Any model, any points, any graph: loss(bound, points[i]) records the loss of one point and
  /// returns it as a Value, or as a PointOutcome, which counts accuracy too; it may take a
  /// PointContext& as well, for random numbers that are the same on any thread. `model` is an
  /// nn::ParameterSet or anything with parameters(); `bound` is what its bind(Tape&) returns, an
  /// nn::BoundParameters where it has none. The loss runs on many threads at once. On the lanes
  /// engine the loss must be a recordable() and the model a ParameterSet (ConfigError).
  template <Trainable Model, class Loss, PointSource Points>
  requires PointLoss<Loss, Model, Points> History fit(Model& model, const Loss& loss,
                                                      const Points& points) {
    const auto program = program_of(model, loss, points);
    return run(task_of<Loss, Points>(model, *program, std::size(points)));
  }

  /// The same with the mean loss of other points after each epoch.
  template <Trainable Model, class Loss, PointSource Points, PointSource ValidationPoints>
  requires PointLoss<Loss, Model, Points> && PointLoss<Loss, Model, ValidationPoints> History
  fit(Model& model, const Loss& loss, const Points& points, const ValidationPoints& validation) {
    const auto program = program_of(model, loss, points);
    FitTask task = task_of<Loss, Points>(model, *program, std::size(points));
    std::unique_ptr<PointProgram> checked;
    if (std::size(validation) != 0) {
      checked = program_of(model, loss, validation);
      task.validate =
          evaluation_of(*checked, task.parameters.size(), std::size(validation),
                        LossProgram<Model, ValidationPoints, Loss>::kCounts, task.points_per_slot);
    }
    return run(task);
  }

  [[nodiscard]] const TrainerOptions& options() const { return options_; }
  /// Set when the parameters that the last fit() ended with have a loss far above the first one.
  [[nodiscard]] const std::optional<Overshoot>& overshoot() const { return overshoot_; }

  /// The next fit() goes on from here instead of from the model's parameters, and ends with the
  /// same bits as a run that was never left, given the same model, data and options. That fit
  /// throws DataError for the state of another model, other data or another optimiser as far as
  /// sizes tell; what they cannot tell is the caller's to know.
  void start_from(TrainingState state) { start_ = std::move(state); }
  /// The run as the last fit() left it; after restore_best the model has other parameters than it.
  [[nodiscard]] const TrainingState& state() const { return state_; }

  /// Threads that fit() uses, the calling one included.
  [[nodiscard]] int threads() const;
  /// Whether the last fit() ended early because stop_requested said so. The history then has the
  /// complete epochs, and the parameters are those after the last batch (or the best epoch, with
  /// restore_best).
  [[nodiscard]] bool stopped() const { return end_ == FitEnd::stop_requested; }
  /// Why the last fit() ended.
  [[nodiscard]] FitEnd end() const { return end_; }

 private:
  template <class Loss>
  [[nodiscard]] bool on_lanes() const {
    return kIsRecordable<Loss> && options_.engine == Engine::lanes;
  }

  // Of the engine that the options name.
  template <class Model, class Loss, class Points>
  [[nodiscard]] std::unique_ptr<PointProgram> program_of(const Model& model, const Loss& loss,
                                                         const Points& points) const {
    if constexpr (kIsRecordable<Loss> && std::same_as<std::remove_cv_t<Model>, nn::ParameterSet>) {
      if (options_.engine == Engine::lanes && std::size(points) != 0)
        return std::make_unique<LanesLossProgram<Points, Loss>>(model, loss, points,
                                                                packs(lanes::kLanes));
    } else {
      require_scalar();
    }
    return std::make_unique<LossProgram<Model, Points, Loss>>(model, loss, points);
  }

  [[nodiscard]] std::shared_ptr<PointProgram> program_of(const nn::MLP& model,
                                                         const nn::AnyLoss& loss,
                                                         const Dataset& training) const;

  template <class Loss, class Points, class Model>
  FitTask task_of(Model& model, PointProgram& program, std::size_t points) const {
    return {.parameters = parameters_of(model),
            .program = program,
            .points = points,
            .points_per_slot = on_lanes<Loss>() ? lanes::kLanes : 1,
            .accuracy = LossProgram<Model, Points, Loss>::kCounts};
  }

  static std::function<Evaluation(Workers&)> evaluation_of(PointProgram& program,
                                                           std::size_t parameters,
                                                           std::size_t points, bool accuracy,
                                                           std::size_t points_per_slot);
  [[nodiscard]] std::size_t packs(std::size_t points_per_slot) const;
  void require_scalar() const;

  History run(const FitTask& task);

  TrainerOptions options_;
  std::optional<TrainingState> start_{};
  TrainingState state_{};
  FitEnd end_ = FitEnd::all_epochs;
  std::optional<Overshoot> overshoot_{};
};

}  // namespace riserun::train

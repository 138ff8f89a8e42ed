#include <riserun/run/run_watch.hpp>

#include <utility>
#include <vector>

namespace riserun::run {

namespace {

/// TensorBoard groups by what stands before the slash.
std::vector<std::pair<std::string, double>> scalars_of(const train::HistoryRow& row) {
  return {{"loss/train", row.train_loss},
          {"loss/validation", row.validation_loss},
          {"accuracy/train", row.train_accuracy},
          {"accuracy/validation", row.validation_accuracy},
          {"f1/validation", row.validation_f1},
          {"auc/validation", row.validation_auc},
          {"top_k/validation", row.validation_top_k},
          {"rmse/validation", row.validation_rmse},
          {"mae/validation", row.validation_mae},
          {"r2/validation", row.validation_r2},
          {"learning_rate", row.learning_rate},
          {"points_per_second", row.points_per_second}};
}

}  // namespace

RunWatch::RunWatch(const TrainingRun& run, const PreparedRun& prepared,
                   const train::RunFolder& folder, train::Checkpoints& checkpoints,
                   cli::Events& events, const train::TrainingState* resumed)
    : progress_(run.quiet),
      writer_(folder, checkpoints, prepared.model, prepared.model_info()),
      records_(folder, run.settings, prepared.model, prepared.model_info(), resumed),
      reporter_(progress_, events) {
  if (run.settings.tensorboard)
    scalars_.emplace(folder.path(), resumed == nullptr ? 0 : resumed->optimizer.updates);
  if (resumed != nullptr) writer_.start_from(*resumed);
}

void RunWatch::attach_to(train::TrainerOptions& options) {
  options.on_batch = [this](const train::BatchReport& report) {
    const bool saved = writer_.batch(report);
    records_.batch(report);
    reporter_.batch(report, saved);
  };
  options.on_epoch = [this](const train::EpochReport& report) {
    writer_.epoch(report);
    records_.epoch(report);
    reporter_.epoch(report);
    if (scalars_) scalars_->add(report.row.step, scalars_of(report.row));
  };
}

std::string RunWatch::event_file() const {
  return scalars_ ? scalars_->path().filename().string() : std::string();
}

}  // namespace riserun::run

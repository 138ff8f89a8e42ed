#include <riserun/run/run_watch.hpp>

#include <utility>
#include <vector>

#include <riserun/run/folder/file_names.hpp>
#include <riserun/train/fit/history_columns.hpp>

namespace riserun::run {

namespace {

/// TensorBoard groups by what stands before the slash.
std::vector<std::pair<std::string, double>> scalars_of(const train::HistoryRow& row) {
  std::vector<std::pair<std::string, double>> scalars;
  for (const train::HistoryColumn& column : train::history_columns())
    if (!column.scalar.empty()) scalars.emplace_back(column.scalar, column(row));
  return scalars;
}

std::size_t batches_of(const train::Dataset& training, const TrainSettings& settings) {
  return (training.size() + settings.batch - 1) / settings.batch;
}

}  // namespace

RunWatch::RunWatch(const TrainSettings& settings, const PreparedRun& prepared,
                   const train::RunFolder& folder, train::Checkpoints& checkpoints,
                   Observer& observer, const train::TrainingState* resumed)
    : observer_(observer),
      writer_(folder, checkpoints, prepared.model, prepared.model_info()),
      records_(folder, settings, prepared.model, prepared.model_info(),
               batches_of(prepared.training, settings), resumed),
      page_(folder, observer) {
  if (settings.tensorboard)
    scalars_.emplace(folder.path(), resumed == nullptr ? 0 : resumed->optimizer.updates);
  if (resumed != nullptr) writer_.start_from(*resumed);
}

void RunWatch::attach_to(train::TrainerOptions& options) {
  options.on_batch = [this](const train::BatchReport& report) {
    records_.batch(report);
    const bool saved = writer_.batch(report, [this] { records_.flush(); });
    observer_.batch(report, saved);
  };
  options.on_epoch = [this](const train::EpochReport& report) {
    writer_.epoch(report);
    records_.epoch(report);
    page_.epoch(report, history());
    observer_.epoch(report);
    if (!report.advice.empty()) advise(report.advice);
    if (scalars_) scalars_->add(report.row.step, scalars_of(report.row));
  };
}

void RunWatch::advise(const std::string& advice) {
  if (advised_) return;  // a warning repeated is one unread
  advised_ = true;
  observer_.warning(advice);
}

void RunWatch::finish(const std::string& status, WrittenFiles& written) {
  for (const char* const incomplete : records_.finish())
    written.lose(incomplete, "not all of it could be written");
  const std::string reason = page_.finish(status, history());
  if (reason.empty())
    written.add(file::kPage);
  else
    written.lose(file::kPage, reason);
}

std::vector<std::string> RunWatch::files() const {
  std::vector<std::string> files;
  for (const char* name : records_.names()) files.emplace_back(name);
  if (scalars_) files.push_back(scalars_->path().filename().string());
  return files;
}

}  // namespace riserun::run

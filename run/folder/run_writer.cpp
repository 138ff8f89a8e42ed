#include <riserun/run/folder/run_writer.hpp>

#include <algorithm>

#include <riserun/run/folder/file_names.hpp>

namespace riserun::run {

bool RunWriter::batch(const train::BatchReport& report, const std::function<void()>& before) {
  if (!checkpoints_.due(report)) return false;
  before();
  const train::TrainingState state = report.state();
  checkpoints_.save(state);
  train::save_history(folder_.file(file::kHistory), history_);
  nn::MLP kept = model_;
  if (!state.best_parameters.empty())
    std::ranges::copy(state.best_parameters, kept.parameters().data().begin());
  train::save_model(folder_.file(file::kModel), kept, info_);
  return true;
}

void RunWriter::epoch(const train::EpochReport& report) {
  history_.add(report.row);
  checkpoints_.epoch(report);
}

void RunWriter::finish(const train::TrainingState& state) {
  checkpoints_.save(state);
  keep();
}

void RunWriter::keep() {
  train::save_history(folder_.file(file::kHistory), history_);
  train::save_model(folder_.file(file::kModel), model_, info_);
}

}  // namespace riserun::run

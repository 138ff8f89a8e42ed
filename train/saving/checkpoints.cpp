#include <riserun/train/saving/checkpoints.hpp>

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>

namespace riserun::train {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

Checkpoints::Checkpoints(fs::path folder, RunIdentity run, CheckpointInterval interval)
    : folder_(std::move(folder)), run_(std::move(run)), interval_(interval) {
  if (!(interval_.seconds >= 0.0) || interval_.steps < 0)
    throw ConfigError("the interval of checkpoints must not be negative");
  make_inner_folder(folder_);
}

std::optional<Checkpoint> Checkpoints::load_last() const {
  std::error_code error;
  if (!fs::exists(last(folder_), error)) return std::nullopt;
  Checkpoint checkpoint = load_checkpoint(last(folder_));
  require_same_run(checkpoint, run_, last(folder_).string());
  return checkpoint;
}

bool Checkpoints::due(const BatchReport& report) const {
  const bool by_steps = interval_.steps > 0 && report.step % interval_.steps == 0;
  const bool by_time =
      interval_.seconds > 0 &&
      std::chrono::duration<double>(Clock::now() - saved_).count() >= interval_.seconds;
  return by_steps || by_time;
}

void Checkpoints::epoch(const EpochReport& report) {
  if (report.best) new_best_ = report.state();
}

void Checkpoints::save(const TrainingState& state) {
  if (new_best_) save_checkpoint(best(folder_), {*new_best_, run_});
  new_best_.reset();
  save_checkpoint(last(folder_), {state, run_});
  saved_ = Clock::now();
}

void Checkpoints::clear() const {
  for (const fs::path& file : {last(folder_), best(folder_)}) {
    std::error_code error;
    fs::remove(file, error);
    if (error) throw FileError(fmt::format("cannot delete {}: {}", file.string(), error.message()));
  }
}

}  // namespace riserun::train

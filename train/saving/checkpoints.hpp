// The two checkpoints of a run, `last` and `best`, and when they are written.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include <riserun/train/fit/trainer_options.hpp>
#include <riserun/train/saving/checkpoint.hpp>

namespace riserun::train {

/// When one is due: at each multiple of so many updates, and so many seconds after the one before;
/// 0: not by that.
struct CheckpointInterval {
  long steps = 0;
  double seconds = 10.0;
};

/// Keeps last.safetensors and best.safetensors in a folder while a run goes on:
///
///   train::Checkpoints checkpoints("runs/mine", {.model = "tree", .data_hash = hash});
///   if (auto last = checkpoints.load_last()) trainer.start_from(std::move(last->state));
///   options.on_batch = [&](const train::BatchReport& report) { checkpoints.batch(report); };
///   options.on_epoch = [&](const train::EpochReport& report) { checkpoints.epoch(report); };
///   trainer.fit(...);
///   checkpoints.save(trainer.state());
///
/// A run that was killed and is started again in this way ends with the bits of one that never was.
class Checkpoints {
 public:
  /// Makes the folder where there is none. Throws FileError.
  Checkpoints(std::filesystem::path folder, RunIdentity run, CheckpointInterval interval = {});

  /// The last one, or nothing when none was written. Throws FileError, and DataError for a damaged
  /// file and for one of another run (require_same_run).
  [[nodiscard]] std::optional<Checkpoint> load_last() const;

  /// Whether it is time for another one.
  [[nodiscard]] bool due(const BatchReport& report) const;
  /// After each batch: writes the last one if it is due.
  void batch(const BatchReport& report) {
    if (due(report)) save(report.state());
  }
  /// After each epoch: remembers the state if it is the best so far. It is written with the next
  /// `last`, before it, so that there is never a `last` beyond a best that nothing holds.
  void epoch(const EpochReport& report);
  /// Writes this as the last one, and the best if there is a new one.
  void save(const TrainingState& state);

  /// The files' paths.
  [[nodiscard]] static std::filesystem::path last(const std::filesystem::path& folder) {
    return folder / "last.safetensors";
  }
  [[nodiscard]] static std::filesystem::path best(const std::filesystem::path& folder) {
    return folder / "best.safetensors";
  }
  /// Deletes both: a new run begins in the folder of an old one.
  void clear() const;

 private:
  std::filesystem::path folder_;
  RunIdentity run_;
  CheckpointInterval interval_;
  std::optional<TrainingState> new_best_{};
  std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
};

}  // namespace riserun::train

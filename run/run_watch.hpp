// All that looks on while a model is trained: what writes, what records, what tells.
#pragma once

#include <optional>
#include <string>

#include <riserun/cli/telling/progress.hpp>
#include <riserun/cli/telling/reporter.hpp>
#include <riserun/run/folder/run_records.hpp>
#include <riserun/run/folder/run_writer.hpp>
#include <riserun/run/prepared_run.hpp>
#include <riserun/train/saving/event_file.hpp>

namespace riserun::run {

class RunWatch {
 public:
  /// `resumed` is the state of a run that is gone on with, or null. Throws FileError.
  RunWatch(const TrainingRun& run, const PreparedRun& prepared, const train::RunFolder& folder,
           train::Checkpoints& checkpoints, cli::Events& events,
           const train::TrainingState* resumed);

  /// Sets the callbacks; this must outlive the training.
  void attach_to(train::TrainerOptions& options);

  [[nodiscard]] RunWriter& writer() { return writer_; }
  [[nodiscard]] RunRecords& records() { return records_; }
  [[nodiscard]] cli::Progress& progress() { return progress_; }
  [[nodiscard]] const train::History& history() const { return writer_.history(); }
  /// The name of TensorBoard's file; empty where none is asked for.
  [[nodiscard]] std::string event_file() const;

 private:
  cli::Progress progress_;
  RunWriter writer_;
  RunRecords records_;
  cli::Reporter reporter_;
  std::optional<train::EventFile> scalars_;
};

}  // namespace riserun::run

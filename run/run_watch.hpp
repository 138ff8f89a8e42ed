// All that follows a training: what writes, what records, what tells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/run/folder/run_records.hpp>
#include <riserun/run/folder/run_writer.hpp>
#include <riserun/run/observer.hpp>
#include <riserun/run/page_writer.hpp>
#include <riserun/run/prepared_run.hpp>
#include <riserun/run/written_files.hpp>
#include <riserun/train/saving/event_file.hpp>

namespace riserun::run {

class RunWatch {
 public:
  /// `resumed` is the state that a resumed run continues from, or null. Throws FileError.
  RunWatch(const TrainSettings& settings, const PreparedRun& prepared,
           const train::RunFolder& folder, train::Checkpoints& checkpoints, Observer& observer,
           const train::TrainingState* resumed);

  /// Sets the callbacks; this must outlive the training.
  void attach_to(train::TrainerOptions& options);
  /// After the training: the records' ends, and the page as it stays.
  void finish(const std::string& status, WrittenFiles& written);

  [[nodiscard]] RunWriter& writer() { return writer_; }
  [[nodiscard]] const train::History& history() const { return writer_.history(); }
  /// The files that it writes beside those of every run.
  [[nodiscard]] std::vector<std::string> files() const;

 private:
  void advise(const std::string& advice);

  Observer& observer_;
  RunWriter writer_;
  RunRecords records_;
  PageWriter page_;
  std::optional<train::EventFile> scalars_;
  bool advised_ = false;
};

}  // namespace riserun::run

// A training run told on the terminal: text or events on stdout, progress and warnings on stderr.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <riserun/cli/telling/events.hpp>
#include <riserun/cli/telling/interrupt.hpp>
#include <riserun/cli/telling/progress.hpp>
#include <riserun/run/observer.hpp>
#include <riserun/run/run_request.hpp>

namespace riserun::cli {

/// What of a run is shown, which the run itself does not know.
struct Telling {
  bool quiet = false;  // no progress
  bool json = false;   // events on stdout instead of text
};

/// The observer of the program's runs. A signal asks the run to stop between two batches; before
/// anything is written, while data are read, it ends the program at once with 128 and its number.
class RunTeller final : public run::Observer {
 public:
  RunTeller(const run::RunRequest& request, const Telling& telling);

  [[nodiscard]] bool stop_requested() override { return InterruptGuard::signal() != 0; }
  void text(const std::string& lines) override;
  void warning(const std::string& text) override;
  void not_written(const std::string& text) override;
  void wrote(const std::string& name) override { written_.push_back(name); }
  void prepared() override { nothing_to_save_.reset(); }
  void started(const run::RunStart& start) override;
  void batch(const train::BatchReport& report, bool saved) override;
  void epoch(const train::EpochReport& report) override;
  void folds_started(const run::FoldsStart& start) override { events_.start_folds(start); }
  void fold_batch(std::size_t fold, std::size_t folds, const train::BatchReport& report) override;
  void fold_finished(std::size_t fold, std::size_t folds, const run::FoldTable& table) override;

  /// The last event; what `outcome` and `message` are says Events::end.
  void end(const std::string& outcome, int exit_code, const std::string& message);

 private:
  const InterruptGuard interrupts_;
  std::optional<LeaveAtOnce> nothing_to_save_;
  bool json_;
  Events events_;
  Progress progress_;
  std::vector<std::string> written_;
  std::string last_epoch_;  // what the bar says about it
  std::chrono::steady_clock::time_point begin_{};
  std::size_t points_ = 0, epoch_points_ = 0;  // of the complete epochs since then; of each
};

/// Runs the training and tells it. Returns the exit code; throws as run_training.
[[nodiscard]] int train_and_tell(const run::RunRequest& request, const Telling& telling);

}  // namespace riserun::cli

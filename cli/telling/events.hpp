// --json: what a training run says to a program, one JSON object a line on stdout (docs/runs.md).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <riserun/run/folder/fold_table.hpp>
#include <riserun/run/observer.hpp>

namespace riserun::cli {

/// Each event is written and flushed at once. Silent unless wanted. What is not finite is null.
class Events {
 public:
  explicit Events(bool wanted) : wanted_(wanted) {}

  void start(const run::RunStart& start) const;
  void start_folds(const run::FoldsStart& start) const;
  /// Fold `index` of `folds`, from 0, is done.
  void fold(std::size_t index, std::size_t folds, const run::FoldTable& table) const;
  /// At most once a second; `fold` from 1, 0: no cross-validation.
  void progress(const train::BatchReport& report, std::size_t fold = 0);
  void epoch(const train::HistoryRow& row, bool best) const;
  void checkpoint(const train::BatchReport& report) const;
  void warning(const std::string& message) const;
  /// The last one. `outcome`: finished, stopped, diverged or failed; `message` may be empty.
  void end(const std::string& outcome, int exit_code, const std::string& message,
           const std::vector<std::string>& files) const;
  /// The line that end() prints.
  [[nodiscard]] static std::string end_text(const std::string& outcome, int exit_code,
                                            const std::string& message,
                                            const std::vector<std::string>& files);

 private:
  bool wanted_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace riserun::cli

// --json: what a training run says to a program, one JSON object a line on stdout (docs/runs.md).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "nn/mlp.hpp"
#include "train/dataset.hpp"
#include "train/graph_size.hpp"
#include "train/history.hpp"
#include "train/trainer_options.hpp"

namespace riserun::cli {

/// What a run begins with.
struct RunStart {
  std::string folder;
  const train::Dataset &data, &training, &validation;
  const nn::MLP& model;
  train::GraphSize graph;
  int threads, epochs;
  long resumed_after = 0;  // updates
};

/// Each event is written and flushed at once. Silent unless wanted. What is not finite is null.
class Events {
 public:
  explicit Events(bool wanted) : wanted_(wanted) {}

  void start(const RunStart& start) const;
  /// At most once a second.
  void progress(const train::BatchReport& report);
  void epoch(const train::HistoryRow& row, bool best) const;
  void checkpoint(const train::BatchReport& report) const;
  void warning(const std::string& message) const;
  /// The last one. `outcome`: finished, stopped, diverged or failed; `message` may be empty.
  void end(const std::string& outcome, int exit_code, const std::string& message,
           const std::vector<std::string>& files) const;

 private:
  bool wanted_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace riserun::cli

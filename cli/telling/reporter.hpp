// How a run tells how far it is: the bar, a line an epoch, and events.
#pragma once

#include <chrono>
#include <string>

#include <riserun/cli/telling/events.hpp>
#include <riserun/cli/telling/progress.hpp>
#include <riserun/train/fit/trainer_options.hpp>

namespace riserun::cli {

/// The library's advice as the command line spells it.
[[nodiscard]] std::string in_options(std::string text);

class Reporter {
 public:
  Reporter(Progress& progress, Events& events) : progress_(progress), events_(events) {}

  void batch(const train::BatchReport& report, bool saved);
  void epoch(const train::EpochReport& report);

 private:
  Progress& progress_;
  Events& events_;
  std::string last_epoch_;  // what the bar says about it
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::size_t points_ = 0, epoch_points_ = 0;  // of the complete epochs since then; of each
  bool warned_ = false;
};

}  // namespace riserun::cli

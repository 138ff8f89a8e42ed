// The page of a run while it goes on.
#pragma once

#include <chrono>
#include <string>

#include <riserun/run/observer.hpp>
#include <riserun/train/fit/history.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

class PageWriter {
 public:
  PageWriter(const train::RunFolder& folder, Observer& observer)
      : folder_(folder), observer_(observer) {}

  /// At most once a second: a reader sees no more, and discs are slow.
  void epoch(const train::EpochReport& report, const train::History& history);
  /// The page as it stays. Returns why it could not be written, or nothing; an earlier page, which
  /// would tell of a training for ever, is removed then.
  std::string finish(const std::string& status, const train::History& history);

 private:
  std::string write(const std::string& status, const train::History& history, int refresh_seconds);

  const train::RunFolder& folder_;
  Observer& observer_;
  std::chrono::steady_clock::time_point written_{};
  bool told_ = false;
};

}  // namespace riserun::run

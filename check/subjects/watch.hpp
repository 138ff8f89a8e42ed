// How a long check is watched and stopped.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

namespace riserun::check {

/// How far a check of many ops is.
struct CheckProgress {
  std::size_t ops = 0, ops_done = 0;
  // An operand each. The whole is an estimate that gets better with each op done, never less than
  // what is done, and right at the end.
  std::int64_t points = 0, points_done = 0;
};

/// Both are called about every 50 ms on the thread that called check_ops, never on two at once;
/// `progress` once more at the end.
struct Watch {
  std::function<void(const CheckProgress&)> progress{};
  /// True ends the check at the next point; what was checked until then is reported.
  std::function<bool()> stop{};

  [[nodiscard]] bool wanted() const { return progress || stop; }
};

/// What a watched check shares with its watcher: points done, and whether to stop.
struct Pulse {
  std::atomic<std::int64_t> points{0};
  std::atomic<bool> stop{false};
};

}  // namespace riserun::check

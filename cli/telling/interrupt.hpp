// Ctrl-C, kill and a terminal that closes: the first asks to stop at the next safe place, the second
// ends the program.
#pragma once

#include <array>
#include <functional>
#include <string>

namespace riserun::cli {

/// While one is in scope, the first SIGINT, SIGTERM or SIGHUP only sets a flag; a second one acts as
/// usual. Inside the scope of another one it changes nothing.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// The signal that came since, or 0.
  [[nodiscard]] static int signal();
  /// "SIGINT", "SIGTERM" or "SIGHUP".
  [[nodiscard]] static const char* name();
  [[nodiscard]] static const char* name(int signal);

  static constexpr std::size_t kSignals = 3;
};

/// While one is in scope, what is written to a pipe that nobody reads any more is an error of that
/// write instead of the program's end (SIGPIPE): a run whose output is cut off goes on.
class PipesMayClose {
 public:
  PipesMayClose();
  ~PipesMayClose();
  PipesMayClose(const PipesMayClose&) = delete;
  PipesMayClose& operator=(const PipesMayClose&) = delete;

 private:
  void (*before_)(int);
};

/// What is said when a signal ends the program: on stdout and on stderr.
struct Farewell {
  std::string out, err;
};

/// While one is in scope, within that of an InterruptGuard, there is nothing to save: the first
/// signal, also one that came before, says farewell and leaves at once with 128 and its number.
/// Reading data may take long, and has no place to stop.
class LeaveAtOnce {
 public:
  /// `farewell` is asked now, for each signal.
  explicit LeaveAtOnce(const std::function<Farewell(int signal)>& farewell);
  ~LeaveAtOnce();
  LeaveAtOnce(const LeaveAtOnce&) = delete;
  LeaveAtOnce& operator=(const LeaveAtOnce&) = delete;

 private:
  std::array<Farewell, InterruptGuard::kSignals> farewells_;
};

}  // namespace riserun::cli

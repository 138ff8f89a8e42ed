// Ctrl-C and kill: the first asks to stop at the next safe place, the second ends the program.
#pragma once

#include <string>

namespace riserun::cli {

/// While one is in scope, the first SIGINT or SIGTERM only sets a flag; a second one acts as usual.
/// Inside the scope of another one it changes nothing.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// The signal that came since, or 0.
  [[nodiscard]] static int signal();
  /// "SIGINT" or "SIGTERM".
  [[nodiscard]] static const char* name();
  [[nodiscard]] static const char* name(int signal);
};

/// What is said when a signal ends the program: on stdout and on stderr.
struct Farewell {
  std::string out, err;
};

/// While one is in scope, within that of an InterruptGuard, there is nothing to save: the first
/// signal, also one that came before, says farewell and leaves at once with 130 or 143. Reading
/// data may take long, and has no place to stop.
class LeaveAtOnce {
 public:
  LeaveAtOnce(Farewell on_interrupt, Farewell on_terminate);
  ~LeaveAtOnce();
  LeaveAtOnce(const LeaveAtOnce&) = delete;
  LeaveAtOnce& operator=(const LeaveAtOnce&) = delete;

 private:
  Farewell farewells_[2];
};

}  // namespace riserun::cli

// Ctrl-C and kill: the first asks to stop at the next safe place, the second ends the program.
#pragma once

namespace riserun::cli {

/// While one is in scope, the first SIGINT or SIGTERM only sets a flag; a second one acts as usual.
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
};

}  // namespace riserun::cli

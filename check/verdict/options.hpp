// What a check may be asked to do.
#pragma once

#include <cstdint>
#include <string>

namespace riserun::check {

struct Options {
  std::uint64_t seed = 1;  // of the points; the same seed gives the same points and verdicts
  int points = 256;        // an operand; 10 000 is the long form
  int threads = 0;         // ops checked at a time; 0: as many as the machine has cores
  double budget = 16;      // ulps an op's derivative may be off, times its condition
  /// How accurate forward is where that is less than double: an iteration that stops at 1e-12 has
  /// rtol 1e-12. Bounds on its error, relative and absolute.
  double rtol = 0, atol = 0;
  bool twin = true;                // ask the quad twin where double cannot tell
  bool always_twin = false;        // ask it at every point (ten times slower)
  double resolution = 1e-6;        // a coarser PASS is INCONCLUSIVE
  double escalation = 1e-12;       // a PASS coarser than this goes to the twin
  double least_conclusive = 0.98;  // share of an operand's points that must be conclusive
  int enough_wrong = 64;           // an op's check stops after so many wrong points
  int kept_failures = 8;           // reports kept of an op's wrong points
  // How repro lines begin. Empty: with `riserun check` for its own ops, and as a call of the
  // library for others, which that program does not know.
  std::string program{};

  /// The long form: 10 000 points an operand.
  [[nodiscard]] static Options long_form() {
    Options options;
    options.points = 10000;
    return options;
  }

  /// Throws ConfigError for values outside their range.
  void validate() const;
};

}  // namespace riserun::check

// One op checked: its points, its declared edges, its behaviour in the engine, and whether all that
// was enough to say anything.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/subjects/watch.hpp>
#include <riserun/check/verdict/options.hpp>
#include <riserun/check/verdict/verdict.hpp>

namespace riserun::check {

/// What the points of one operand came to. For an op of any number of operands there is one of
/// these for all of them.
struct OperandReport {
  int operand = 0;
  int points = 0;
  int passed = 0, kinks = 0, undefined = 0, inconclusive = 0, inaccurate = 0, failed = 0;
  int by_twin = 0;                // points that went to the quad twin
  double worst_relative = 0;      // largest |analytic - slope| / |slope| of points right or wrong
  double worst_resolution = 0;    // coarsest of the passed points
  double typical_resolution = 0;  // median of the passed points
  double worst_ulps = 0;          // of the analytic value against the twin's partials
  Verdict verdict = Verdict::inconclusive;
};

struct OpReport {
  std::string name;
  std::string mathematics;
  bool variadic = false;
  std::uint64_t seed = 0;
  std::vector<OperandReport> operands;
  int edges = 0;                     // declared edges asserted
  std::vector<PointReport> wrong;    // the first few wrong points, each as simple as could be
  std::string mistake;               // what most wrong points look like; empty if they do not tell
  std::vector<PointReport> unclear;  // one inconclusive point an operand, where there is any
  std::vector<std::string> engine;   // what the engine does with the op and should not
  std::vector<std::string> gaps;  // what is missing for a verdict: domain, edges, conclusive points

  /// FAIL or INACCURATE where any point or the engine is wrong, INCONCLUSIVE where there are gaps.
  [[nodiscard]] Verdict verdict() const;
  [[nodiscard]] bool passed() const { return verdict() == Verdict::pass; }
  /// One line.
  [[nodiscard]] std::string brief() const;
  /// The operands' lines, and everything that is wrong in full.
  [[nodiscard]] std::string full() const;
};

/// Checks an op at options.points points an operand, at its declared edges, and through the engine.
/// Deterministic for a seed. Throws ConfigError for bad options. Counts its points in `pulse`, and
/// stops when that says so, with a gap in the report.
[[nodiscard]] OpReport check_op(const OpUnderTest& op, const Options& options = {},
                                Pulse* pulse = nullptr);

/// How many points check_op will judge, all operands together, where nothing is wrong.
[[nodiscard]] std::int64_t expected_points(const OpUnderTest& op, const Options& options);

template <AnyOp Op>
[[nodiscard]] OpReport check_op(const Options& options = {}) {
  return check_op(under_test<Op>(), options);
}

/// Judges the derivative of an op by one operand at the given operands.
[[nodiscard]] PointReport check_op_at(const OpUnderTest& op, int operand,
                                      std::span<const double> at, const Options& options = {});

}  // namespace riserun::check

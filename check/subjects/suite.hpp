// Many ops checked, side by side: what `riserun check` and the demo show.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/watch.hpp>

namespace riserun::check {

struct SuiteReport {
  std::vector<OpReport> ops;
  std::vector<PointReport> points;  // asked for one by one
  std::size_t not_begun = 0;        // ops left out because the check was stopped
  bool stopped = false;             // by Watch::stop; the report is of what was checked until then
  std::uint64_t seed = 0;
  int threads = 1;
  double seconds = 0;

  [[nodiscard]] bool passed() const;
  /// 0 all pass, 1 something is wrong, 3 inconclusive or a coverage gap.
  [[nodiscard]] int exit_code() const;
  /// One row an operand: op, operand, points, worst relative error, resolution, ulps, verdict. No
  /// colour.
  [[nodiscard]] std::string table() const;
  /// "29 ops, 44 operands, 11264 points: all pass (seed 1, 2.1 s, 2 threads)".
  [[nodiscard]] std::string brief() const;
  /// What is wrong, in full; empty when nothing is.
  [[nodiscard]] std::string failures() const;
  [[nodiscard]] std::string json() const;
  /// JUnit XML, a test case an operand.
  [[nodiscard]] std::string junit() const;
};

/// Checks the given ops, options.threads at a time. The report does not depend on the threads
/// (unless it is stopped).
[[nodiscard]] SuiteReport check_ops(std::span<const OpUnderTest> ops, const Options& options = {},
                                    const Watch& watch = {});

template <class List>
[[nodiscard]] SuiteReport check_ops(const Options& options = {}) {
  const std::vector<OpUnderTest> ops = under_test_all<List>();
  return check_ops(std::span<const OpUnderTest>(ops), options);
}

/// The built-in ops, compiled here once.
[[nodiscard]] const std::vector<OpUnderTest>& builtin_ops();
/// Whether it is one of them, and not just called so.
[[nodiscard]] bool is_builtin(const OpUnderTest& op);
[[nodiscard]] SuiteReport check_builtin_ops(const Options& options = {});

}  // namespace riserun::check

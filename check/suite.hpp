// Many ops checked, side by side: what `riserun check` and the demo show.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/check_op.hpp"

namespace riserun::check {

struct SuiteReport {
  std::vector<OpReport> ops;
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

/// Checks the given ops, options.threads at a time. The report does not depend on the threads.
[[nodiscard]] SuiteReport check_ops(std::span<const OpUnderTest> ops, const Options& options = {});

template <class List>
[[nodiscard]] SuiteReport check_ops(const Options& options = {}) {
  const std::vector<OpUnderTest> ops = under_test_all<List>();
  return check_ops(std::span<const OpUnderTest>(ops), options);
}

/// The built-in ops, compiled here once.
[[nodiscard]] const std::vector<OpUnderTest>& builtin_ops();
[[nodiscard]] SuiteReport check_builtin_ops(const Options& options = {});

/// What a user may ask to be checked: "tanh", "pow/1" or "pow/0@0x1p+1,3".
struct Target {
  std::string op;
  int operand = -1;        // -1: every operand
  std::vector<double> at;  // empty: the op's own points
};

/// Throws ConfigError, saying what was expected, where the text is no target.
[[nodiscard]] Target parse_target(std::string_view text);

/// The op of that name; throws ConfigError with the nearest names where there is none.
[[nodiscard]] const OpUnderTest& find_op(std::span<const OpUnderTest> ops, std::string_view name);

/// Judges one point: "tanh/0@0x1.2p+1", decimal or hexadecimal, operands separated by commas;
/// without
/// "/0" every operand. Throws ConfigError for a text, op, operand or count that does not fit.
[[nodiscard]] std::vector<PointReport> check_at(std::string_view target,
                                                std::span<const OpUnderTest> ops,
                                                const Options& options = {});
[[nodiscard]] std::vector<PointReport> check_at(std::string_view target,
                                                const Options& options = {});

/// The same exit code for single points.
[[nodiscard]] int exit_code(std::span<const PointReport> points);

}  // namespace riserun::check

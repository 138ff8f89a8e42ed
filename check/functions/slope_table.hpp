// Rise over run for the eye: one derivative by ever shorter runs, down to where rounding has eaten
// the rise.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/subjects/v_curve.hpp>
#include <riserun/check/verdict/options.hpp>
#include <riserun/check/verdict/verdict.hpp>

namespace riserun::check {

/// (f(x + h) - f(x)) / ((x + h) - x): the run is the difference of the two numbers that there are.
struct SlopeRow {
  double h = 0;
  double rise = 0, run = 0;
  double slope = 0;  // NaN where no run is left
  double error = 0;  // |slope - derivative|
};

struct SlopeTable {
  std::string function, variable;  // "3*x^2", "x"
  double x = 0, fx = 0;
  bool leftward = false;       // h is negative: only there f is finite
  double derivative = 0;       // what the errors are measured from
  std::vector<SlopeRow> rows;  // from the longest run to the shortest, each a power of ten
  int best = -1;               // the row of the smallest error; -1: none is meant
  std::string why;             // what the rows show, in sentences
  PointReport judged;          // backward's derivative against the checker's slope
  VCurve curve;                // the checker's ladder: runs to both sides, by powers of two

  /// The rows and the sentences.
  [[nodiscard]] std::string text() const;
};

/// The table of a function's derivative by one operand. Throws ConfigError for operands that do not
/// fit.
[[nodiscard]] SlopeTable slope_table(const OpUnderTest& function, int operand,
                                     std::span<const double> at, const Options& options = {});

}  // namespace riserun::check

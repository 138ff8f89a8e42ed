// The V-curve: the error of the plain quotient against the step h. Truncation falls from the right
// with h^2, noise rises to the left with 1/h, and the ladder's choice lies below the bottom of the
// V.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/verdict/options.hpp>

namespace riserun::check {

struct CurvePoint {
  double h = 0;
  double error = 0;        // |rise / run - derivative|
  double noise_bound = 0;  // what noise may contribute to it
  double best_error = 0;   // of the tableau's best entry in this row
  // The second opinion, from the op's own partial g: |f(x + h) - f(x)|, and less h g.
  double change = 0, remainder = 0;
};

struct VCurve {
  std::string op;
  int operand = 0;
  std::string variable{};  // the operand's name, where it has one
  std::vector<double> at;
  double derivative = 0;  // by the quad twin's ladder; the partial itself where there is no twin
  std::vector<CurvePoint> points;  // from the largest step to the smallest
  double chosen_h = 0;
  double chosen_error = 0;   // of the value the ladder chose
  double claimed_error = 0;  // its own bound on that
  /// The right arm is error = e^intercept h^order: 2 for a smooth function; NaN if unclear.
  double truncation_order = 0, truncation_intercept = 0;

  /// "exp/0 at 1.25: error 1.2e-15 at h = 0.03125, claimed 4e-15; truncation order 2".
  [[nodiscard]] std::string brief() const;
  /// "h,error,noise_bound,best_error,change,remainder" and a line a point.
  [[nodiscard]] std::string csv() const;
};

/// The curve of an op's derivative by one operand. Throws ConfigError for operands that do not fit.
[[nodiscard]] VCurve v_curve(const OpUnderTest& op, int operand, std::span<const double> at);

/// An ordinary place in the op's domain: 1.25, 0.75, ... where they are inside.
[[nodiscard]] std::vector<double> ordinary_point(const OpInfo& info);

}  // namespace riserun::check

// The verdict on one derivative: what is compared with what, in which order, and when the quad twin
// is asked. Used for ops, functions and models alike.
#pragma once

#include <cmath>
#include <functional>
#include <optional>

#include <riserun/check/slope/rise_over_run.hpp>
#include <riserun/check/verdict/options.hpp>
#include <riserun/check/verdict/verdict.hpp>

namespace riserun::check {

/// How an undifferentiable point is to be taken.
enum class KinkRule {
  reject,   // no kink was declared here
  between,  // any slope between the one-sided ones will do
};

/// One derivative under test: d f / d x at x is claimed to be `analytic`.
struct Question {
  FunctionRef<double(double)> f;
  double x = 0, fx = 0;
  double analytic = 0;
  /// The analytic value is good to budget * (ulp + ulp(1) * rounding): what rounding of its
  /// operands may cost a formula. Asked for only on a mismatch; sum over j of |x_j d2f / dx dx_j|.
  std::function<double()> sensitivity{};
  KinkRule kink_rule = KinkRule::between;
  bool jump_allowed = true;          // a place where f jumps is UNDEFINED rather than a failure
  bool jumps_declared = false;       // steps are meant, and no rounding
  std::optional<double> declared{};  // the slope declared for exactly this point
  double least_step = 0;             // below it the argument of f is rounded
  // Powers of two by which f and the derivative were multiplied (scaled_question.hpp): where the
  // smallest and the largest numbers of double are.
  int f_scaled = 0, slope_scaled = 0;
  /// The nearest places on both sides where f is declared to have no derivative. Where a step would
  /// reach over one, the slope is taken on the freer side of x.
  double edge_below = -HUGE_VAL, edge_above = HUGE_VAL;
  // The quad twin, where there is one.
  const FunctionRef<Quad(Quad)>* twin = nullptr;
  std::function<Quad()> twin_analytic{};  // the same formula in quad
};

/// Fills in the report's figures, verdict and reason.
void judge(const Question& question, const Options& options, PointReport& report);

/// One ulp of a double, as the distance to the next larger one.
[[nodiscard]] double ulp_of(double x);

}  // namespace riserun::check

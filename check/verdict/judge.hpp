// The verdict on one derivative: what is compared with what, in which order, and when the quad twin
// is asked. Used for ops, functions and models alike.
#pragma once

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
  std::optional<double> declared{};  // the slope declared for exactly this point
  double least_step = 0;             // below it the argument of f is rounded
  // The quad twin, where there is one.
  const FunctionRef<Quad(Quad)>* twin = nullptr;
  std::function<Quad()> twin_analytic{};  // the same formula in quad
};

/// Fills in the report's figures, verdict and reason.
void judge(const Question& question, const Options& options, PointReport& report);

/// One ulp of a double, as the distance to the next larger one.
[[nodiscard]] double ulp_of(double x);

}  // namespace riserun::check

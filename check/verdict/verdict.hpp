// What the checker says about one derivative at one point, as a value with every figure behind it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::check {

enum class Verdict {
  pass,          // within tolerance, and the tolerance is fine enough to mean something
  kink,          // the declared convention holds between the one-sided slopes shown
  undefined,     // no derivative there; the declared value and partials hold exactly
  inconclusive,  // no contradiction, but too coarse to count as a pass
  inaccurate,    // the right formula, with too many ulps lost to rounding
  fail,
};

/// "PASS", "KINK", "UNDEFINED", "INCONCLUSIVE", "INACCURATE", "FAIL".
[[nodiscard]] std::string_view to_string(Verdict verdict);

/// Whether a verdict says that the gradient is wrong.
[[nodiscard]] constexpr bool is_wrong(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::inaccurate;
}

/// Whether a verdict of a whole function is a success.
[[nodiscard]] constexpr bool is_right(Verdict verdict) {
  return verdict == Verdict::pass || verdict == Verdict::kink;
}

/// The derivative of one function by one operand at one point. Figures that were not needed are
/// NaN.
struct PointReport {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  std::string subject;               // "tanh", or what the user called the function
  int operand = 0;                   // which derivative
  std::vector<double> at;            // all operands
  std::vector<std::string> names{};  // of the operands; empty: they are counted
  std::uint64_t seed = 0;            // the points' seed
  int number = -1;                   // which of its points; -1: given by hand or declared
  Verdict verdict = Verdict::inconclusive;
  std::string reason;  // why not PASS; the likely mistake where the figures tell it
  std::string repro;   // what repeats this; empty where nothing can

  // The rise over the run, at the step the slope was taken from.
  double h = kUnknown, x_minus = kUnknown, x_plus = kUnknown, rise = kUnknown, run = kUnknown;
  double slope = kUnknown;
  double error = kUnknown;  // estimated bound on the slope's error = truncation + noise
  double truncation = kUnknown, noise = kUnknown;
  double left = kUnknown, right = kUnknown;  // one-sided slopes at a kink

  // The gradient under test.
  double analytic = kUnknown;
  double difference = kUnknown;  // |analytic - slope|; at a kink the distance to [left, right]
  double tolerance = kUnknown;   // 2 error + budget * ulp * condition
  double relative = kUnknown;    // difference / |slope|
  double ulps = kUnknown;        // of the analytic value, against the quad twin where there is one
  double resolution = kUnknown;  // the smallest relative mistake that would have been caught
  bool absolute = false;  // the slope is 0 to many digits: resolution is relative to f's own scale
  bool by_twin = false;   // the figures are the quad twin's
  bool confirmed_step = false;  // a failure seen again with steps of 3/4 h
  bool confirmed_twin = false;  // and by the twin

  /// "tanh/0"; with named operands "d/dx 3*x^2".
  [[nodiscard]] std::string derivative() const;
  /// "tanh/0 at 2.25".
  [[nodiscard]] std::string place() const;
  /// One line: verdict, place, difference against tolerance, reason.
  [[nodiscard]] std::string brief() const;
  /// All figures, a few lines, hexadecimal floats beside decimal ones.
  [[nodiscard]] std::string full() const;
};

}  // namespace riserun::check

// The points where an op declares its derivative: asserted, never skipped.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {

/// Whether a declared boundary or jump has one of these coordinates, so that f may jump here.
[[nodiscard]] bool touches_boundary(const OpInfo& info, std::span<const double> x);

/// Whether a declared boundary that is not finite itself lies on a line through x on which nothing
/// finite is to be expected: one at the end of an operand's domain, or on which forward is not
/// finite at x (`y`) either, as a / b where b is 0.
[[nodiscard]] bool on_boundary_line(const OpInfo& info, std::span<const double> x, double y);

/// Whether the op declares a jump, as a step function does: it has more of them than its table can
/// hold.
[[nodiscard]] bool declares_jumps(const OpInfo& info);

/// How a kink found at these operands is to be taken: declared where a declared kink shares a
/// coordinate with it or, for ops of two or three operands, a tie.
[[nodiscard]] KinkRule kink_rule(const OpInfo& info, std::span<const double> x);

/// The partial that every declared tie of the same operands has, where they all agree: max(7, 7)
/// follows from max(1, 1).
[[nodiscard]] std::optional<double> declared_at_tie(const OpInfo& info, std::span<const double> x,
                                                    int operand);

/// The nearest other values of an operand at which an edge is declared: declared coordinates and,
/// where ties are, the other operands; infinite where there is none.
struct Neighbours {
  double below = -kInfinity, above = kInfinity;
};
[[nodiscard]] Neighbours nearest_edges(const OpInfo& info, std::span<const double> x, int operand);

/// What a missing edge looks like: forward is NaN just outside the domain, and no boundary is
/// declared. Adds a line for each.
void find_missing_edges(const OpUnderTest& op, std::vector<std::string>& gaps);

}  // namespace riserun::check

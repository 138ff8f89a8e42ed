// The points at which formulas leave the range or lose their digits: 0 and -0, subnormals, the
// largest double, powers between, beside 1, beside the edges; and ties of them.
#pragma once

#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/check/subjects/op_under_test.hpp>

namespace riserun::check {

/// Lists of `operands` such values inside the op's domain, beyond it too where the op says so
/// (OpInfo::beyond). Of one or two operands each value stands at every one, of more at some: beside
/// random others, in a tie, or 30 apart. The declared edges come first.
[[nodiscard]] std::vector<std::vector<double>> extreme_points(const OpInfo& info, int operands,
                                                              Random random);

/// Whether an op of any number of operands gives NaN of an infinity and a NaN in one order and not
/// in the other. Adds a line for each infinity of which it does.
void find_lost_nan(const OpUnderTest& op, std::vector<std::string>& broken);

}  // namespace riserun::check

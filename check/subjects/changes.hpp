// Where an op's value or its partial changes suddenly along one operand: what lies between the
// sampled points. A region too thin for them, a jump that every ladder straddles.
#pragma once

#include <span>
#include <vector>

#include <riserun/check/subjects/op_under_test.hpp>

namespace riserun::check {

/// Pairs of neighbouring doubles of operand `operand`, the others as in `x`, between which the value
/// or the partial jumps: at most `most` pairs, each as two points. Values are cheap beside slopes:
/// every power of ten and two, integers and halves and what is close to them, and `own` values are
/// looked at, and every interval between two of them is halved towards its larger change.
[[nodiscard]] std::vector<std::vector<double>> points_of_change(const OpUnderTest& op,
                                                                std::span<const double> x,
                                                                int operand,
                                                                std::span<const double> own,
                                                                std::size_t most);

}  // namespace riserun::check

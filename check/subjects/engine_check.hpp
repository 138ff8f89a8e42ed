// What the engine makes of an op: the gradient under test, and the rules every op must keep in any
// graph: upstream gradients scale it, constants drop out, shared operands add up, sweeps
// accumulate.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/check/subjects/op_under_test.hpp>

namespace riserun::check {

/// Equal, or both NaN.
[[nodiscard]] inline bool same_number(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// An op applied on the current tape and swept.
struct EngineResult {
  double y = 0;
  std::vector<double> gradient;  // 0 for operands that entered as constants
};

/// Records op(x) with the operands whose bit of `constants` is set as constants, sweeps with the
/// upstream gradient `seed`, and rewinds. Operands from 64 on are variables.
[[nodiscard]] EngineResult through_engine(const OpUnderTest& op, std::span<const double> x,
                                          double seed = 1.0, std::uint64_t constants = 0);

/// Compares with the gradient for an upstream of 1 what the engine gives for upstream gradients
/// -0.37, a random one and 0, and with constants for some or all of the operands. Adds a line for
/// each broken rule.
void check_upstream(const OpUnderTest& op, std::span<const double> x, const EngineResult& plain,
                    Random& random, std::vector<std::string>& broken);

/// The shapes a graph can take around the op: the same variable at every operand, a constant at two
/// places, y + y, an unused leaf, two roots, two sweeps, zero_grad, a fan-out of 1000, a chain of
/// 10 000, reuse after a rewind. Adds a line for each broken rule.
void check_shapes(const OpUnderTest& op, std::span<const double> x, const EngineResult& plain,
                  std::vector<std::string>& broken);

}  // namespace riserun::check

// The instructions of W6's program.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench::mixed {

enum class Code : std::uint8_t { add, subtract, multiply, divide, exp, log, tanh, sin };

/// Computes code(result[i - a], result[i - b]) at place i; unary ops leave b at 0. Of the first
/// instruction the second operand is the pass's variable instead.
struct Instruction {
  Code code;
  std::uint8_t a, b;
};

inline constexpr std::size_t kBlock = 63;
inline constexpr std::size_t kWindow = 16;  // the farthest an instruction reads back
inline constexpr std::size_t kPasses = 15625;
inline constexpr std::size_t kOps = (kBlock + 1) * kPasses;  // 1 000 000, with the sum's additions
/// The window before the first pass, then one variable a pass.
inline constexpr std::size_t kVariables = kWindow + kPasses;

using Program = std::array<Instruction, kBlock>;

/// Values of the variables in [0, 1); `step` varies them a little.
[[nodiscard]] std::vector<double> make_variables(std::size_t step);

}  // namespace bench::mixed

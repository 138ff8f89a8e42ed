// The ops that a program records, by number.
#pragma once

#include <cstdint>
#include <span>

#include <riserun/core/op.hpp>

namespace riserun {

class Tangent;

/// An op's partials on numbers with derivatives.
using TangentPartials = void (*)(std::span<const Tangent> x, Tangent y, std::span<Tangent> dy_dx);

/// What pictures, replay and second derivatives need of an op at run time.
struct OpEntry {
  const OpInfo* info;
  double (*evaluate)(const double* x);  // unary and binary ops; null for others, which store y
  TangentPartials partials;             // null for our own ops, and for ops of double only
  bool summand;                         // a sum may take its node into a run
};

/// Adds an op to the run-time table and returns its number: `fixed`, or if that is 0 a free one
/// from kFixedOpNumbers on. Throws TapeError past 1023 ops and for a fixed number taken by another
/// op.
std::uint16_t register_op(OpEntry entry, std::uint16_t fixed = 0);
inline constexpr std::uint16_t kFixedOpNumbers = 8;
[[nodiscard]] const OpEntry& op_entry(std::uint16_t number);

}  // namespace riserun

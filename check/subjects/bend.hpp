// How an op's partials change with an operand: its second derivatives, by rise over run of the
// partials in quad.
#pragma once

#include <span>
#include <vector>

#include <riserun/check/slope/rise_over_run.hpp>
#include <riserun/check/subjects/op_under_test.hpp>

namespace riserun::check {

/// The derivative of one partial, and a bound on its error; infinite where there is none to be had.
/// Both may be beyond the range of double.
struct Bend {
  Quad value{};
  Quad error = std::numeric_limits<Quad>::infinity();

  [[nodiscard]] bool found() const { return isfinite(error); }
};

/// The op's partials in quad.
[[nodiscard]] std::vector<Quad> partials_in_quad(const OpUnderTest& op, std::span<const Quad> x);

/// d(partial i)/dx_j at x for every i, from both sides of x, or from one side without x itself: a
/// convention at a kink does not count. Of steps of several sizes (of the size of x, of 1, of the
/// distance to the next edge) those count that leave the smallest error. `shrink` in (1/2, 1]
/// scales all of them, for a second opinion.
[[nodiscard]] std::vector<Bend> bends_at(const OpUnderTest& op, std::span<const double> x,
                                         std::size_t j, Side side = Side::both,
                                         double shrink = 1.0);

}  // namespace riserun::check

// An op's second derivatives, as the engine's `hessian` computes them, compared with rise over run
// of its partials in quad.
#pragma once

#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/verdict/options.hpp>

namespace riserun::check {

/// How many digits second derivatives must have. `all`: every entry within options.budget ulps times
/// its condition, at the extremes (extremes.hpp) too, and the partials there as well. `usual`: what a
/// wrong formula gets wrong, and rounding does not, 1e-5 of the slope over its operand, inside the
/// domain; so ops of users are judged, whose promise is the slope.
enum class Digits { all, usual };

/// Looks at `samples` points of the domain, at each of them at the whole Hessian, which is to be
/// symmetric. At a jump of the slope anything between both sides will do. Adds a line to `broken` for
/// what is wrong, of each partial and each entry the first. Does nothing for an op without twin. What
/// the op throws leaves, but for a TapeError: it is a line for `all`, and ends the check for `usual`.
void check_second_derivatives(const OpUnderTest& op, int samples, const Options& options,
                              Random random, std::vector<std::string>& broken,
                              Digits digits = Digits::all);

}  // namespace riserun::check

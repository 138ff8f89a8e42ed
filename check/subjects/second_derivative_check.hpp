// An op's second derivatives, as the engine's `hessian` computes them, compared with rise over run
// of its partials in quad.
#pragma once

#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/verdict/options.hpp>

namespace riserun::check {

/// Looks at `samples` points of the domain and at its extremes (extremes.hpp), at each of them at
/// the partials in double against quad and at the whole Hessian: every entry within options.budget
/// ulps times its condition, and symmetric. At a jump of the slope anything between both sides will
/// do. Adds a line to `broken` for what is wrong, of each partial and each entry the first. Does
/// nothing for an op without twin. What the op throws leaves, but for a TapeError, which is a line.
void check_second_derivatives(const OpUnderTest& op, int samples, const Options& options,
                              Random random, std::vector<std::string>& broken);

}  // namespace riserun::check

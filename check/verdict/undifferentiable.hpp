// Verdicts where f has no derivative: at a kink, at a jump.
#pragma once

#include <riserun/check/verdict/comparison.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {

/// KINK where the value lies between the one-sided slopes, is the declared one and may be.
template <class T>
void judge_kink(const Question& question, const Probe<T>& probe, PointReport& report);

/// UNDEFINED where jumps are allowed. They leave the derivative to the op, which must take the slope
/// of one side: seen from afar, or as close as the jump is seen.
template <class T>
void judge_jump(const Question& question, const Evidence<T>& evidence, PointReport& report);

extern template void judge_kink(const Question&, const Probe<double>&, PointReport&);
extern template void judge_kink(const Question&, const Probe<Quad>&, PointReport&);
extern template void judge_jump(const Question&, const Evidence<double>&, PointReport&);
extern template void judge_jump(const Question&, const Evidence<Quad>&, PointReport&);

}  // namespace riserun::check

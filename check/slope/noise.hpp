// The noise of a function: how far one evaluation may be from what the mathematics says, measured
// at the function itself. "One ulp" would be wrong by a factor of 2200 for a log-sum-exp.
#pragma once

#include <riserun/check/slope/function_ref.hpp>
#include <riserun/check/slope/rise_over_run.hpp>

namespace riserun::check {

/// Measured against the quad twin: max(2u|f|, 2 max |f - twin| over nine nodes x (1 + k 2^-18)),
/// and for |x| < 1 once more over nodes as far apart as at 1, and at distances below `reach`
/// (positive, the ladder's first step).
[[nodiscard]] Noise noise_from_twin(FunctionRef<double(double)> f, FunctionRef<Quad(Quad)> twin,
                                    double x, double fx, double reach);

/// For a black box: max(2u|f|, twice the largest residual about a cubic over windows around x from
/// a few ulp to 2^-16 of x), and for |x| < 1 at distances below `reach`, too. A residual that grows
/// with its window is no noise: f bends there.
template <class T>
[[nodiscard]] Noise noise_from_residual(FunctionRef<T(T)> f, T x, T fx, double reach);

/// Rounding that is the same over thousands or millions of ulp, as of e^x in (e^x - 1) / x at 1e-8:
/// the residual of wide windows on both sides of x, where it does not grow with them; 0 where there
/// is none, or more than rounding of f, x or a 1 on the way could make.
template <class T>
[[nodiscard]] double wide_noise(FunctionRef<T(T)> f, T x, T fx, double reach);

/// The height of the step that f takes where it is flat for 16 ulp of x or more and then jumps (a
/// float hidden in double, a sum that absorbs its small terms); 0 where it is not flat, or where
/// the jump is too large a part of f (above 2^-5) to be rounding, such as floor's.
template <class T>
[[nodiscard]] double quantum(FunctionRef<T(T)> f, T x, T fx, double reach);

extern template Noise noise_from_residual(FunctionRef<double(double)>, double, double, double);
extern template Noise noise_from_residual(FunctionRef<Quad(Quad)>, Quad, Quad, double);
extern template double wide_noise(FunctionRef<double(double)>, double, double, double);
extern template double quantum(FunctionRef<double(double)>, double, double, double);
extern template double wide_noise(FunctionRef<Quad(Quad)>, Quad, Quad, double);
extern template double quantum(FunctionRef<Quad(Quad)>, Quad, Quad, double);

}  // namespace riserun::check

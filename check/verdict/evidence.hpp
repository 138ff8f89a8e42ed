// What is found out about one derivative before it is compared: noise and slope, in double or in quad.
#pragma once

#include <riserun/check/verdict/comparison.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {

/// In double. The slope is not found where f is finite on no neighbourhood of x.
[[nodiscard]] Evidence<double> gather(const Question& question, const Options& options);

/// Of the quad twin, which must be there.
[[nodiscard]] Evidence<Quad> gather_twin(const Question& question, const Options& options,
                                         const Noise& in_double);

/// Where the claim is not met, or is met without telling much, and steps reached over a declared
/// edge: takes the slope on the freer side of x instead.
template <class T>
void clear_up(const Question& question, const Claim& claim, Evidence<T>& evidence);

extern template void clear_up(const Question&, const Claim&, Evidence<double>&);
extern template void clear_up(const Question&, const Claim&, Evidence<Quad>&);

}  // namespace riserun::check

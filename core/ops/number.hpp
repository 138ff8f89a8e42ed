// What <cmath> has besides mathematics, for Values: questions about the number, signs, fmax and its
// kin. With these a template written for double takes a Value unchanged.
#pragma once

#include <cmath>

#include <riserun/core/ops/arithmetic.hpp>
#include <riserun/core/ops/piecewise.hpp>
#include <riserun/core/value.hpp>

namespace riserun {

inline bool isfinite(Value x) { return std::isfinite(x.data()); }
inline bool isinf(Value x) { return std::isinf(x.data()); }
inline bool isnan(Value x) { return std::isnan(x.data()); }
inline bool isnormal(Value x) { return std::isnormal(x.data()); }
inline bool signbit(Value x) { return std::signbit(x.data()); }
inline int fpclassify(Value x) { return std::fpclassify(x.data()); }

/// x or -x, whichever has the sign of `sign`; no gradient flows to `sign`.
inline Value copysign(Value x, Value sign) { return signbit(x) == signbit(sign) ? x : -x; }
/// Unlike max and min, which pass a NaN on, these prefer the other operand, as <cmath>'s do.
inline Value fmax(Value a, Value b) { return isnan(a) ? b : (isnan(b) ? a : max(a, b)); }
inline Value fmin(Value a, Value b) { return isnan(a) ? b : (isnan(b) ? a : min(a, b)); }
/// a - b where that is positive, else 0.
inline Value fdim(Value a, Value b) { return a <= b ? Value(0.0) : a - b; }

}  // namespace riserun

// The functions of <cmath> for Lanes.
//
// glibc brings them as libmvec, in vectors of 2, 4 and 8 doubles, within 4 ulp: measured on a
// Zen 5, exp 0.47 ns a lane (scalar libm 2.7), tanh 0.87 (8.2), log 0.55 (2.5), sin 0.39 (8.1),
// worst difference 3 ulp. That needs no package, where SLEEF and xsimd are one each. Without
// glibc 2.35, on another processor, and for the functions that libmvec lacks, <cmath>'s function is
// called lane by lane.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include <riserun/core/ops/constants.hpp>
#include <riserun/lanes/kernels/lane.hpp>

#if defined(__x86_64__) && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 35)
#define RISERUN_LANES_LIBMVEC
#endif
#endif

namespace riserun::lanes {
inline namespace RISERUN_COMPILED_ISA {

/// y[k] = function(x[k]), lane by lane.
template <class Function, class... X>
RISERUN_LANES_INLINE Lanes lane_by_lane(const Function& function, const X&... x) {
  Lanes y;
  for (int part = 0; part < kParts; ++part)
    for (int k = 0; k < kRegister; ++k) y.parts[part][k] = function(x.parts[part][k]...);
  return y;
}

#if defined(RISERUN_LANES_LIBMVEC)
#if RISERUN_REGISTER_DOUBLES == 8
#define RISERUN_LANES_VECTOR_NAME(arguments, name) _ZGVeN8##arguments##_##name
#define RISERUN_LANES_VECTOR __m512d
#elif RISERUN_REGISTER_DOUBLES == 4
#define RISERUN_LANES_VECTOR_NAME(arguments, name) _ZGVdN4##arguments##_##name
#define RISERUN_LANES_VECTOR __m256d
#else
#define RISERUN_LANES_VECTOR_NAME(arguments, name) _ZGVbN2##arguments##_##name
#define RISERUN_LANES_VECTOR __m128d
#endif
#define RISERUN_LANES_1_VECTOR(name)                                                              \
  extern "C" RISERUN_LANES_VECTOR RISERUN_LANES_VECTOR_NAME(v,                                    \
                                                            name)(RISERUN_LANES_VECTOR) noexcept; \
  RISERUN_LANES_INLINE Lanes name(const Lanes& x) {                                               \
    Lanes y;                                                                                      \
    RISERUN_LANES_EACH_PART y.parts[part] =                                                       \
        (Register)RISERUN_LANES_VECTOR_NAME(v, name)((RISERUN_LANES_VECTOR)x.parts[part]);        \
    return y;                                                                                     \
  }
#define RISERUN_LANES_2_VECTOR(name)                                                       \
  extern "C" RISERUN_LANES_VECTOR RISERUN_LANES_VECTOR_NAME(vv, name)(                     \
      RISERUN_LANES_VECTOR, RISERUN_LANES_VECTOR) noexcept;                                \
  RISERUN_LANES_INLINE Lanes name(const Lanes& a, const Lanes& b) {                        \
    Lanes y;                                                                               \
    RISERUN_LANES_EACH_PART y.parts[part] = (Register)RISERUN_LANES_VECTOR_NAME(vv, name)( \
        (RISERUN_LANES_VECTOR)a.parts[part], (RISERUN_LANES_VECTOR)b.parts[part]);         \
    return y;                                                                              \
  }
#else
#define RISERUN_LANES_1_VECTOR(name) RISERUN_LANES_1_SCALAR(name)
#define RISERUN_LANES_2_VECTOR(name) RISERUN_LANES_2_SCALAR(name)
#endif

// Of the rows in functions.inc: RISERUN_LANES_1_VECTOR and its like, by the word for how.
#define RISERUN_LANES_1_SCALAR(name)                               \
  RISERUN_LANES_INLINE Lanes name(const Lanes& x) {                \
    return lane_by_lane([](double v) { return std::name(v); }, x); \
  }
#define RISERUN_LANES_2_SCALAR(name)                                               \
  RISERUN_LANES_INLINE Lanes name(const Lanes& a, const Lanes& b) {                \
    return lane_by_lane([](double v, double w) { return std::name(v, w); }, a, b); \
  }
#define RISERUN_LANES_1_OWN(name)
#define RISERUN_CMATH_1(name, Op, how) RISERUN_LANES_1_##how(name)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_LANES_2_##how(name)
#define RISERUN_PLAIN_1(name) RISERUN_LANES_1_SCALAR(name)
#define RISERUN_PLAIN_2(name) RISERUN_LANES_2_SCALAR(name)
#include <riserun/core/ops/functions.inc>
#undef RISERUN_LANES_1_VECTOR
#undef RISERUN_LANES_2_VECTOR
#undef RISERUN_LANES_1_SCALAR
#undef RISERUN_LANES_2_SCALAR
#undef RISERUN_LANES_1_OWN
RISERUN_LANES_INLINE Lanes lgamma(const Lanes& x) {
  // Not std::lgamma, which writes a global.
  return lane_by_lane(
      [](double v) {
        int sign;
        return ::lgamma_r(v, &sign);
      },
      x);
}

RISERUN_LANES_INLINE Lanes sqrt(const Lanes& x) {
#if RISERUN_REGISTER_DOUBLES == 8
  Lanes y;
  // Masked, because GCC 12 warns of the undefined operand of the other (its bug 105593).
  y.parts[0] = (Register)_mm512_maskz_sqrt_pd(0xFF, (__m512d)x.parts[0]);
  return y;
#elif RISERUN_REGISTER_DOUBLES == 4
  Lanes y;
  RISERUN_LANES_EACH_PART y.parts[part] = (Register)_mm256_sqrt_pd((__m256d)x.parts[part]);
  return y;
#else
  return lane_by_lane([](double v) { return std::sqrt(v); }, x);
#endif
}

RISERUN_LANES_INLINE Lanes fma(const Lanes& a, const Lanes& b, const Lanes& c) {
#if RISERUN_REGISTER_DOUBLES == 8
  Lanes y;
  y.parts[0] =
      (Register)_mm512_fmadd_pd((__m512d)a.parts[0], (__m512d)b.parts[0], (__m512d)c.parts[0]);
  return y;
#elif RISERUN_REGISTER_DOUBLES == 4
  Lanes y;
  RISERUN_LANES_EACH_PART y.parts[part] = (Register)_mm256_fmadd_pd(
      (__m256d)a.parts[part], (__m256d)b.parts[part], (__m256d)c.parts[part]);
  return y;
#else
  return lane_by_lane([](double u, double v, double w) { return std::fma(u, v, w); }, a, b, c);
#endif
}

RISERUN_LANES_INLINE Lanes abs(const Lanes& x) {
  Lanes y;
  RISERUN_LANES_EACH_PART y.parts[part] =
      (Register)((RegisterBits)x.parts[part] & std::numeric_limits<int64_t>::max());
  return y;
}
RISERUN_LANES_INLINE Lanes fabs(const Lanes& x) { return abs(x); }

}  // namespace RISERUN_COMPILED_ISA
}  // namespace riserun::lanes

// The ops' constants are rounded as they are for double.
template <>
inline constexpr bool riserun::ops::kIsDouble<riserun::lanes::Lanes> = true;

// Why `std::sin(x)` in an op does not compile, said in the first line of the error.
//
// An op is a template on its number type, and its functions are found by argument:
// `using std::sin; sin(x)`. Written out, std::sin knows the built-in numbers alone, and of any
// other the compiler says no more than "no matching function". The overloads below are that
// message. They stand in namespace std, which the standard keeps to itself, since a name that is
// written out is looked for nowhere else; no program that compiles calls one.
#pragma once

#include <cmath>
#include <concepts>

namespace riserun {

/// Numbers of ours whose functions are found by argument.
template <class T>
inline constexpr bool kFoundByArgument = false;

template <class T>
inline constexpr bool kFunctionIsWrittenOut = false;

class Tangent;
template <>
inline constexpr bool kFoundByArgument<Tangent> = true;

}  // namespace riserun

#define RISERUN_REFUSE(function)                                                         \
  namespace std { /* NOLINT */                                                           \
  template <class T, same_as<T>... More>                                                 \
  requires riserun::kFoundByArgument<T>                                                  \
  auto function(T x, More...) {                                                          \
    static_assert(riserun::kFunctionIsWrittenOut<T>,                                     \
                  "an op is a template on its number type: write `using std::" #function \
                  "; " #function "(x)` instead of std::" #function                       \
                  "(x), or say `static constexpr bool has_twin = false;`");              \
    return x;                                                                            \
  }                                                                                      \
  }
#define RISERUN_FUNCTIONS(refuse)                                                               \
  refuse(abs) refuse(fabs) refuse(sqrt) refuse(cbrt) refuse(exp) refuse(exp2) refuse(expm1)     \
      refuse(log) refuse(log2) refuse(log10) refuse(log1p) refuse(sin) refuse(cos) refuse(tan)  \
          refuse(asin) refuse(acos) refuse(atan) refuse(sinh) refuse(cosh) refuse(tanh)         \
              refuse(asinh) refuse(acosh) refuse(atanh) refuse(erf) refuse(erfc) refuse(tgamma) \
                  refuse(lgamma) refuse(floor) refuse(ceil) refuse(trunc) refuse(round)         \
                      refuse(pow) refuse(atan2) refuse(hypot) refuse(fmod) refuse(copysign)     \
                          refuse(isfinite) refuse(isnan) refuse(signbit)
RISERUN_FUNCTIONS(RISERUN_REFUSE)
#undef RISERUN_FUNCTIONS
#undef RISERUN_REFUSE

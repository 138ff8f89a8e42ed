// Three ops of one's own, for examples 20 and 21: a smooth loss, a saturation, a dead zone.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/core.hpp>

namespace my {

// y = ln cosh x, dy/dx = tanh x; written so that e^x does not overflow and small x keep their
// digits.
struct LogCosh {
  static constexpr auto info = riserun::unary_op("log_cosh", "ln cosh x", {.domain = {-1e6, 1e6}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    using std::exp;
    using std::log1p;
    using std::sinh;
    const T size = abs(x);
    if (size < T(1)) {  // cosh x = 1 + 2 sinh^2(x/2)
      const T half = sinh(size / T(2));
      return log1p(T(2) * half * half);
    }
    return size + log1p((exp(-T(2) * size) - T(1)) / T(2));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::tanh;
    return {tanh(x)};
  }
};

// Michaelis and Menten's saturation: y = x / (k + x).
struct Saturation {
  static constexpr auto info =
      riserun::binary_op("saturation", "x / (k + x)", {.domain = {{{1e-6, 1e6}, {1e-6, 1e6}}}});
  template <class T>
  static T forward(T x, T k) {
    return x / (k + x);
  }
  template <class T>
  static std::array<T, 2> partials(T x, T k, T) {
    const T sum = k + x;
    return {k / sum / sum, -x / sum / sum};
  }
};

// y = x beyond 1 either way, less that 1; 0 between. Its two kinks are declared: slope 0 there.
struct DeadZone {
  static constexpr auto info = riserun::unary_op(
      "dead_zone", "x - 1 above 1, x + 1 below -1, else 0",
      {.domain = {-100, 100}, .edges = {riserun::kink(1, 0), riserun::kink(-1, 0)}});
  template <class T>
  static T forward(T x) {
    return x > T(1) ? x - T(1) : (x < T(-1) ? x + T(1) : T(0));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x > T(1) || x < T(-1) ? T(1) : T(0)};
  }
};

using Ops = riserun::OpList<LogCosh, Saturation, DeadZone>;

inline riserun::Value log_cosh(riserun::Value x) { return riserun::apply<LogCosh>(x); }
inline riserun::Value saturation(riserun::Value x, riserun::Value k) {
  return riserun::apply<Saturation>(x, k);
}

}  // namespace my

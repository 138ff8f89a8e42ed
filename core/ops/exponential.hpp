// exp, log, sqrt.
#pragma once

#include <array>
#include <cmath>

#include "core/op.hpp"
#include "core/record.hpp"

namespace riserun {
namespace ops {

// d/dx e^x = y
struct Exp {
  static constexpr auto info = unary_op("exp", "e ^ x", {.domain = {-700, 700}});
  template <class T>
  static T forward(T x) {
    using std::exp;
    return exp(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {y};
  }
};

struct Log {
  static constexpr auto info = unary_op(
      "log", "ln x", {.domain = {1e-300, 1e300}, .edges = {boundary(0, -kInfinity, kInfinity)}});
  template <class T>
  static T forward(T x) {
    using std::log;
    return log(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(1) / x};
  }
};

// d/dx sqrt x = 1 / (2 y); +inf at 0, as the curve is.
struct Sqrt {
  static constexpr auto info = unary_op(
      "sqrt", "x ^ (1/2)", {.domain = {1e-300, 1e300}, .edges = {boundary(0, 0, kInfinity)}});
  template <class T>
  static T forward(T x) {
    using std::sqrt;
    return sqrt(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {T(0.5) / y};
  }
};

using Exponential = OpList<Exp, Log, Sqrt>;

}  // namespace ops

inline Value exp(Value x) { return apply<ops::Exp>(x); }
inline Value log(Value x) { return apply<ops::Log>(x); }
inline Value sqrt(Value x) { return apply<ops::Sqrt>(x); }

}  // namespace riserun

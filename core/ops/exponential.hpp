// exp and log, of every base <cmath> has.
#pragma once

#include <array>
#include <cmath>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/record.hpp>

namespace riserun {
namespace ops {

// d/dx e^x = y
struct Exp {
  static constexpr auto info =
      unary_op("exp", "e ^ x", {.domain = {-700, 700}, .beyond = {"e^x leaves the range"}});
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

// d/dx 2^x = y ln 2
struct Exp2 {
  static constexpr auto info =
      unary_op("exp2", "2 ^ x", {.domain = {-1000, 1000}, .beyond = {"2^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::exp2;
    return exp2(x);
  }
  template <class T>
  static std::array<T, 1> partials(T, T y) {
    return {y * ln2<T>()};
  }
};

// d/dx = e^x = y + 1, which cancels as y nears -1.
struct Expm1 {
  static constexpr auto info =
      unary_op("expm1", "e ^ x - 1", {.domain = {-700, 700}, .beyond = {"e^x leaves the range"}});
  template <class T>
  static T forward(T x) {
    using std::expm1;
    return expm1(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::exp;
    return {y > T(-0.5) ? y + T(1) : exp(x)};
  }
};

struct Log {
  static constexpr auto info = unary_op("log", "ln x",
                                        {.domain = {1e-300, 1e300},
                                         .edges = {boundary(0, -kInfinity, kInfinity)},
                                         .beyond = {"subnormal numbers have few digits"}});
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

// d/dx = (1 / ln 2) / x; 1 / (x ln 2) would round a denormal x.
struct Log2 {
  static constexpr auto info = unary_op("log2", "log of x to base 2",
                                        {.domain = {1e-300, 1e300},
                                         .edges = {boundary(0, -kInfinity, kInfinity)},
                                         .beyond = {"subnormal numbers have few digits"}});
  template <class T>
  static T forward(T x) {
    using std::log2;
    return log2(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {log2_of_e<T>() / x};
  }
};

struct Log10 {
  static constexpr auto info = unary_op("log10", "log of x to base 10",
                                        {.domain = {1e-300, 1e300},
                                         .edges = {boundary(0, -kInfinity, kInfinity)},
                                         .beyond = {"subnormal numbers have few digits"}});
  template <class T>
  static T forward(T x) {
    using std::log10;
    return log10(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {log10_of_e<T>() / x};
  }
};

// d/dx = 1 / (1 + x); 1 + x is exact near the edge at -1.
struct Log1p {
  static constexpr auto info = unary_op("log1p", "ln(1 + x)",
                                        {.domain = {-1, 1e300},
                                         .edges = {boundary(-1, -kInfinity, kInfinity)},
                                         .beyond = {"steps beside x leave the range"}});
  template <class T>
  static T forward(T x) {
    using std::log1p;
    return log1p(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(1) / (T(1) + x)};
  }
};

using Exponential = OpList<Exp, Exp2, Expm1, Log, Log2, Log10, Log1p>;

}  // namespace ops

inline Value exp(Value x) { return apply<ops::Exp>(x); }
inline Value exp2(Value x) { return apply<ops::Exp2>(x); }
inline Value expm1(Value x) { return apply<ops::Expm1>(x); }
inline Value log(Value x) { return apply<ops::Log>(x); }
inline Value log2(Value x) { return apply<ops::Log2>(x); }
inline Value log10(Value x) { return apply<ops::Log10>(x); }
inline Value log1p(Value x) { return apply<ops::Log1p>(x); }

}  // namespace riserun

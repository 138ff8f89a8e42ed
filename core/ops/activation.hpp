// tanh, sigmoid, relu: what neurons use.
#pragma once

#include <array>
#include <cmath>

#include "core/op.hpp"
#include "core/record.hpp"

namespace riserun {
namespace ops {

// d/dx tanh = 1 - y^2. From |y| = 3/4 on, 1 - y^2 cancels: one rounding of y is 2^-53 / (1 - y) of
// the result, everything at |x| = 19. There 4 e / (1 + e)^2 with e = exp(-2|x|) keeps all digits.
struct Tanh {
  static constexpr auto info =
      unary_op("tanh", "(e^x - e^-x) / (e^x + e^-x)", {.domain = {-350, 350}});
  template <class T>
  static T forward(T x) {
    using std::tanh;
    return tanh(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    using std::abs;
    using std::exp;
    if (abs(y) < T(0.75)) return {(T(1) - y) * (T(1) + y)};
    const T e = exp(T(-2) * abs(x));
    return {T(4) * e / ((T(1) + e) * (T(1) + e))};
  }
};

// y = 1 / (1 + e^-x), d/dx = e / (1 + e)^2 with e = exp(-|x|): no overflow, no cancellation.
struct Sigmoid {
  static constexpr auto info = unary_op("sigmoid", "1 / (1 + e^-x)", {.domain = {-700, 700}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x));
    return x < T(0) ? e / (T(1) + e) : T(1) / (T(1) + e);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    using std::exp;
    const T e = exp(-abs(x));
    return {e / ((T(1) + e) * (T(1) + e))};
  }
};

// Convention at the kink: slope 0, as in the lecture. NaN stays NaN.
struct Relu {
  static constexpr auto info =
      unary_op("relu", "max(0, x)", {.domain = {-1e8, 1e8}, .edges = {kink(0, 0)}});
  template <class T>
  static T forward(T x) {
    return x < T(0) ? T(0) : x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x > T(0) ? T(1) : T(0)};
  }
};

// ln(1 + e^x), a smooth relu, written so that neither end overflows; d/dx = sigmoid(x).
struct Softplus {
  static constexpr auto info = unary_op("softplus", "ln(1 + e^x)", {.domain = {-700, 1e6}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    using std::exp;
    using std::log1p;
    return (x > T(0) ? x : T(0)) + log1p(exp(-abs(x)));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {Sigmoid::forward(x)};
  }
};

using Activations = OpList<Tanh, Sigmoid, Relu, Softplus>;

}  // namespace ops

inline Value tanh(Value x) { return apply<ops::Tanh>(x); }
inline Value sigmoid(Value x) { return apply<ops::Sigmoid>(x); }
inline Value relu(Value x) { return apply<ops::Relu>(x); }
inline Value softplus(Value x) { return apply<ops::Softplus>(x); }
inline double sigmoid(double x) { return ops::Sigmoid::forward(x); }
inline double relu(double x) { return ops::Relu::forward(x); }
inline double softplus(double x) { return ops::Softplus::forward(x); }

}  // namespace riserun

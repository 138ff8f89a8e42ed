// The functions of numbers, for Numbers: found by argument-dependent lookup, so that a loss written
// as a template on its number type records unchanged (`using std::exp; exp(x)`).
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <riserun/core/ops.hpp>
#include <riserun/lanes/recording/recorded_number.hpp>

namespace riserun::lanes {

inline Number operator+(const Number& a, const Number& b) { return apply<ops::Add>(a, b); }
inline Number operator-(const Number& a, const Number& b) { return apply<ops::Subtract>(a, b); }
inline Number operator*(const Number& a, const Number& b) { return apply<ops::Multiply>(a, b); }
inline Number operator/(const Number& a, const Number& b) { return apply<ops::Divide>(a, b); }
inline Number operator-(const Number& x) { return apply<ops::Negate>(x); }
inline Number operator+(const Number& x) { return x; }
inline Number& Number::operator+=(const Number& other) { return *this = *this + other; }
inline Number& Number::operator-=(const Number& other) { return *this = *this - other; }
inline Number& Number::operator*=(const Number& other) { return *this = *this * other; }
inline Number& Number::operator/=(const Number& other) { return *this = *this / other; }

inline Mask operator<(const Number& a, const Number& b) { return Mask(apply<own::Less>(a, b)); }
inline Mask operator>(const Number& a, const Number& b) { return Mask(apply<own::Less>(b, a)); }
inline Mask operator<=(const Number& a, const Number& b) {
  return Mask(apply<own::LessEqual>(a, b));
}
inline Mask operator>=(const Number& a, const Number& b) {
  return Mask(apply<own::LessEqual>(b, a));
}
inline Mask operator==(const Number& a, const Number& b) { return Mask(apply<own::Equal>(a, b)); }
inline Mask operator!=(const Number& a, const Number& b) {
  return Mask(apply<own::NotEqual>(a, b));
}
inline Mask operator!(const Mask& a) { return Mask(apply<ops::Subtract>(1.0, a.number())); }
inline Mask operator&&(const Mask& a, const Mask& b) {
  return Mask(apply<ops::Min>(a.number(), b.number()));
}
inline Mask operator||(const Mask& a, const Mask& b) {
  return Mask(apply<ops::Max>(a.number(), b.number()));
}

inline Mask operator==(const Mask& a, const Mask& b) { return a.number() == b.number(); }
inline Mask operator!=(const Mask& a, const Mask& b) { return a.number() != b.number(); }

/// a for the points where the mask holds, b for the others; the gradient goes the same way.
inline Number select(const Mask& mask, const Number& a, const Number& b) {
  if (mask.number().is_constant()) return mask.number().constant() != 0.0 ? a : b;
  return apply<own::Select>(mask.number(), a, b);
}

inline Number exp(const Number& x) { return apply<ops::Exp>(x); }
inline Number exp2(const Number& x) { return apply<ops::Exp2>(x); }
inline Number expm1(const Number& x) { return apply<ops::Expm1>(x); }
inline Number log(const Number& x) { return apply<ops::Log>(x); }
inline Number log2(const Number& x) { return apply<ops::Log2>(x); }
inline Number log10(const Number& x) { return apply<ops::Log10>(x); }
inline Number log1p(const Number& x) { return apply<ops::Log1p>(x); }
inline Number sqrt(const Number& x) { return apply<ops::Sqrt>(x); }
inline Number cbrt(const Number& x) { return apply<ops::Cbrt>(x); }
inline Number rsqrt(const Number& x) { return apply<ops::Rsqrt>(x); }
inline Number sin(const Number& x) { return apply<ops::Sin>(x); }
inline Number cos(const Number& x) { return apply<ops::Cos>(x); }
inline Number tan(const Number& x) { return apply<ops::Tan>(x); }
inline Number asin(const Number& x) { return apply<ops::Asin>(x); }
inline Number acos(const Number& x) { return apply<ops::Acos>(x); }
inline Number atan(const Number& x) { return apply<ops::Atan>(x); }
inline Number sinh(const Number& x) { return apply<ops::Sinh>(x); }
inline Number cosh(const Number& x) { return apply<ops::Cosh>(x); }
inline Number tanh(const Number& x) { return apply<ops::Tanh>(x); }
inline Number asinh(const Number& x) { return apply<ops::Asinh>(x); }
inline Number acosh(const Number& x) { return apply<ops::Acosh>(x); }
inline Number atanh(const Number& x) { return apply<ops::Atanh>(x); }
inline Number erf(const Number& x) { return apply<ops::Erf>(x); }
inline Number erfc(const Number& x) { return apply<ops::Erfc>(x); }
inline Number lgamma(const Number& x) { return apply<ops::Lgamma>(x); }
inline Number abs(const Number& x) { return apply<ops::Abs>(x); }
inline Number fabs(const Number& x) { return apply<ops::Abs>(x); }
inline Number floor(const Number& x) { return apply<ops::Floor>(x); }
inline Number relu(const Number& x) { return apply<ops::Relu>(x); }
inline Number selu(const Number& x) { return apply<ops::Selu>(x); }
inline Number softsign(const Number& x) { return apply<ops::Softsign>(x); }
inline Number sigmoid(const Number& x) { return apply<ops::Sigmoid>(x); }
inline Number softplus(const Number& x) { return apply<ops::Softplus>(x); }
inline Number log_sigmoid(const Number& x) { return apply<ops::LogSigmoid>(x); }
inline Number silu(const Number& x) { return apply<ops::Silu>(x); }
inline Number mish(const Number& x) { return apply<ops::Mish>(x); }
inline Number gelu(const Number& x) { return apply<ops::Gelu>(x); }
inline Number gelu_tanh(const Number& x) { return apply<ops::GeluTanh>(x); }
inline Number ceil(const Number& x) { return -floor(-x); }

inline Number pow(const Number& base, const Number& exponent) {
  return apply<ops::Power>(base, exponent);
}
inline Number atan2(const Number& a, const Number& b) { return apply<ops::Atan2>(a, b); }
inline Number hypot(const Number& a, const Number& b) { return apply<ops::Hypot>(a, b); }
inline Number fmod(const Number& a, const Number& b) { return apply<ops::Fmod>(a, b); }
inline Number max(const Number& a, const Number& b) { return apply<ops::Max>(a, b); }
inline Number min(const Number& a, const Number& b) { return apply<ops::Min>(a, b); }
inline Number leaky_relu(const Number& x, const Number& slope = 0.01) {
  return apply<ops::LeakyRelu>(x, slope);
}
inline Number elu(const Number& x, const Number& alpha = 1.0) { return apply<ops::Elu>(x, alpha); }
inline Number fma(const Number& a, const Number& b, const Number& c) {
  return apply<ops::Fma>(a, b, c);
}
inline Number clamp(const Number& x, const Number& low, const Number& high) {
  return apply<ops::Clamp>(x, low, high);
}

inline Mask isnan(const Number& x) { return x != x; }
inline Number trunc(const Number& x) { return select(x < 0.0, ceil(x), floor(x)); }
/// To the next integer, from halfway away from 0.
inline Number round(const Number& x) {
  const Number size = abs(x), whole = floor(size);
  const Number rounded = select(size - whole >= 0.5, whole + 1.0, whole);
  return select(x < 0.0, -rounded, rounded);
}
inline Number floor_div(const Number& a, const Number& b) { return apply<ops::FloorDiv>(a, b); }
/// Unlike max and min, which pass a NaN on, these prefer the other operand, as <cmath>'s do.
inline Number fmax(const Number& a, const Number& b) {
  return select(isnan(a), b, select(isnan(b), a, max(a, b)));
}
inline Number fmin(const Number& a, const Number& b) {
  return select(isnan(a), b, select(isnan(b), a, min(a, b)));
}
/// a - b where that is positive, else 0.
inline Number fdim(const Number& a, const Number& b) { return select(a <= b, 0.0, a - b); }

/// The number as it is, without its slope: no gradient goes through. (Of a Value it is the plain
/// double, a constant of its graph.)
inline Number value_of(const Number& x) { return apply<own::ValueOf>(x); }

inline Number sum(std::span<const Number> x) { return apply<ops::Sum>(x); }
inline Number mean(std::span<const Number> x) { return apply<ops::Mean>(x); }
inline Number prod(std::span<const Number> x) { return apply<ops::Product>(x); }
inline Number norm(std::span<const Number> x) { return apply<ops::Norm>(x); }
inline Number logsumexp(std::span<const Number> x) { return apply<ops::LogSumExp>(x); }

/// a0 b0 + a1 b1 + ..., recorded product by product: so it is recognised with weights as a neuron.
/// Throws ShapeError unless both have the same size, as do the two after it.
Number dot(std::span<const Number> a, std::span<const Number> b);
/// bias + w0 x0 + w1 x1 + ...
Number affine(std::span<const Number> weights, std::span<const Number> x, const Number& bias);
Number squared_distance(std::span<const Number> a, std::span<const Number> b);

/// A point's class: a whole number from 0 on that differs from point to point.
class Label {
 public:
  explicit Label(Number number) : number_(number) {}
  [[nodiscard]] const Number& number() const { return number_; }
  friend Mask operator==(const Label& label, int which) { return label.number_ == Number(which); }
  friend Mask operator!=(const Label& label, int which) { return label.number_ != Number(which); }

 private:
  Number number_;
};

/// scores[label], point by point. Throws ShapeError for no scores; a point whose label is not below
/// their number is refused when it is evaluated.
Number pick(std::span<const Number> scores, const Label& label);
/// -ln of the softmax probability of the label's score.
Number softmax_cross_entropy(std::span<const Number> scores, const Label& label);
/// The same where the class is one for all points.
Number softmax_cross_entropy(std::span<const Number> scores, std::size_t label);
/// Whether the label's score is the largest, the first of equals.
Mask is_largest(std::span<const Number> scores, const Label& label);

}  // namespace riserun::lanes

// The functions of numbers, for Numbers: found by argument-dependent lookup, so that a loss written
// as a template on its number type records unchanged (`using std::exp; exp(x)`).
#pragma once

#include <cmath>
#include <concepts>
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

#define RISERUN_FUNCTION_1(name, Op) \
  inline Number name(const Number& x) { return apply<ops::Op>(x); }
#define RISERUN_FUNCTION_2(name, Op) \
  inline Number name(const Number& a, const Number& b) { return apply<ops::Op>(a, b); }
#define RISERUN_CMATH_1(name, Op, how) RISERUN_FUNCTION_1(name, Op)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_FUNCTION_2(name, Op)
#include <riserun/core/ops/functions.inc>

inline Number ceil(const Number& x) { return -floor(-x); }
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
  template <std::integral Class>
  friend Mask operator==(const Label& label, Class which) {
    return label.number_ == Number(which);
  }
  template <std::integral Class>
  friend Mask operator!=(const Label& label, Class which) {
    return label.number_ != Number(which);
  }

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

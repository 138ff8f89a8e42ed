// `Number`: the number type on which a loss is recorded once for all data points.
//
// It has no value, so a loss cannot branch on it while it is recorded: a comparison gives a `Mask`,
// `select(mask, a, b)` chooses point by point, and `if (x > 0)` does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include <riserun/core/op.hpp>
#include <riserun/core/value.hpp>
#include <riserun/lanes/kernels/lane_op_table.hpp>
#include <riserun/lanes/recording/recording.hpp>

namespace riserun::lanes {

/// One number of the recorded graph, or a constant. A plain number converts to a constant. Copies
/// stand for the same node.
class Number {
 public:
  constexpr Number() : Number(0.0) {}
  template <class N>
  requires std::is_arithmetic_v<N>
  constexpr Number(N number)  // NOLINT: implicit, so that 2.0 * x works
      : constant_(static_cast<double>(number)), ref_(Source::constant, 0) {}
  constexpr explicit Number(Ref ref) : constant_(0.0), ref_(ref) {}

  [[nodiscard]] constexpr bool is_constant() const { return ref_.is(Source::constant); }
  /// Of a constant: its value.
  [[nodiscard]] constexpr double constant() const { return constant_; }
  /// The operand in the current recording; a constant is added to it by this call.
  [[nodiscard]] Ref ref() const {
    return is_constant() ? Recording::current().add_constant(constant_) : ref_;
  }

  Number& operator+=(const Number& other);
  Number& operator-=(const Number& other);
  Number& operator*=(const Number& other);
  Number& operator/=(const Number& other);

 private:
  double constant_;
  Ref ref_;
};

template <class>
inline constexpr bool kNever = false;

/// A bool for each data point, recorded as the number 1 or 0. `!`, `&&` and `||` combine masks;
/// both sides are always recorded.
class Mask {
 public:
  explicit Mask(Number number) : number_(number) {}
  constexpr explicit Mask(bool same_for_all) : number_(same_for_all ? 1.0 : 0.0) {}
  [[nodiscard]] const Number& number() const { return number_; }

  template <class Never = void>
  explicit operator bool() const {
    static_assert(kNever<Never>,
                  "a loss that is recorded for lanes cannot branch on its data: the recording "
                  "serves every point. Write select(mask, a, b), min, max, abs, clamp or relu, or "
                  "leave the loss on the scalar engine");
    return false;
  }

 private:
  Number number_;
};

/// y = Op(x...), recorded. Where all operands are constants so is the result, as on a Tape.
template <UnaryOp Op>
Number apply(const Number& x) {
  if (x.is_constant()) return Op::template forward<double>(x.constant());
  const std::array<Ref, 1> refs{x.ref()};
  return Number(Recording::current().add(op_number<Op>, refs));
}
template <BinaryOp Op>
Number apply(const Number& a, const Number& b) {
  if (a.is_constant() && b.is_constant())
    return Op::template forward<double>(a.constant(), b.constant());
  const std::array<Ref, 2> refs{a.ref(), b.ref()};
  return Number(Recording::current().add(op_number<Op>, refs));
}
template <TernaryOp Op>
Number apply(const Number& a, const Number& b, const Number& c) {
  if (a.is_constant() && b.is_constant() && c.is_constant())
    return Op::template forward<double>(a.constant(), b.constant(), c.constant());
  const std::array<Ref, 3> refs{a.ref(), b.ref(), c.ref()};
  return Number(Recording::current().add(op_number<Op>, refs));
}
template <NaryOp Op, class... X>
requires(Op::info.arity > 3) Number apply(const X&...) {
  static_assert(kNever<Op>,
                "an op of more than three operands by name is not recorded for lanes: leave the "
                "loss on the scalar engine, or take the operands as a list (variadic_op)");
  return {};
}
template <VariadicOp Op>
Number apply(std::span<const Number> x) {
  std::vector<Ref> refs;
  refs.reserve(x.size());
  bool constant = true;
  for (const Number& v : x) constant = constant && v.is_constant();
  if (constant) {
    std::vector<double> values;
    for (const Number& v : x) values.push_back(v.constant());
    return Op::template forward<double>(std::span<const double>(values));
  }
  for (const Number& v : x) refs.push_back(v.ref());
  return Number(Recording::current().add_variadic(op_number<Op>, refs));
}

}  // namespace riserun::lanes

template <>
class std::numeric_limits<riserun::lanes::Number> : public std::numeric_limits<double> {};

// Recording: one op applied to Values becomes one node of the current tape.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <span>
#include <utility>

#include <riserun/core/op.hpp>
#include <riserun/core/op_number.hpp>
#include <riserun/core/tape.hpp>
#include <riserun/core/value.hpp>

namespace riserun {

/// The only door to a tape's arrays that is inlined into users' code.
///
/// Whatever does not happen at nearly every op (a run to settle, arrays to grow) is done by one
/// call out of line that records the op itself: a call in the middle of the short path would make
/// the compiler keep the caller's doubles in memory. For the same reason that call throws nothing
/// but says that it would have, and the exception leaves from a function that does not return:
/// wherever a destructor waits, a loop would otherwise add up its sum in memory and take half as
/// long again.
struct Recorder {
  template <UnaryOp Op>
  static Value record(Value x) {
    Tape& tape = Tape::innermost();
    if (!x.is_node() || tape.store().is_full()) [[unlikely]]
      return unless_failed(record_slowly<Op>(x));
    if constexpr (kChecked) tape.check(x);
    const double y = Op::template forward<double>(x.data_);
    return push<Op>(tape, y, Op::template partials<double>(x.data_, y)[0], 0.0, x.index(),
                    tape.store().size, 0);
  }

  template <BinaryOp Op>
  static Value record(Value a, Value b) {
    if constexpr (SumOp<Op>) {
      if (extends(a, b)) return joined(Op::template forward<double>(a.data_, b.data_), a, b);
      // The compiler may have computed the right operand first.
      if (is_just_before(b, a) && may_be_one_run(a, b)) [[unlikely]]
        return together(Op::template forward<double>(a.data_, b.data_), b, a);
    }
    Tape& tape = Tape::innermost();
    if (a.is_node() && b.is_node()) {
      if (!tape.store().is_full()) [[likely]]
        return record_nodes<Op>(tape, a, b);
    } else if (b.is_constant()) {
      if (a.is_constant()) return Value(Op::template forward<double>(a.data_, b.data_));
      if constexpr (ZeroIsNothingOp<Op>)
        if (b.is_dropped_zero() && tape.records())
          return unchanged(tape, Op::template forward<double>(a.data_, b.data_), a);
      if (a.is_node() && !tape.store().is_full()) return record_left<Op>(tape, a, b.data_);
    } else if (a.is_constant()) {
      if constexpr (SumOp<Op>)
        if (a.is_dropped_zero() && tape.records())
          return unchanged(tape, Op::template forward<double>(a.data_, b.data_), b);
      if (b.is_node() && !tape.store().is_full()) return record_right<Op>(tape, a.data_, b);
    }
    return unless_failed(record_slowly<Op>(a, b));
  }

  template <NaryOp Op>
  static Value record(const std::array<Value, Op::info.arity>& x) {
    std::array<double, Op::info.arity> data, dy_dx;
    for (std::size_t i = 0; i < x.size(); ++i) data[i] = x[i].data_;
    const double y = forward_of<Op, double>(data);
    partials_of<Op, double>(data, y, dy_dx);
    return record_terms(number_of<Op>(), y, x, dy_dx);
  }

  template <VariadicOp Op>
  static Value record(std::span<const Value> x) {
    const std::span<double> both = scratch(2 * x.size());
    const std::span<double> data = both.first(x.size()), dy_dx = both.last(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) data[i] = x[i].data_;
    const double y = Op::template forward<double>(std::span<const double>(data));
    Op::template partials<double>(std::span<const double>(data), y, dy_dx);
    return record_terms(number_of<Op>(), y, x, dy_dx);
  }

  /// A node of any number of operands: constants among them are left out.
  static Value record_terms(std::uint16_t op_number, double y, std::span<const Value> x,
                            std::span<const double> dy_dx);

 private:
  /// The same on a tape that keeps constants: they come after the others, as position and value.
  static Value push_terms_node(Tape& tape, std::uint16_t number, double y, std::uint64_t begin,
                               std::uint32_t variables, std::uint32_t constants);
  [[gnu::noinline, gnu::cold]] static Value record_all_terms(std::uint16_t op_number, double y,
                                                             std::span<const Value> x,
                                                             std::span<const double> dy_dx);
  /// Doubles of this thread that stay until the next call; no allocation once they are enough.
  static std::span<double> scratch(std::size_t count);

  /// Whether b is a node that lies just behind those that a is the sum of, so that a + b is the run
  /// of them all. A node that no sum takes in has length 0, a constant one out of range.
  static bool extends(Value a, Value b) {
    if (b.length() != 1 || a.index() + a.length() != b.index()) return false;
    if (a.length() - 1 >= Value::kLongest - 1) [[unlikely]]
      return false;
    return true;
  }
  /// Whether b begins where a ends; told of what may be joined only.
  static bool is_just_before(Value a, Value b) { return a.index() + a.length() == b.index(); }
  /// Whether two neighbours may be one run also where it is not a node that comes behind a run.
  static bool may_be_one_run(Value a, Value b) {
    const std::uint32_t by_a = a.length(), by_b = b.length();
    return by_a - 1 < Value::kLongest && by_b - 1 < Value::kLongest &&
           by_a + by_b <= Value::kLongest && Tape::innermost().store().lean;
  }
  /// The run of two neighbours, `front` before `behind`.
  static Value together(double y, Value front, Value behind) {
    Tape& tape = Tape::innermost();
    if constexpr (kChecked) tape.check(front), tape.check(behind);
    return tape.run(y, front.index(), front.length() + behind.length());
  }
  /// The run of a and the node b just behind it.
  static Value joined(double y, Value a, Value b) {
    if constexpr (kChecked) return checked_run(y, a, b);
    return {y, a.node_ + Value::kOneLonger};
  }
  static Value checked_run(double y, Value a, Value b);
  /// In fewer instructions than y == 0.
  static bool is_zero(double y) { return std::bit_cast<std::uint64_t>(y) << 1 == 0; }
  /// x, to which a 0 that was dropped is added.
  static Value unchanged(Tape& tape, double y, Value x) {
    if constexpr (kChecked) tape.check(x);
    return {y, x.node_};
  }

  template <class Op>
  static Value record_nodes(Tape& tape, Value a, Value b) {
    if constexpr (kChecked) tape.check(a), tape.check(b);
    const double y = Op::template forward<double>(a.data_, b.data_);
    const std::array<double, 2> dy = Op::template partials<double>(a.data_, b.data_, y);
    return push<Op>(tape, y, dy[0], dy[1], a.index(), b.index(), 0);
  }
  /// An op may say `first_partial(a, b, y)` where the derivative by the first operand alone costs
  /// less than both.
  template <class Op>
  static double first_partial(double a, double b, double y) {
    if constexpr (requires { Op::first_partial(a, b, y); })
      return Op::first_partial(a, b, y);
    else
      return Op::template partials<double>(a, b, y)[0];
  }
  template <class Op>
  static Value record_left(Tape& tape, Value a, double b) {
    if constexpr (kChecked) tape.check(a);
    const double y = Op::template forward<double>(a.data_, b);
    if constexpr (ZeroStaysOp<Op>)
      if (is_zero(y)) [[unlikely]]
        if (b == 0.0 && tape.store().lean) return {y, Value::kDroppedZero};
    return push<Op>(tape, y, first_partial<Op>(a.data_, b, y), b, a.index(), tape.store().size,
                    TapeStore::kRightConstant);
  }
  template <class Op>
  static Value record_right(Tape& tape, double a, Value b) {
    if constexpr (kChecked) tape.check(b);
    const double y = Op::template forward<double>(a, b.data_);
    if constexpr (ZeroStaysOp<Op>)
      if (is_zero(y)) [[unlikely]]
        if (a == 0.0 && tape.store().lean) return {y, Value::kDroppedZero};
    return push<Op>(tape, y, Op::template partials<double>(a, b.data_, y)[1], a, b.index(),
                    tape.store().size, TapeStore::kLeftConstant);
  }

  template <class Op>
  [[gnu::noinline]] static Value record_slowly(Value x) noexcept {
    try {
      if (x.is_constant()) return Value(Op::template forward<double>(x.data_));
      x = settled(x);
      if (!Tape::innermost().has_room()) return Value(Op::template forward<double>(x.data_));
      return record<Op>(x);
    } catch (...) {
      return failed();
    }
  }
  template <class Op>
  [[gnu::noinline]] static Value record_slowly(Value a, Value b) noexcept {
    try {
      if constexpr (SumOp<Op>)
        if (is_just_before(a, b) && may_be_one_run(a, b))
          return together(Op::template forward<double>(a.data_, b.data_), a, b);
      a = settled(a);  // before b: the order of nodes is the order of evaluation
      b = settled(b);
      if (!Tape::innermost().has_room())
        return Value(Op::template forward<double>(a.data_, b.data_));
      return record<Op>(a, b);
    } catch (...) {
      return failed();
    }
  }
  /// Keeps the exception being handled for unless_failed().
  [[gnu::cold]] static Value failed() noexcept;
  static Value unless_failed(Value y) {
    if (y.node_ == Value::kFailed) [[unlikely]]
      throw_failure();
    return y;
  }
  [[noreturn, gnu::noinline, gnu::cold]] static void throw_failure();
  /// The handle with a node of its own where it is a run.
  static Value settled(Value x) {
    if (!x.is_run()) return x;
    Tape& tape = Tape::innermost();
    if constexpr (!kChecked) {
      // Most often it has its node already, and that is the newest of the runs from here.
      const TapeStore& store = tape.store();
      if (x.index() < store.size) {
        const std::uint32_t i = store.runs[x.index()];
        if (i != 0 && store.operands[i].x1 == x.length()) return tape.node(x.data_, i);
      }
    }
    return tape.settle(x);
  }

  template <class Op>
  static Value push(Tape& tape, double y, double dy_dx0, double dy_dx1, std::uint32_t x0,
                    std::uint32_t x1, std::uint16_t flags) {
    TapeStore& store = tape.store();
    const std::uint32_t i = store.take();
    store.dy_dx0[i] = dy_dx0;
    store.dy_dx1[i] = dy_dx1;
    store.operands[i] = OperandNodes::pair(x0, x1);
    store.ops[i] = static_cast<std::uint16_t>(number_of<Op>() | flags);
    return tape.node(y, i, SummandOp<Op> ? 1 : 0);
  }
};

/// y = Op(x...), recorded: how an op of yours is used, `apply<Softsign>(a)`.
template <UnaryOp Op>
Value apply(Value x) {
  return Recorder::record<Op>(x);
}
template <BinaryOp Op>
Value apply(Value a, Value b) {
  return Recorder::record<Op>(a, b);
}
template <NaryOp Op, std::convertible_to<Value>... X>
requires(sizeof...(X) == Op::info.arity) Value apply(X... x) {
  return Recorder::record<Op>({Value(x)...});
}
template <VariadicOp Op>
Value apply(std::span<const Value> x) {
  return Recorder::record<Op>(x);
}

/// The same for an op of any arity, its operands in a span: as many as it takes.
template <AnyOp Op>
Value apply_to(std::span<const Value> x) {
  if constexpr (VariadicOp<Op>)
    return apply<Op>(x);
  else
    return [&]<std::size_t... I>(std::index_sequence<I...>) { return apply<Op>(x[I]...); }
  (internal::Places<Op>{});
}

/// An op that breaks a rule, which is named.
template <class Op, class... X>
requires(!AnyOp<Op>) Value apply(const X&...) {
  static_assert(keeps_rules<Op>());
  return {};
}

}  // namespace riserun

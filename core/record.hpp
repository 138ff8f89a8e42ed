// Recording: one op applied to Values becomes one node of the current tape.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/op.hpp"
#include "core/tangent.hpp"
#include "core/tape.hpp"
#include "core/value.hpp"

// Apart from riserun, since GCC leaves out of a name what the function's own namespace says
// already.
namespace riserun_names {
template <class Op>
consteval std::string_view name_of() {
  return __PRETTY_FUNCTION__;  // "... [with Op = riserun::ops::Exp; ...]"
}
}  // namespace riserun_names

namespace riserun {

/// Whether the op is one of ours; its name is all that tells. What only second derivatives need of
/// ours is compiled once, in second_order.cpp, and not in every file: 0.4 s each.
template <AnyOp Op>
consteval bool is_builtin() {
  return riserun_names::name_of<Op>().find("Op = riserun::ops::") != std::string_view::npos;
}

/// An op that may say `static constexpr bool kAbsorbable = true`: a sum can take its node over.
template <class Op>
concept AbsorbableOp = requires {
  requires Op::kAbsorbable;
};
/// An op that may say `static constexpr bool kCarries = true`: it is the sum of its operands.
template <class Op>
concept CarryingOp = requires {
  requires Op::kCarries;
};

/// Op::partials on numbers with derivatives, behind one type; null for a DoubleOnlyOp.
template <AnyOp Op>
constexpr TangentPartials tangent_partials() {
  if constexpr (DoubleOnlyOp<Op>) {
    return nullptr;
  } else {
    return [](std::span<const Tangent> x, Tangent y, std::span<Tangent> dy_dx) {
      if constexpr (UnaryOp<Op>) {
        dy_dx[0] = Op::template partials<Tangent>(x[0], y)[0];
      } else if constexpr (BinaryOp<Op>) {
        const auto dy = Op::template partials<Tangent>(x[0], x[1], y);
        dy_dx[0] = dy[0], dy_dx[1] = dy[1];
      } else if constexpr (TernaryOp<Op>) {
        const auto dy = Op::template partials<Tangent>(x[0], x[1], x[2], y);
        dy_dx[0] = dy[0], dy_dx[1] = dy[1], dy_dx[2] = dy[2];
      } else {
        Op::template partials<Tangent>(x, y, dy_dx);
      }
    };
  }
}

/// The number of an op in the run-time table. Registered before main().
template <AnyOp Op>
inline const std::uint16_t op_number = register_op(
    {&Op::info,
     [] {
       double (*evaluate)(const double*) = nullptr;
       if constexpr (UnaryOp<Op>)
         evaluate = [](const double* x) { return Op::template forward<double>(x[0]); };
       if constexpr (BinaryOp<Op>)
         evaluate = [](const double* x) { return Op::template forward<double>(x[0], x[1]); };
       return evaluate;
     }(),
     [] {
       TangentPartials partials = nullptr;
       if constexpr (!is_builtin<Op>()) partials = tangent_partials<Op>();
       return partials;
     }()});

/// The only door to a tape's arrays that is inlined into users' code.
struct Recorder {
  static Value make(double data, std::uint32_t index, std::uint32_t tag) {
    return {data, index, tag};
  }

  /// The handle as a valid operand: a product that has been overtaken by a sum becomes a new node.
  static Value settled(Tape& tape, Value x) {
    if constexpr (kChecked) tape.check(x);
    if ((x.tag() & Value::kMeaning) == Value::kAbsorbable) {
      if (x.index() >= tape.size_) [[unlikely]]
        tape.require(x, "operand");  // throws
      if ((tape.ops_[x.index()] & Tape::kCarry) != 0) [[unlikely]]
        return tape.revive(x);
    }
    return x;
  }

  /// Whether b, a product, is the newest node and a the one before it, so that b's node can carry
  /// a.
  static bool carries(Tape& tape, Value a, Value b) {
    const std::uint32_t newest = tape.size_ - 1;
    if ((b.tag() & Value::kMeaning) != Value::kAbsorbable || b.index() != newest ||
        a.index() != newest - 1 || newest < tape.carry_from_)
      return false;
    if constexpr (kChecked) {
      tape.check(a);
      tape.check(b);
    }
    // Neither may mean a product that another sum has taken over.
    return (tape.ops_[newest] & Tape::kCarry) == 0 &&
           ((a.tag() & Value::kMeaning) != Value::kAbsorbable ||
            (tape.ops_[newest - 1] & Tape::kCarry) == 0);
  }

  template <UnaryOp Op>
  static Value record(Value x) {
    const double y = Op::template forward<double>(x.data_);
    if (x.is_constant()) return Value(y);
    Tape& tape = *Tape::current_;
    x = settled(tape, x);
    const std::uint32_t i = tape.push();
    tape.records_[i] = {Op::template partials<double>(x.data_, y)[0], 0.0, x.index(), i};
    tape.ops_[i] = op_number<Op>;
    return finished<Op>(tape, y, i);
  }

  template <BinaryOp Op>
  static Value record(Value a, Value b) {
    const double y = Op::template forward<double>(a.data_, b.data_);
    Tape& tape = *Tape::current_;
    if constexpr (CarryingOp<Op>) {
      if (carries(tape, a, b)) {
        const std::uint32_t i = b.index();
        tape.ops_[i] |= Tape::kCarry;
        return {y, i, tape.stamp(i, Value::kSum)};
      }
    }
    if (a.is_constant()) {
      if (b.is_constant()) return Value(y);
      b = settled(tape, b);
      const std::uint32_t i = tape.push();
      tape.records_[i] = {Op::template partials<double>(a.data_, b.data_, y)[1], a.data_, b.index(),
                          i};
      tape.ops_[i] = static_cast<std::uint16_t>(op_number<Op> | Tape::kLeftConstant);
      return finished<Op>(tape, y, i);
    }
    a = settled(tape, a);
    if (b.is_constant()) {
      const std::uint32_t i = tape.push();
      tape.records_[i] = {Op::template partials<double>(a.data_, b.data_, y)[0], b.data_, a.index(),
                          i};
      tape.ops_[i] = static_cast<std::uint16_t>(op_number<Op> | Tape::kRightConstant);
      return finished<Op>(tape, y, i);
    }
    b = settled(tape, b);
    const std::uint32_t i = tape.push();
    const std::array<double, 2> dy = Op::template partials<double>(a.data_, b.data_, y);
    tape.records_[i] = {dy[0], dy[1], a.index(), b.index()};
    tape.ops_[i] = op_number<Op>;
    return finished<Op>(tape, y, i);
  }

  template <TernaryOp Op>
  static Value record(Value a, Value b, Value c) {
    const double y = Op::template forward<double>(a.data_, b.data_, c.data_);
    const std::array<double, 3> dy = Op::template partials<double>(a.data_, b.data_, c.data_, y);
    const std::array<Value, 3> x{a, b, c};
    return record_terms(op_number<Op>, y, x, dy);
  }

  template <VariadicOp Op>
  static Value record(std::span<const Value> x) {
    const std::span<double> both = scratch(2 * x.size());
    const std::span<double> data = both.first(x.size()), dy_dx = both.last(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) data[i] = x[i].data_;
    const double y = Op::template forward<double>(std::span<const double>(data));
    Op::template partials<double>(std::span<const double>(data), y, dy_dx);
    return record_terms(op_number<Op>, y, x, dy_dx);
  }

  /// A node of any number of operands: constants among them are left out.
  static Value record_terms(std::uint16_t op_number, double y, std::span<const Value> x,
                            std::span<const double> dy_dx);

 private:
  /// The same on a tape that keeps constants: they come after the others, as position and value.
  [[gnu::noinline, gnu::cold]] static Value record_all_terms(std::uint16_t op_number, double y,
                                                             std::span<const Value> x,
                                                             std::span<const double> dy_dx);
  /// Doubles of this thread that stay until the next call; no allocation once they are enough.
  static std::span<double> scratch(std::size_t count);

  template <class Op>
  static Value finished(Tape& tape, double y, std::uint32_t i) {
    return {y, i, tape.stamp(i, AbsorbableOp<Op> ? Value::kAbsorbable : Value::kPlain)};
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
template <TernaryOp Op>
Value apply(Value a, Value b, Value c) {
  return Recorder::record<Op>(a, b, c);
}
template <VariadicOp Op>
Value apply(std::span<const Value> x) {
  return Recorder::record<Op>(x);
}

}  // namespace riserun

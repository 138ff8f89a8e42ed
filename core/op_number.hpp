// The number of an op: its place in the run-time table, where pictures, replay and second
// derivatives find what its struct says.
#pragma once

#include <cstdint>
#include <string_view>

#include <riserun/core/op.hpp>
#include <riserun/core/op_table.hpp>
#include <riserun/core/partials_along.hpp>

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

/// An op of one or two operands that says `static constexpr bool kSummand = true`: a sum can take
/// its node into a run.
template <class Op>
concept SummandOp = requires {
  requires Op::kSummand;
};
/// An op that says `static constexpr bool kSums = true`: it is the sum of its operands.
template <class Op>
concept SumOp = requires {
  requires Op::kSums;
};

/// An op that says `static constexpr bool kZeroStays = true`: with a constant 0 as an operand it
/// is 0, and flat, wherever its result is 0.
template <class Op>
concept ZeroStaysOp = requires {
  requires Op::kZeroStays;
};
/// An op that says `static constexpr bool kZeroIsNothing = true`: x op 0 is x.
template <class Op>
concept ZeroIsNothingOp = requires {
  requires Op::kZeroIsNothing;
};

/// The number of an op in the run-time table. Registered before main(). The ops of every program's
/// inner loops say `kNumber`, below kFixedOpNumbers, so that recording them loads nothing.
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
     }(),
     SummandOp<Op>},
    [] {
      if constexpr (requires { Op::kNumber; })
        return static_cast<std::uint16_t>(Op::kNumber);
      else
        return std::uint16_t{0};
    }());

template <AnyOp Op>
std::uint16_t number_of() {
  if constexpr (requires { Op::kNumber; }) {
    static_cast<void>(&op_number<Op>);  // named, hence registered
    return Op::kNumber;
  } else {
    return op_number<Op>;
  }
}

}  // namespace riserun

// The ops by number. Those of core and of own_ops.hpp are in a table compiled for each instruction
// set; a user's op is compiled with the user's program and registered when that starts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <riserun/core/ops.hpp>
#include <riserun/lanes/kernels/op_kernels.hpp>
#include <riserun/lanes/kernels/own_ops.hpp>

namespace riserun::lanes {

/// Every op that the tables have.
using KnownOps = JoinOps<BuiltinOps, own::Ops>::type;

struct OpEntry {
  const OpInfo* info;
  const OpKernels* kernels;
};

struct Kernels;

/// An op's entry; a known op's has the loops of these kernels.
[[nodiscard]] OpEntry op_entry(std::uint16_t number, const Kernels& kernels);
/// The entry's info alone.
[[nodiscard]] const OpInfo& op_info(std::uint16_t number);

/// Adds an op to the table and returns its number.
std::uint16_t register_op(OpEntry entry);

template <class Op, class List>
struct IndexIn;
template <class Op, class... Ops>
struct IndexIn<Op, OpList<Ops...>> {
  static constexpr std::size_t value = [] {
    constexpr bool same[] = {std::is_same_v<Op, Ops>...};
    std::size_t i = 0;
    while (i < sizeof...(Ops) && !same[i]) ++i;
    return i;
  }();
};
/// The op's place among KnownOps; their count for any other.
template <class Op>
inline constexpr std::size_t kIndexOf = IndexIn<Op, KnownOps>::value;

/// The number of an op. A user's op is registered by this, before main().
template <AnyOp Op>
inline const std::uint16_t op_number = [] {
  if constexpr (kIndexOf<Op> < KnownOps::size)
    return static_cast<std::uint16_t>(kIndexOf<Op>);
  else
    return register_op({&Op::info, &kOpKernels<Op>});
}();

/// The same at compile time, for known ops alone.
template <class Op>
requires(kIndexOf<Op> < KnownOps::size) inline constexpr std::uint16_t kOpNumber = kIndexOf<Op>;
// Those of the ops whose chains are recognised.
inline constexpr std::uint16_t kAdd = kOpNumber<ops::Add>, kMultiply = kOpNumber<ops::Multiply>,
                               kFma = kOpNumber<ops::Fma>;

}  // namespace riserun::lanes

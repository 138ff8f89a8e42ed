// The ops by number: those of core and our own in a table compiled for each instruction set, a
// user's ops where the user's program records them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <riserun/core/ops.hpp>
#include <riserun/lanes/kernels/op_kernels.hpp>
#include <riserun/lanes/kernels/own_ops.hpp>

namespace riserun::lanes {

/// Every op the tables have.
using KnownOps = JoinOps<BuiltinOps, own::Ops>::type;

struct OpEntry {
  const OpInfo* info;
  const OpKernels* kernels;
};

struct Kernels;

/// An op's entry; of a known op, with the loops of these kernels.
[[nodiscard]] OpEntry op_entry(std::uint16_t number, const Kernels& kernels);
/// Its facts alone.
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

/// The number of an op. Registered before main() where it is a user's.
template <AnyOp Op>
inline const std::uint16_t op_number = [] {
  if constexpr (kIndexOf<Op> < KnownOps::size)
    return static_cast<std::uint16_t>(kIndexOf<Op>);
  else
    return register_op({&Op::info, &kOpKernels<Op>});
}();

/// The same for known ops alone, at compile time.
template <class Op>
requires(kIndexOf<Op> < KnownOps::size) inline constexpr std::uint16_t kOpNumber = kIndexOf<Op>;

}  // namespace riserun::lanes

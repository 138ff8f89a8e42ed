// What an op is: its facts (`info`) and two templates on the scalar type, `forward` and `partials`.
//
//   struct Softsign {  // y = x / (1 + |x|), dy/dx = 1 / (1 + |x|)^2
//     static constexpr auto info =
//         riserun::unary_op("softsign", "x / (1 + |x|)", {.domain = {-1e8, 1e8}});
//     template <class T>
//     static T forward(T x) {
//       using std::abs;
//       return x / (T(1) + abs(x));
//     }
//     template <class T>
//     static std::array<T, 1> partials(T x, T /*y*/) { ... }
//   };
//
// `partials` are the local derivatives alone. The engine multiplies by the upstream gradient and
// accumulates, so no author can forget to. Everything else is derived from this one place: the
// recording, the sweep, the checker's points and edge cases, the pictures, the quad twin.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include <riserun/core/op_info.hpp>
#include <riserun/core/written_out.hpp>

namespace riserun {

namespace internal {

/// `Op::forward(x, x, ..)` of so many T; its body is not looked at.
template <class Op, class T, std::size_t... I>
constexpr bool forward_takes(std::index_sequence<I...>) {
  return requires(T x) {
    { Op::template forward<T>((static_cast<void>(I), x)...) } -> std::same_as<T>;
  };
}
template <class Op, std::size_t... I>
constexpr bool partials_take(std::index_sequence<I...>) {
  return requires(double x) { Op::template partials<double>((static_cast<void>(I), x)..., x); };
}
template <class Op, std::size_t... I>
constexpr bool partials_give(std::index_sequence<I...>) {
  return requires(double x) {
    {
      Op::template partials<double>((static_cast<void>(I), x)..., x)
      } -> std::same_as<std::array<double, sizeof...(I)>>;
  };
}

template <class Op>
concept HasInfo = requires {
  { Op::info.arity } -> std::convertible_to<int>;
};
/// Known to the compiler, as `static constexpr` makes it.
template <class Op>
concept HasConstantInfo = requires {
  typename std::integral_constant<int, Op::info.arity>;
};
/// Its operands as indices; none for a variadic op.
template <class Op>
using Places = std::make_index_sequence<(Op::info.arity > 0 ? Op::info.arity : 0)>;

/// How many operands forward takes one by one; 0 for none up to kMaxArity.
template <class Op, std::size_t N = 1>
constexpr int forward_arity() {
  if constexpr (N > kMaxArity)
    return 0;
  else if constexpr (forward_takes<Op, double>(std::make_index_sequence<N>{}))
    return static_cast<int>(N);
  else
    return forward_arity<Op, N + 1>();
}

/// A fixed number of operands, each an argument.
template <class Op>
concept NamedOperands = HasConstantInfo<Op> &&(Op::info.arity >= 1) &&
                        forward_takes<Op, double>(Places<Op>{}) && partials_give<Op>(Places<Op>{});

}  // namespace internal

/// Rule: `static constexpr auto info`, `forward(T x)`, `partials(T x, T y) -> std::array<T, 1>`.
template <class Op>
concept UnaryOp = internal::NamedOperands<Op> &&(Op::info.arity == 1);

/// Rule: `info`, `forward(T a, T b)`, `partials(T a, T b, T y) -> std::array<T, 2>`.
template <class Op>
concept BinaryOp = internal::NamedOperands<Op> &&(Op::info.arity == 2);

/// The same with three operands and more, up to kMaxArity.
template <class Op>
concept NaryOp = internal::NamedOperands<Op> &&(Op::info.arity >= 3);
template <class Op>
concept TernaryOp = NaryOp<Op> &&(Op::info.arity == 3);

/// Rule: `info`, `forward(std::span<const T> x)`, `partials(std::span<const T> x, T y, std::span<T>
/// dy_dx)`, which writes one partial for each operand.
template <class Op>
concept VariadicOp = internal::HasConstantInfo<Op> &&(Op::info.arity == kVariadic) &&
                     requires(std::span<const double> x, std::span<double> d) {
  { Op::template forward<double>(x) } -> std::same_as<double>;
  Op::template partials<double>(x, 0.0, d);
};

template <class Op>
concept AnyOp = UnaryOp<Op> || BinaryOp<Op> || NaryOp<Op> || VariadicOp<Op>;

/// Whether Op keeps the rules; where it breaks one, that one's name is the error.
template <class Op>
constexpr bool keeps_rules() {
  static_assert(internal::HasInfo<Op>,
                "an op needs its facts: static constexpr auto info = riserun::unary_op(\"name\", "
                "\"mathematics\", {.domain = {-10, 10}})");
  if constexpr (internal::HasInfo<Op>) {
    static_assert(internal::HasConstantInfo<Op>,
                  "an op's info must be a constant: static constexpr auto info = ..");
    if constexpr (internal::HasConstantInfo<Op>) {
      constexpr bool kNamed = Op::info.arity != kVariadic;
      constexpr int kTaken = internal::forward_arity<Op>();
      static_assert(!kNamed || kTaken == 0 || kTaken == Op::info.arity,
                    "an op's forward takes as many operands as its info has: unary_op one, "
                    "binary_op two, nary_op<N> N");
      if constexpr (kNamed && kTaken == Op::info.arity) {
        using Places = internal::Places<Op>;
        static_assert(internal::partials_take<Op>(Places{}),
                      "an op needs partials, a template <class T> of its operands and the result: "
                      "partials(T x, T y)");
        static_assert(
            !internal::partials_take<Op>(Places{}) || internal::partials_give<Op>(Places{}),
            "an op's partials return std::array<T, N>, one derivative for each operand");
      } else if constexpr (!kNamed || kTaken == 0) {
        static_assert(!kNamed,
                      "an op's forward is a template <class T> that takes its operands as T and "
                      "returns a T");
        static_assert(kNamed || VariadicOp<Op>,
                      "a variadic op has forward(std::span<const T> x), which returns a T, and "
                      "partials(std::span<const T> x, T y, std::span<T> dy_dx)");
      }
    }
  }
  return AnyOp<Op>;
}

/// Whether the op says where the checker may sample it.
template <AnyOp Op>
constexpr bool states_domain() {
  for (int i = 0; i < (Op::info.arity == kVariadic ? 1 : Op::info.arity); ++i)
    if (!Op::info.domain[static_cast<std::size_t>(i)].stated) return false;
  return true;
}

/// Op::forward and Op::partials of operands in a span, as many as the op has.
template <AnyOp Op, class T>
T forward_of(std::span<const T> x) {
  if constexpr (VariadicOp<Op>)
    return Op::template forward<T>(x);
  else
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return Op::template forward<T>(x[I]...);
    }
  (internal::Places<Op>{});
}
template <AnyOp Op, class T>
void partials_of(std::span<const T> x, T y, std::span<T> dy_dx) {
  if constexpr (VariadicOp<Op>) {
    Op::template partials<T>(x, y, dy_dx);
  } else {
    const auto partials = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return Op::template partials<T>(x[I]..., y);
    }
    (internal::Places<Op>{});
    for (std::size_t i = 0; i < partials.size(); ++i) dy_dx[i] = partials[i];
  }
}

/// An op may say `static constexpr bool has_twin = false`: it takes nothing but double. It is then
/// checked as a black box, and has no second derivative.
template <class Op>
concept DoubleOnlyOp = requires {
  requires !Op::has_twin;
};

/// A list of op types, the compile-time registry that the checker and the op manual walk.
template <class... Ops>
struct OpList {
  static constexpr std::size_t size = sizeof...(Ops);
  /// Calls f.template operator()<Op>() for each op, in order.
  template <class F>
  static void for_each(F&& f) {
    (f.template operator()<Ops>(), ...);
  }
};

template <class... Lists>
struct JoinOps;
template <class... Ops>
struct JoinOps<OpList<Ops...>> {
  using type = OpList<Ops...>;
};
template <class... A, class... B, class... Rest>
struct JoinOps<OpList<A...>, OpList<B...>, Rest...> {
  using type = typename JoinOps<OpList<A..., B...>, Rest...>::type;
};

/// Names an op as a value: EXPECT_GRADIENTS_OK(riserun::op<Softsign>).
template <class Op>
struct OpTag {
  static_assert(keeps_rules<Op>());
  using type = Op;
};
template <class Op>
inline constexpr OpTag<Op> op{};

}  // namespace riserun

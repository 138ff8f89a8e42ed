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
#include <initializer_list>
#include <limits>
#include <span>
#include <string_view>

namespace riserun {

/// Operands an op may have one by one; an op of more operands takes spans (`kVariadic`).
inline constexpr int kMaxArity = 3;
inline constexpr int kVariadic = -1;
inline constexpr int kMaxEdges = 12;
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Closed interval of operand values the checker samples; the op must be finite there and
/// differentiable except at its declared edges.
struct Interval {
  double low = -1e6;
  double high = 1e6;
};

/// What happens at a declared point. `kink`: the one-sided slopes differ and the partials are a
/// convention that lies between them. `boundary`: value and partials are asserted exactly (log at
/// 0). `jump`: they are, too, and the value jumps there, as at every other jump of the op (floor).
enum class EdgeKind { none, kink, boundary, jump };

/// A point where the derivative is declared rather than implied by the neighbourhood.
struct Edge {
  EdgeKind kind = EdgeKind::none;
  std::array<double, kMaxArity> at{};
  double y = 0.0;  // asserted for boundaries only; NaN asks for NaN
  std::array<double, kMaxArity> partials{};
  int operands = 0;  // for an op of any number of operands: how many are meant, 0 to kMaxArity
};

/// Why a domain ends though the op does not. The derivatives hold beyond it too, and the checker
/// compares them there with the quad twin's, unless they cannot be told there (`tried` is false).
struct Beyond {
  std::string_view why;
  bool tried = true;
};

using Operands = std::array<double, kMaxArity>;
using Edges = std::array<Edge, kMaxEdges>;

constexpr Edge kink(double x, double dy_dx) { return {EdgeKind::kink, {x}, 0.0, {dy_dx}}; }
constexpr Edge kink(Operands at, Operands partials) { return {EdgeKind::kink, at, 0.0, partials}; }
constexpr Edge boundary(double x, double y, double dy_dx) {
  return {EdgeKind::boundary, {x}, y, {dy_dx}};
}
constexpr Edge boundary(Operands at, double y, Operands partials) {
  return {EdgeKind::boundary, at, y, partials};
}

constexpr Edge jump(double x, double y, double dy_dx) { return {EdgeKind::jump, {x}, y, {dy_dx}}; }
constexpr Edge jump(Operands at, double y, Operands partials) {
  return {EdgeKind::jump, at, y, partials};
}

/// The operands of an edge of an op of any number of them, and its partials: at most kMaxArity
/// numbers. More are a compile error.
class OperandList {
 public:
  constexpr OperandList(std::initializer_list<double> numbers)
      : count_(static_cast<int>(numbers.size())) {
    std::size_t i = 0;
    for (double number : numbers) numbers_.at(i++) = number;
  }
  [[nodiscard]] constexpr int count() const { return count_; }
  [[nodiscard]] constexpr const Operands& numbers() const { return numbers_; }

 private:
  int count_;
  Operands numbers_{};
};

constexpr Edge list_kink(OperandList at, OperandList partials) {
  return {EdgeKind::kink, at.numbers(), 0.0, partials.numbers(), at.count()};
}
constexpr Edge list_boundary(OperandList at, double y, OperandList partials) {
  return {EdgeKind::boundary, at.numbers(), y, partials.numbers(), at.count()};
}

/// The facts of an op. `mathematics` is one line of plain text; `symbol` is what a picture's circle
/// shows (the name where empty).
struct OpInfo {
  std::string_view name;
  std::string_view mathematics;
  int arity = 1;
  std::array<Interval, kMaxArity> domain{};
  std::string_view symbol;
  Edges edges{};
  Beyond beyond{};

  /// The operands of one of its edges.
  [[nodiscard]] constexpr int operands_of(const Edge& edge) const {
    return arity == kVariadic ? edge.operands : arity;
  }
  [[nodiscard]] constexpr std::string_view drawn() const { return symbol.empty() ? name : symbol; }
};

struct UnaryFacts {
  Interval domain{};
  std::string_view symbol{};
  Edges edges{};
  Beyond beyond{};
};
struct BinaryFacts {
  std::array<Interval, 2> domain{};
  std::string_view symbol{};
  Edges edges{};
  Beyond beyond{};
};
struct TernaryFacts {
  std::array<Interval, 3> domain{};
  std::string_view symbol{};
  Edges edges{};
  Beyond beyond{};
};
/// `domain` holds for every element. Edges are list_kink and list_boundary.
struct VariadicFacts {
  Interval domain{};
  std::string_view symbol{};
  Edges edges{};
  Beyond beyond{};
};

constexpr OpInfo unary_op(std::string_view name, std::string_view mathematics, UnaryFacts facts) {
  return {name, mathematics, 1, {facts.domain}, facts.symbol, facts.edges, facts.beyond};
}
constexpr OpInfo binary_op(std::string_view name, std::string_view mathematics, BinaryFacts facts) {
  return {name,         mathematics, 2,           {facts.domain[0], facts.domain[1]},
          facts.symbol, facts.edges, facts.beyond};
}
constexpr OpInfo ternary_op(std::string_view name, std::string_view mathematics,
                            TernaryFacts facts) {
  return {name, mathematics, 3, facts.domain, facts.symbol, facts.edges, facts.beyond};
}
constexpr OpInfo variadic_op(std::string_view name, std::string_view mathematics,
                             VariadicFacts facts) {
  return {name, mathematics, kVariadic, {facts.domain}, facts.symbol, facts.edges, facts.beyond};
}

/// Rule: `static constexpr auto info`, `forward(T x)`, `partials(T x, T y) -> std::array<T, 1>`.
template <class Op>
concept UnaryOp = Op::info.arity == 1 && requires(double x) {
  { Op::template forward<double>(x) } -> std::same_as<double>;
  { Op::template partials<double>(x, x) } -> std::same_as<std::array<double, 1>>;
};

/// Rule: `info`, `forward(T a, T b)`, `partials(T a, T b, T y) -> std::array<T, 2>`.
template <class Op>
concept BinaryOp = Op::info.arity == 2 && requires(double x) {
  { Op::template forward<double>(x, x) } -> std::same_as<double>;
  { Op::template partials<double>(x, x, x) } -> std::same_as<std::array<double, 2>>;
};

/// Rule: `info`, `forward(T a, T b, T c)`, `partials(T a, T b, T c, T y) -> std::array<T, 3>`.
template <class Op>
concept TernaryOp = Op::info.arity == 3 && requires(double x) {
  { Op::template forward<double>(x, x, x) } -> std::same_as<double>;
  { Op::template partials<double>(x, x, x, x) } -> std::same_as<std::array<double, 3>>;
};

/// Rule: `info`, `forward(std::span<const T> x)`, `partials(std::span<const T> x, T y, std::span<T>
/// dy_dx)`, which writes one partial for each operand.
template <class Op>
concept VariadicOp = Op::info.arity ==
                     kVariadic&& requires(std::span<const double> x, std::span<double> d) {
  { Op::template forward<double>(x) } -> std::same_as<double>;
  Op::template partials<double>(x, 0.0, d);
};

template <class Op>
concept AnyOp = UnaryOp<Op> || BinaryOp<Op> || TernaryOp<Op> || VariadicOp<Op>;

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
template <AnyOp Op>
struct OpTag {
  using type = Op;
};
template <AnyOp Op>
inline constexpr OpTag<Op> op{};

}  // namespace riserun

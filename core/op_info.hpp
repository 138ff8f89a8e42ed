// The facts of an op: its names, where it is smooth, what is declared where it is not.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <string_view>

namespace riserun {

/// Operands an op may have one by one; an op of more operands takes spans (`kVariadic`).
inline constexpr int kMaxArity = 8;
inline constexpr int kVariadic = -1;
inline constexpr int kMaxEdges = 12;
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Closed interval of operand values the checker samples; the op must be finite there and
/// differentiable except at its declared edges.
struct Interval {
  double low = -1e6;
  double high = 1e6;
  bool stated = true;
};
/// What an op has that says nothing: it can be applied, and not checked.
inline constexpr Interval kNotStated{-1e6, 1e6, false};

/// Why a domain ends though the op does not. The derivatives hold beyond it too, and the checker
/// compares them there with the quad twin's, unless they cannot be told there (`tried` is false).
struct Beyond {
  std::string_view why;
  bool tried = true;
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

using Operands = std::array<double, kMaxArity>;

/// The edges of an op, at most kMaxEdges of them; the others are of no kind.
class Edges : public std::array<Edge, kMaxEdges> {
 public:
  constexpr Edges() : array{} {}
  template <std::same_as<Edge>... Given>
  constexpr Edges(Edge first, Given... others) : array{} {  // NOLINT: implicit, {kink(0, 0)}
    static_assert(sizeof...(Given) < kMaxEdges, "an op declares at most 12 edges");
    if constexpr (sizeof...(Given) < kMaxEdges) {
      std::size_t i = 0;
      for (const Edge& edge : {first, others...}) (*this)[i++] = edge;
    }
  }
};

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
  Interval domain = kNotStated;
  std::string_view symbol{};
  Edges edges{};
  Beyond beyond{};
};
/// A domain for each of N operands.
template <std::size_t N>
struct NaryFacts {
  std::array<Interval, N> domain = [] {
    std::array<Interval, N> all;
    all.fill(kNotStated);
    return all;
  }();
  std::string_view symbol{};
  Edges edges{};
  Beyond beyond{};
};
/// `domain` holds for every element. Edges are list_kink and list_boundary.
struct VariadicFacts {
  Interval domain = kNotStated;
  std::string_view symbol{};
  Edges edges{};
  Beyond beyond{};
};

constexpr OpInfo unary_op(std::string_view name, std::string_view mathematics, UnaryFacts facts) {
  return {name, mathematics, 1, {facts.domain}, facts.symbol, facts.edges, facts.beyond};
}
/// Two to kMaxArity operands, each with a name and a domain of its own:
/// nary_op<4>("lerp3", "..", {.domain = {{{0, 1}, {-5, 5}, {-5, 5}, {1, 9}}}}).
template <std::size_t N>
constexpr OpInfo nary_op(std::string_view name, std::string_view mathematics,
                         const NaryFacts<N>& facts) {
  static_assert(N >= 1 && N <= kMaxArity, "an op has at most 8 operands one by one");
  OpInfo info{name, mathematics, static_cast<int>(N), {}, facts.symbol, facts.edges, facts.beyond};
  for (std::size_t i = 0; i < N && i < kMaxArity; ++i) info.domain[i] = facts.domain[i];
  return info;
}
constexpr OpInfo binary_op(std::string_view name, std::string_view mathematics,
                           const NaryFacts<2>& facts) {
  return nary_op<2>(name, mathematics, facts);
}
constexpr OpInfo ternary_op(std::string_view name, std::string_view mathematics,
                            const NaryFacts<3>& facts) {
  return nary_op<3>(name, mathematics, facts);
}
constexpr OpInfo variadic_op(std::string_view name, std::string_view mathematics,
                             VariadicFacts facts) {
  return {name, mathematics, kVariadic, {facts.domain}, facts.symbol, facts.edges, facts.beyond};
}

}  // namespace riserun

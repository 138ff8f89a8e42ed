// Mutants: an op whose partials are broken on purpose, in a way chosen at run time.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <riserun/core/op.hpp>

namespace riserun::check::test {

enum class Class {
  none,
  sign,
  zero,
  twice,
  part,
  plus_1e6,
  times_output,
  times_operand,
  output,
  operand,
  negative_only,
  beyond_4,
  within_0_2,
  within_1e4,
  swapped,
  other_operand,
  first_dropped,
  last_dropped,
  reversed,
  shifted,
  factor_missing,
  stale_value,
  wrong_branch,
  both_branches,
  neither_branch,
  other_convention,
  not_a_number,
};

/// What an op must have for a mutation to be one.
enum class Needs { nothing, several_operands, kink };

struct Mutation {
  const char* name = "none";
  Class kind = Class::none;
  double part = 0;  // for Class::part: the derivative is wrong by this part of itself
  Needs needs = Needs::nothing;
};
inline constexpr Mutation kMutations[] = {
    {"sign", Class::sign},
    {"zero", Class::zero},
    {"x2", Class::twice},
    {"x(1+1e-2)", Class::part, 1e-2},
    {"x(1+1e-3)", Class::part, 1e-3},
    {"x(1+1e-4)", Class::part, 1e-4},
    {"x(1+1e-6)", Class::part, 1e-6},
    {"x(1+1e-9)", Class::part, 1e-9},
    {"x(1+1e-12)", Class::part, 1e-12},
    {"+1e-6", Class::plus_1e6},
    {"times the output", Class::times_output},
    {"times the operand", Class::times_operand},
    {"output for partial", Class::output},
    {"operand for partial", Class::operand},
    {"wrong for x < 0", Class::negative_only},
    {"wrong for abs(x) > 4", Class::beyond_4},
    {"wrong for abs(x) < 0.2", Class::within_0_2},
    {"wrong for abs(x) < 1e-4", Class::within_1e4},
    {"the operand's factor missing", Class::factor_missing},
    {"of the value before", Class::stale_value},
    {"swapped", Class::swapped, 0, Needs::several_operands},
    {"other operand's", Class::other_operand, 0, Needs::several_operands},
    {"first dropped", Class::first_dropped, 0, Needs::several_operands},
    {"last dropped", Class::last_dropped, 0, Needs::several_operands},
    {"reversed", Class::reversed, 0, Needs::several_operands},
    {"shifted by one", Class::shifted, 0, Needs::several_operands},
    {"wrong branch at a kink", Class::wrong_branch, 0, Needs::kink},
    {"both branches", Class::both_branches, 0, Needs::kink},
    {"neither branch", Class::neither_branch, 0, Needs::kink},
    {"another convention", Class::other_convention, 0, Needs::kink},
    {"NaN", Class::not_a_number},
};

inline Mutation current{};
inline long changed = 0;  // gradients that differ bitwise because of the mutation

// The first kink that an op declares for so many operands; null for none.
constexpr const Edge* kink_of(const OpInfo& info, std::size_t operands) {
  for (const Edge& edge : info.edges)
    if (edge.kind == EdgeKind::kink && info.operands_of(edge) == static_cast<int>(operands))
      return &edge;
  return nullptr;
}

// `partials` gives the op's right ones at any operands.
template <class T, class Partials>
void mutate(const OpInfo& info, std::span<const T> x, T y, std::span<T> d, Partials partials) {
  using std::abs;
  const std::size_t n = d.size();
  const std::vector<T> right(d.begin(), d.end());
  auto everywhere = [&](auto f) {
    for (std::size_t i = 0; i < n; ++i) d[i] = f(right[i], x[i]);
  };
  auto scaled = [&](double by) { everywhere([&](T g, T) { return g * T(by); }); };
  auto doubled_where = [&](auto where) {
    everywhere([&](T g, T v) { return where(v) ? T(2) * g : g; });
  };
  switch (current.kind) {
    case Class::none:
      break;
    case Class::sign:
      scaled(-1);
      break;
    case Class::zero:
      scaled(0);
      break;
    case Class::twice:
      scaled(2);
      break;
    case Class::part:
      scaled(1 + current.part);
      break;
    case Class::plus_1e6:
      everywhere([](T g, T) { return g + T(1e-6); });
      break;
    case Class::times_output:
      everywhere([&](T g, T) { return g * y; });
      break;
    case Class::times_operand:
      everywhere([](T g, T v) { return g * v; });
      break;
    case Class::output:
      everywhere([&](T, T) { return y; });
      break;
    case Class::operand:
      everywhere([](T, T v) { return v; });
      break;
    case Class::negative_only:
      doubled_where([](T v) { return v < T(0); });
      break;
    case Class::beyond_4:
      doubled_where([](T v) { return abs(v) > T(4); });
      break;
    case Class::within_0_2:
      doubled_where([](T v) { return abs(v) < T(0.2); });
      break;
    case Class::within_1e4:
      doubled_where([](T v) { return abs(v) < T(1e-4); });
      break;
    case Class::swapped:
      if (n > 1) std::swap(d[0], d[1]);
      break;
    case Class::other_operand:
      if (n > 1) d[0] = right[1];
      break;
    case Class::first_dropped:
      if (n > 1) d[0] = T(0);
      break;
    case Class::last_dropped:
      if (n > 1) d[n - 1] = T(0);
      break;
    case Class::reversed:
      for (std::size_t i = 0; i < n; ++i) d[i] = right[n - 1 - i];
      break;
    case Class::shifted:
      for (std::size_t i = 0; i < n; ++i) d[i] = right[(i + 1) % n];
      break;
    case Class::factor_missing:
      everywhere([](T g, T v) { return v == T(0) ? g : g / v; });
      break;
    case Class::stale_value: {  // what the call before should have been given
      thread_local std::vector<T> before;
      const std::vector<T> now(x.begin(), x.end());
      if (before.size() == n) partials(std::span<const T>(before), d);
      before = now;
      break;
    }
    case Class::wrong_branch:
    case Class::both_branches:
    case Class::neither_branch: {  // the other side of the kink is the mirrored point
      const Edge* const edge = kink_of(info, n);
      if (edge == nullptr) break;
      std::vector<T> mirrored(n), other(n);
      for (std::size_t i = 0; i < n; ++i) mirrored[i] = T(2 * edge->at[i]) - x[i];
      partials(std::span<const T>(mirrored), std::span<T>(other));
      for (std::size_t i = 0; i < n; ++i)
        d[i] = current.kind == Class::wrong_branch    ? other[i]
               : current.kind == Class::both_branches ? right[i] + other[i]
                                                      : T(0);
      break;
    }
    case Class::other_convention: {  // right everywhere but at the kink itself
      const Edge* const edge = kink_of(info, n);
      if (edge == nullptr) break;
      bool there = true;
      for (std::size_t i = 0; i < n; ++i) there = there && x[i] == T(edge->at[i]);
      if (there) everywhere([](T g, T) { return g == T(0) ? T(1) : T(0); });
      break;
    }
    case Class::not_a_number:
      everywhere([](T, T) { return std::numeric_limits<T>::quiet_NaN(); });
      break;
  }
  if constexpr (std::is_same_v<T, double>)
    for (std::size_t i = 0; i < n; ++i) {
      const bool zeros = d[i] == 0 && right[i] == 0;  // -0 is no other gradient than 0
      changed +=
          !zeros && std::bit_cast<std::uint64_t>(d[i]) != std::bit_cast<std::uint64_t>(right[i]);
    }
}

// The op with mutated partials: what the engine records and what the twin is told.
template <class Op>
struct Mutant {
  static constexpr auto info = Op::info;
  template <class T>
  static T forward(T a) requires UnaryOp<Op> {
    return Op::template forward<T>(a);
  }
  template <class T>
  static T forward(T a, T b) requires BinaryOp<Op> {
    return Op::template forward<T>(a, b);
  }
  template <class T>
  static T forward(T a, T b, T c) requires TernaryOp<Op> {
    return Op::template forward<T>(a, b, c);
  }
  template <class T>
  static T forward(std::span<const T> x) requires VariadicOp<Op> {
    return Op::template forward<T>(x);
  }
  template <class T>
  static std::array<T, 1> partials(T a, T y) requires UnaryOp<Op> {
    std::array<T, 1> d = Op::template partials<T>(a, y);
    mutate<T>(info, std::array{a}, y, d, [](std::span<const T> x, std::span<T> result) {
      result[0] = Op::template partials<T>(x[0], Op::template forward<T>(x[0]))[0];
    });
    return d;
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) requires BinaryOp<Op> {
    std::array<T, 2> d = Op::template partials<T>(a, b, y);
    mutate<T>(info, std::array{a, b}, y, d, [](std::span<const T> x, std::span<T> result) {
      const auto all = Op::template partials<T>(x[0], x[1], Op::template forward<T>(x[0], x[1]));
      std::copy(all.begin(), all.end(), result.begin());
    });
    return d;
  }
  template <class T>
  static std::array<T, 3> partials(T a, T b, T c, T y) requires TernaryOp<Op> {
    std::array<T, 3> d = Op::template partials<T>(a, b, c, y);
    mutate<T>(info, std::array{a, b, c}, y, d, [](std::span<const T> x, std::span<T> result) {
      const auto all =
          Op::template partials<T>(x[0], x[1], x[2], Op::template forward<T>(x[0], x[1], x[2]));
      std::copy(all.begin(), all.end(), result.begin());
    });
    return d;
  }
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> d) requires VariadicOp<Op> {
    Op::template partials<T>(x, y, d);
    mutate<T>(info, x, y, d, [](std::span<const T> at, std::span<T> result) {
      Op::template partials<T>(at, Op::template forward<T>(at), result);
    });
  }
};

}  // namespace riserun::check::test

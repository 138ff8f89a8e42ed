// Mutants: an op whose partials are broken on purpose, in a way chosen at run time.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/op.hpp"

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
  not_a_number,
};

struct Mutation {
  const char* name = "none";
  Class kind = Class::none;
  double part = 0;  // for Class::part: the derivative is wrong by this part of itself
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
    {"swapped", Class::swapped},
    {"other operand's", Class::other_operand},
    {"first dropped", Class::first_dropped},
    {"last dropped", Class::last_dropped},
    {"reversed", Class::reversed},
    {"shifted by one", Class::shifted},
    {"NaN", Class::not_a_number},
};

inline Mutation current{};
inline long changed = 0;  // gradients that differ bitwise because of the mutation

template <class T>
void mutate(std::span<const T> x, T y, std::span<T> d) {
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
    mutate<T>(std::array{a}, y, d);
    return d;
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) requires BinaryOp<Op> {
    std::array<T, 2> d = Op::template partials<T>(a, b, y);
    mutate<T>(std::array{a, b}, y, d);
    return d;
  }
  template <class T>
  static std::array<T, 3> partials(T a, T b, T c, T y) requires TernaryOp<Op> {
    std::array<T, 3> d = Op::template partials<T>(a, b, c, y);
    mutate<T>(std::array{a, b, c}, y, d);
    return d;
  }
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> d) requires VariadicOp<Op> {
    Op::template partials<T>(x, y, d);
    mutate<T>(x, y, d);
  }
};

}  // namespace riserun::check::test

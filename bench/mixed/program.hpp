// W6: a million mixed scalar ops, written once for any number type. A block of 63 instructions,
// each reading recent results, is passed 15 625 times; at the begin of each pass a variable enters,
// at its end the last result is added to the sum that is differentiated. There is no interpreter:
// every contestant compiles the same block to straight-line code.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "bench/mixed/instruction.hpp"

namespace bench::mixed {

/// Found by search (search.cpp, which printed it) so that results and gradients stay tame through
/// all passes: a speed measured on infinities or denormal numbers would mean nothing.
inline constexpr Program kProgram{{
#include "bench/mixed/program.inc"
}};

/// Place I of a pass. r[kWindow + I] is its result; x the pass's variable.
template <std::size_t I, class T, class X>
[[gnu::always_inline]] inline void compute(T* r, const X& x) {
  using std::exp, std::log, std::sin, std::tanh;
  constexpr Instruction kDo = kProgram[I];
  const T a = r[kWindow + I - kDo.a];
  T& y = r[kWindow + I];
  if constexpr (I == 0)
    y = a + x;
  else if constexpr (kDo.code == Code::add)
    y = a + r[kWindow + I - kDo.b];
  else if constexpr (kDo.code == Code::subtract)
    y = a - r[kWindow + I - kDo.b];
  else if constexpr (kDo.code == Code::multiply)
    y = a * r[kWindow + I - kDo.b];
  else if constexpr (kDo.code == Code::divide)
    y = a / r[kWindow + I - kDo.b];
  else if constexpr (kDo.code == Code::exp)
    y = exp(a);
  else if constexpr (kDo.code == Code::log)
    y = log(a);
  else if constexpr (kDo.code == Code::tanh)
    y = tanh(a);
  else
    y = sin(a);
}

template <class T, class X, std::size_t... I>
[[gnu::always_inline]] inline void pass(T* r, const X& x, std::index_sequence<I...>) {
  (compute<I>(r, x), ...);
}

/// The whole program, or fewer passes of it: `variable(k)` gives the k-th of kWindow + passes.
template <class T, class Variable>
T run(const Variable& variable, std::size_t passes = kPasses) {
  std::array<T, kWindow + kBlock> r;
  for (std::size_t k = 0; k < kWindow; ++k) r[k] = variable(k);
  T sum(0.0);
  for (std::size_t p = 0; p < passes; ++p) {
    pass(r.data(), variable(kWindow + p), std::make_index_sequence<kBlock>());
    sum += r.back();
    for (std::size_t k = 0; k < kWindow; ++k) r[k] = r[kBlock + k];
  }
  return sum;
}

}  // namespace bench::mixed

// W1: the expression of micrograd's README, for any number type.
#pragma once

#include <memory>

#include "bench/harness.hpp"

namespace bench {

/// A step evaluates and differentiates it this often, each time from other a and b.
inline constexpr std::size_t kExpressions = 256;

/// The README's a = -4, b = 2, moved a little so that no two evaluations are the same.
struct ExpressionInputs {
  double a, b;
};
inline ExpressionInputs expression_inputs(std::size_t step, std::size_t i) {
  const double t = static_cast<double>((step * 97 + i) % 1024) / 1024;
  return {-4.0 - t, 2.0 + t / 2};
}

/// g(a, b) as the README writes it.
template <class T>
T expression(T a, T b) {
  T c = a + b;
  T d = a * b + pow(b, 3);
  c += c + 1;
  c += 1 + c + (-a);
  d += d * 2 + relu(b + a);
  d += 3 * d + relu(b - a);
  T e = c - d;
  T f = pow(e, 2);
  T g = f / 2.0;
  g += 10.0 / f;
  return g;
}

[[nodiscard]] std::unique_ptr<Contestant> hand_expression();
[[nodiscard]] std::unique_ptr<Contestant> riserun_expression();

}  // namespace bench

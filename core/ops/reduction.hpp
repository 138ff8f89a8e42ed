// Ops of any number of operands: sum, mean, product, norm.
#pragma once

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <vector>

#include <riserun/core/op.hpp>
#include <riserun/core/ops/constants.hpp>
#include <riserun/core/ops/sums_of_others.hpp>
#include <riserun/core/record.hpp>
#include <riserun/core/select.hpp>

namespace riserun {
namespace ops {

struct Sum {
  static constexpr auto info = variadic_op(
      "sum", "x0 + x1 + ...",
      {.domain = {-1e4, 1e4},
       .symbol = "sum",
       .edges = {list_boundary({}, 0, {}), list_boundary({kInfinity, 1}, kInfinity, {1, 1}),
                 list_boundary({kInfinity, -kInfinity}, kNaN, {1, 1})},
       .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(std::span<const T> x) {
    T sum(0);
    for (const T& v : x) sum = sum + v;
    return sum;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = T(1);
  }
};

// NaN of no operands, as 0 / 0 is.
struct Mean {
  static constexpr auto info =
      variadic_op("mean", "(x0 + x1 + ...) / n",
                  {.domain = {-1e4, 1e4},
                   .edges = {list_boundary({}, kNaN, {}), list_boundary({-3}, -3, {1}),
                             list_boundary({kInfinity, 1}, kInfinity, {0.5, 0.5})},
                   .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(std::span<const T> x) {
    return Sum::forward(x) / T(static_cast<double>(x.size()));
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    const T share = T(1) / T(static_cast<double>(x.size()));
    for (T& d : dy_dx) d = share;
  }
};

// d/dxi = the product of the others, from the products of those before and of those after: y / xi
// would say 0/0 at a zero. The products carry their rounding errors along (Ogita, Rump and Oishi
// 2005), which a thousand plain ones would add up to 18 ulp.
struct Product {
  static constexpr auto info = variadic_op(
      "prod", "x0 x1 ...",
      {.domain = {0.25, 4},
       .edges = {list_boundary({}, 1, {}), list_boundary({-3}, -3, {1}),
                 list_boundary({0, 2, 3}, 0, {6, 0, 0}), list_boundary({0, 0, 3}, 0, {0, 0, 0}),
                 list_boundary({-2, 3, -0.5}, 3, {-1.5, 1, -6}),
                 list_boundary({kInfinity, 2}, kInfinity, {2, kInfinity}),
                 list_boundary({kInfinity, 0}, kNaN, {0, kInfinity})},
       .beyond = {"products leave the range"}});
  template <class T>
  static T forward(std::span<const T> x) {
    T product(1);
    for (const T& v : x) product = product * v;
    return product;
  }
  template <class T>
  static void partials(std::span<const T> x, T, std::span<T> dy_dx) {
    // The errors of the products before each factor wait in memory of this thread.
    thread_local std::vector<T> errors;
    errors.resize(x.size());
    Running<T> before, after;
    for (std::size_t i = 0; i < x.size(); ++i) {
      dy_dx[i] = before.product;
      errors[i] = before.error;
      before.take(x[i]);
    }
    for (std::size_t i = x.size(); i-- > 0;) {
      Running<T> both{dy_dx[i], errors[i]};
      both.take(after.product);
      dy_dx[i] = Running<T>{both.product, both.error + dy_dx[i] * after.error}.value();
      after.take(x[i]);
    }
  }

 private:
  template <class T>
  struct Running {
    T product{1}, error{0};

    void take(T factor) {
      using std::fma;
      const T next = product * factor;
      error = error * factor + fma(product, factor, -next);
      product = next;
    }
    // The error is NaN where the product has left the range, and says nothing then.
    [[nodiscard]] T value() const {
      return select(error - error == T(0), product + error, product);
    }
  };
};

// d/dxi = xi / y. Convention at the tip of the cone, where all are 0: 0. Squares that leave the
// range are taken of x / the largest |x| instead; where y itself has left it, or its digits, the
// slopes are those of a multiple of x.
struct Norm {
  static constexpr auto info = variadic_op(
      "norm", "sqrt(x0^2 + x1^2 + ...)",
      {.domain = {-1e8, 1e8},
       .edges = {list_boundary({}, 0, {}), list_kink({0}, {0}), list_kink({0, 0}, {0, 0}),
                 list_kink({0, 0, 0}, {0, 0, 0}), list_boundary({3, -4}, 5, {0.6, -0.8}),
                 list_boundary({0, -4}, 4, {0, -1}),
                 list_boundary({kInfinity, 1}, kInfinity, {kNaN, 0}),
                 list_boundary({kNaN, 1}, kNaN, {kNaN, kNaN})},
       .beyond = {"the larger operand's rounding hides the smaller"}});
  template <class T>
  static T forward(std::span<const T> x) {
    using std::abs;
    using std::sqrt;
    T sum(0);
    for (const T& v : x) sum = sum + v * v;
    if (sum > T(1e-280) && sum < T(1e300)) return sqrt(sum);
    if (sum != sum) return sum;
    T largest(0);
    for (const T& v : x)
      if (abs(v) > largest) largest = abs(v);
    if (largest == T(0) || largest == T(kInfinity)) return largest;
    sum = T(0);
    for (const T& v : x) sum = sum + (v / largest) * (v / largest);
    return largest * sqrt(sum);
  }
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    if (y < T(1e-290) || y > T(1e300)) return scaled_partials(x, y, dy_dx);
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = x[i] / y;
  }
  // Along t, the unit vector u changes by the sum over the others of uk (uk ti - ui tk), over y: in
  // (1 - ui^2) ti nothing is left of the others when |ui| is near 1.
  template <std::same_as<Tangent> T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    std::vector<double> data, unit(x.size());
    for (const T& v : x) data.push_back(v.value());
    partials<double>(data, y.value(), unit);
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = unit[i];
    if (y == T(0)) return;
    const double part = y < T(kInfinity) ? 1 : 0x1p-600;  // of x, whose length does not overflow
    for (double& v : data) v *= part;
    const double length = part == 1 ? y.value() : forward<double>(data);
    sums_of_others(
        x.size(),
        [&](std::size_t k) {
          return std::array{unit[k] * unit[k], Tangent::along(x[k].derivative(), unit[k])};
        },
        [&](std::size_t i, const std::array<double, 2>& others) {
          // Divided first: the product of two small factors may be subnormal, its quotient not.
          const double per = others[1] / length;
          const double turned = std::isfinite(per) ? unit[i] * per : unit[i] * others[1] / length;
          const double own = Tangent::along(x[i].derivative(), others[0]) / length;
          dy_dx[i] += T(0.0, part * (own - turned));
        });
  }

 private:
  template <class T>
  static void scaled_partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    using std::sqrt;
    const T factor = y < T(1) ? T(0x1p1000) : T(0x1p-600);
    T sum(0);
    for (const T& v : x) sum = sum + (v * factor) * (v * factor);
    for (std::size_t i = 0; i < x.size(); ++i)
      dy_dx[i] = y == T(0) ? T(0) : x[i] * factor / sqrt(sum);
  }
};

using Reductions = OpList<Sum, Mean, Product, Norm>;

}  // namespace ops

/// The sum of all; 0 of none.
inline Value sum(std::span<const Value> x) { return apply<ops::Sum>(x); }
inline double sum(std::span<const double> x) { return ops::Sum::forward(x); }
/// The sum over the count; NaN of none.
inline Value mean(std::span<const Value> x) { return apply<ops::Mean>(x); }
inline double mean(std::span<const double> x) { return ops::Mean::forward(x); }
/// The product of all; 1 of none.
inline Value prod(std::span<const Value> x) { return apply<ops::Product>(x); }
inline double prod(std::span<const double> x) { return ops::Product::forward(x); }
/// The Euclidean length; 0 of none.
inline Value norm(std::span<const Value> x) { return apply<ops::Norm>(x); }
inline double norm(std::span<const double> x) { return ops::Norm::forward(x); }

}  // namespace riserun

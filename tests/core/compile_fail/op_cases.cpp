// Ops that break a rule: one case a macro, each with the rule that the first error must name.
#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/core/core.hpp>

#include <array>
#include <cmath>

using riserun::Value;

namespace {

template <class T>
T square(T x) {
  return x * x;
}

#if defined(NO_INFO)
struct Square {
#elif defined(INFO_IS_NO_CONSTANT)
struct Square {
  static inline auto info = riserun::unary_op("square", "x^2", {.domain = {-9, 9}});
#elif defined(NO_DOMAIN)
struct Square {
  static constexpr auto info = riserun::unary_op("square", "x^2", {});
#elif defined(OTHER_ARITY)
struct Square {
  static constexpr auto info =
      riserun::binary_op("square", "x^2", {.domain = {{{-9, 9}, {-9, 9}}}});
#elif defined(ONE_DOMAIN_OF_TWO)
struct Product {
  static constexpr auto info = riserun::nary_op<2>("product", "a b", {.symbol = "*"});
  template <class T>
  static T forward(T a, T b) {
    return a * b;
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T) {
    return {b, a};
  }
};
struct Square {
#elif defined(THIRTEEN_EDGES)
struct Square {
  static constexpr auto info = riserun::unary_op(
      "square", "x^2",
      {.domain = {-9, 9},
       .edges = {riserun::kink(1, 2), riserun::kink(1, 2), riserun::kink(1, 2), riserun::kink(1, 2),
                 riserun::kink(1, 2), riserun::kink(1, 2), riserun::kink(1, 2), riserun::kink(1, 2),
                 riserun::kink(1, 2), riserun::kink(1, 2), riserun::kink(1, 2), riserun::kink(1, 2),
                 riserun::kink(1, 2)}});
#elif defined(TOO_MANY_OPERANDS)
struct Square {
  static constexpr auto info = riserun::nary_op<9>("square", "x^2", {});
#else
struct Square {
  static constexpr auto info = riserun::unary_op("square", "x^2", {.domain = {-9, 9}});
#endif

#if defined(NO_FORWARD)
#elif defined(FORWARD_OF_DOUBLES)
  static double forward(double x) { return square(x); }
#elif defined(STD_WRITTEN_OUT)
  template <class T>
  static T forward(T x) {
    return std::abs(x) * std::abs(x);
  }
#else
  template <class T>
  static T forward(T x) {
    return square(x);
  }
#endif

#if defined(NO_PARTIALS)
#elif defined(TWO_PARTIALS)
  template <class T>
  static std::array<T, 2> partials(T x, T) {
    return {T(2) * x, T(0)};
  }
#elif defined(PARTIAL_ALONE)
  template <class T>
  static T partials(T x, T) {
    return T(2) * x;
  }
#elif defined(PARTIALS_WRITTEN_OUT)
  template <class T>
  static std::array<T, 1> partials(T x, T y) {
    return {T(2) * std::sqrt(y) * x / std::abs(x)};
  }
#else
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {T(2) * x};
  }
#endif
};

struct Total {  // an op of any number of operands
  static constexpr auto info = riserun::variadic_op("total", "x0 + x1 + ..", {.domain = {-9, 9}});
  template <class T>
  static T forward(std::span<const T> x) {
    T sum(0);
    for (const T& v : x) sum += v;
    return sum;
  }
  template <class T>
#if defined(VARIADIC_PARTIALS)
  static std::array<T, 1> partials(T, T) {
    return {T(1)};
  }
#else
  static void partials(std::span<const T>, T, std::span<T> dy_dx) {
    for (T& d : dy_dx) d = T(1);
  }
#endif
};

}  // namespace

int main() {
  riserun::Tape tape;
  Value x = tape.variable(1.0);
#if defined(ONE_DOMAIN_OF_TWO)
  const auto op = riserun::check::under_test<Product>();
#elif defined(VARIADIC_PARTIALS)
  const auto op = riserun::check::under_test<Total>();
#elif defined(NO_DOMAIN) || defined(STD_WRITTEN_OUT) || defined(BY_THE_CHECKER)
  const auto op = riserun::check::under_test<Square>();
#else
  x = riserun::apply<Square>(x);
  const auto op = riserun::op<Square>;
#endif
  static_cast<void>(op);
  return static_cast<int>(x.data());
}

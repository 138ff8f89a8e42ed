// An op of your own, and its proof by rise over run; then the same op with a wrong derivative.
#include <array>
#include <cmath>
#include <iostream>

#include <riserun/check/check.hpp>
#include <riserun/core/core.hpp>

struct Softsign {  // y = x / (1 + |x|), dy/dx = 1 / (1 + |x|)^2
  static constexpr auto info =
      riserun::unary_op("softsign", "x / (1 + |x|)", {.domain = {-1e8, 1e8}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    return x / (T(1) + abs(x));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    const T d = T(1) + abs(x);
    return {T(1) / (d * d)};
  }
};

struct Wrong : Softsign {  // forgets the square
  static constexpr auto info =
      riserun::unary_op("wrong softsign", "x / (1 + |x|)", {.domain = {-1e8, 1e8}});
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    return {T(1) / (T(1) + abs(x))};
  }
};

int main() {
  riserun::Tape tape;
  riserun::Value a = tape.variable(-3.0), y = riserun::apply<Softsign>(a);
  y.backward();
  std::cout << y << "  dy/da = " << a.grad() << '\n';

  const auto right = riserun::check::check_op<Softsign>(),
             wrong = riserun::check::check_op<Wrong>();
  std::cout << right.brief() << '\n' << wrong.full() << '\n';
  return right.passed() && !wrong.passed() ? 0 : 1;
}

// An expression, its gradient, and an op of the consumer's own, by the installed spelling.
#include <array>
#include <cmath>
#include <cstdio>
#include <riserun/core/core.hpp>

namespace {

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

}  // namespace

int main() {
  riserun::Tape tape;
  const riserun::Value a = tape.variable(-4.0);
  const riserun::Value b = tape.variable(2.0);
  const riserun::Value y = a * b + pow(b, 3) + riserun::apply<Softsign>(a);
  y.backward();

  const bool right = y.data() == -0.8 && a.grad() == 2.0 + 1.0 / 25.0 && b.grad() == 8.0;
  std::printf("y=%g dy/da=%g dy/db=%g\n", y.data(), a.grad(), b.grad());
  return right ? 0 : 1;
}

// Misuse that must not compile: one case a macro, each with the words the compiler must say.
#include <riserun/core/core.hpp>

using riserun::Tape;
using riserun::Value;

struct NoPartials {  // an op that forgot its derivative
  static constexpr auto info = riserun::unary_op("nothing", "x", {});
  template <class T>
  static T forward(T x) {
    return x;
  }
};

int main() {
  Tape tape;
  Value x = tape.variable(1.0);
#if defined(CORRECT)
  double y = x.data();
#elif defined(TO_DOUBLE)
  double y = x;
#elif defined(NARROWING_ARGUMENT)
  double y = 0;
  auto plain = [](double d) { return d; };
  y = plain(x);
#elif defined(OP_WITHOUT_PARTIALS)
  double y = riserun::apply<NoPartials>(x).data();
#elif defined(COPIED_TAPE)
  Tape copy = tape;
  double y = 0;
#elif defined(GRADIENT_OF_SEVERAL)
  const auto pair = [](std::span<const Value> v) { return std::vector<Value>(v.begin(), v.end()); };
  double y = riserun::gradient(pair, std::vector<double>{1.0})[0];
#elif defined(JACOBIAN_OF_ONE)
  const auto first = [](std::span<const Value> v) { return v[0]; };
  double y = riserun::jacobian(first, std::vector<double>{1.0})(0, 0);
#elif defined(HESSIAN_OF_NUMBERS)
  const auto plain = [](double a, double b) { return a * b; };
  double y = riserun::hessian(plain, std::vector<double>{1.0, 2.0})(0, 0);
#endif
  return static_cast<int>(y);
}

// Misuse of parameter sets that must not compile: one case a macro.
#include <array>
#include <vector>

#include <riserun/nn/parameter_set.hpp>

int main() {
  riserun::nn::ParameterSet set;
  const double rate = 0.1;
  static_cast<void>(rate);
#if defined(CORRECT)
  set.add("table", {2, 3});
  set.add("shape", std::vector<std::size_t>{2, 3});
  set.add("rate", std::array{rate});
  set.add("rates", std::vector<double>{0.1, 0.2});
#elif defined(VALUE_AS_DIMENSION)
  set.add("rate", {rate});
#elif defined(VALUES_AS_DIMENSIONS)
  set.add("rates", {1.0, 2.0});
#endif
  return static_cast<int>(set.size());
}

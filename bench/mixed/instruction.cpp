#include "bench/mixed/instruction.hpp"

#include <riserun/base/random.hpp>

namespace bench::mixed {

std::vector<double> make_variables(std::size_t step) {
  riserun::Random random = riserun::Random(66).stream(0), change = random.stream(step);
  std::vector<double> x(kVariables);
  for (double& value : x) value = random.uniform() + 1e-3 * change.uniform();
  return x;
}

}  // namespace bench::mixed

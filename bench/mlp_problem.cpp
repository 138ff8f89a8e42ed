#include "bench/mlp_problem.hpp"

#include <cmath>

#include <riserun/base/random.hpp>

namespace bench {

MlpProblem make_mlp_problem(std::vector<std::size_t> sizes, Loss loss, std::size_t points) {
  MlpProblem problem{std::move(sizes), loss, {}, {}, {}};
  const riserun::Random seed(20);
  riserun::Random weights = seed.stream(0), inputs = seed.stream(1), labels = seed.stream(2);
  for_each_parameter(problem.sizes, [&](std::size_t layer, std::ptrdiff_t input, std::size_t) {
    const double deviation = std::sqrt(2.0 / static_cast<double>(problem.sizes[layer]));
    problem.parameters.push_back(input < 0 ? weights.uniform(-0.1, 0.1)
                                           : deviation * weights.normal());
  });
  problem.x.resize(points * problem.inputs());
  for (double& x : problem.x) x = inputs.normal();
  const std::size_t classes = loss == Loss::hinge ? 2 : problem.sizes.back();
  for (std::size_t p = 0; p < points; ++p)
    problem.labels.push_back(static_cast<int>(labels.below(classes)));
  return problem;
}

std::vector<std::size_t> neuron_major_places(const std::vector<std::size_t>& sizes) {
  std::vector<std::size_t> begin{0};
  for (std::size_t l = 0; l + 1 < sizes.size(); ++l)
    begin.push_back(begin.back() + (sizes[l] + 1) * sizes[l + 1]);
  std::vector<std::size_t> places;
  for_each_parameter(sizes, [&](std::size_t l, std::ptrdiff_t input, std::size_t output) {
    const std::size_t biases = begin[l] + sizes[l] * sizes[l + 1];
    places.push_back(input < 0 ? biases + output
                               : begin[l] + output * sizes[l] + static_cast<std::size_t>(input));
  });
  return places;
}

}  // namespace bench

// Newton's method on Rosenbrock's valley, with the exact Hessian: six steps where gradient descent
// takes thousands. Then the same without ever forming the Hessian, by products with it.
#include <array>
#include <iostream>
#include <vector>

#include <riserun/core/core.hpp>

namespace {

// Written once, for numbers and for Values.
const auto rosenbrock = [](const auto& x) {
  const auto a = 1.0 - x[0], b = x[1] - x[0] * x[0];
  return a * a + 100.0 * b * b;
};

// H step = -g by conjugate gradients, which ask for H times a vector only. Needs a positive H.
std::vector<double> newton_step(riserun::RecordedFunction& f) {
  std::vector<double> residual = f.gradient();
  for (double& r : residual) r = -r;
  std::vector<double> step(residual.size(), 0.0), direction = residual;
  for (std::size_t k = 0; k < residual.size(); ++k) {
    const std::vector<double> bent = f.hessian_vector_product(direction);
    const double before = riserun::dot(residual, residual);
    if (before == 0.0) break;
    const double length = before / riserun::dot(direction, bent);
    for (std::size_t i = 0; i < step.size(); ++i) {
      step[i] += length * direction[i];
      residual[i] -= length * bent[i];
    }
    const double kept = riserun::dot(residual, residual) / before;
    for (std::size_t i = 0; i < step.size(); ++i) direction[i] = residual[i] + kept * direction[i];
  }
  return step;
}

}  // namespace

int main() {
  std::array x{-1.2, 1.0};
  for (int step = 1; step <= 6; ++step) {
    const std::vector<double> g = riserun::gradient(rosenbrock, x);
    const riserun::Matrix h = riserun::hessian(rosenbrock, x);
    const double determinant = h(0, 0) * h(1, 1) - h(0, 1) * h(1, 0);
    x[0] -= (h(1, 1) * g[0] - h(0, 1) * g[1]) / determinant;
    x[1] -= (h(0, 0) * g[1] - h(1, 0) * g[0]) / determinant;
    std::cout << "step " << step << ": f = " << rosenbrock(x) << '\n';
  }

  std::array y{-1.2, 1.0};
  for (int step = 1; step <= 6; ++step) {
    riserun::RecordedFunction f(rosenbrock, y);
    const std::vector<double> move = newton_step(f);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] += move[i];
  }
  std::cout << "without the Hessian: f = " << rosenbrock(y) << '\n';
  return rosenbrock(x) < 1e-15 && rosenbrock(y) < 1e-15 ? 0 : 1;
}

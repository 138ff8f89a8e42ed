// A solver of Eigen at exact zeros, whose gradients are none, by the installed spelling.
#include <cmath>
#include <cstdio>
#include <riserun/core/core.hpp>
#include <riserun/interop/eigen.hpp>

int main() {
  riserun::Tape tape;
  Eigen::Matrix<riserun::Value, 2, 2> a;
  a << tape.variable(2), tape.variable(0), tape.variable(0), tape.variable(4);
  Eigen::Matrix<riserun::Value, 2, 1> b(tape.variable(0), tape.variable(8));
  const riserun::Value first = a.llt().solve(b)[0];
  first.backward();
  // x = a^-1 b = (0, 2); dx0/da10 = -1/2 * 2, dx0/db0 = 1/2.
  std::printf("da10=%g db0=%g\n", a(1, 0).grad(), b[0].grad());
  const auto near = [](double x, double right) { return std::abs(x - right) < 1e-15; };
  return near(a(1, 0).grad(), -1.0) && near(b[0].grad(), 0.5) ? 0 : 1;
}

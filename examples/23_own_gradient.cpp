// A gradient written by hand, with nothing of riserun's in it, proved in one line; and a wrong one.
#include <cmath>
#include <iostream>
#include <span>
#include <vector>

#include <riserun/check/check.hpp>

namespace {

namespace check = riserun::check;
using Numbers = std::span<const double>;

// The energy of a chain of masses: springs that stiffen, in a field.
double energy(Numbers x) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double stretch = x[i + 1] - x[i];
    sum += 0.5 * stretch * stretch + 0.25 * std::pow(stretch, 4);
  }
  for (const double v : x) sum += std::cos(v);
  return sum;
}

std::vector<double> forces(Numbers x) {
  std::vector<double> g(x.size());
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double stretch = x[i + 1] - x[i];
    const double pull = stretch + std::pow(stretch, 3);
    g[i] -= pull;
    g[i + 1] += pull;
  }
  for (std::size_t i = 0; i < x.size(); ++i) g[i] -= std::sin(x[i]);
  return g;
}

// Two results, and a Jacobian: the rows of their slopes.
std::vector<double> polar(double r, double phi) { return {r * std::cos(phi), r * std::sin(phi)}; }
std::vector<std::vector<double>> polar_slopes(double r, double phi) {
  return {{std::cos(phi), -r * std::sin(phi)}, {std::sin(phi), r * std::cos(phi)}};
}

}  // namespace

int main() {
  std::cout << check::check_gradient(energy, forces, {0.1, 0.5, -0.3, 2.0}).brief() << '\n';

  // At random points of a box, the same for every coordinate of a thousand.
  const check::Box box{.lower = std::vector<double>(1000, -2.0),
                       .upper = std::vector<double>(1000, 2.0),
                       .count = 3};
  std::cout << check::check_gradient(energy, forces, box).brief() << '\n';

  std::cout << check::check_jacobian(polar, polar_slopes, {2.0, 0.7}).brief() << '\n';

  // A wrong one: the last mass forgets the field.
  const auto forgetful = [](Numbers x) {
    std::vector<double> g = forces(x);
    g.back() += std::sin(x.back());
    return g;
  };
  std::cout << check::check_gradient(energy, forgetful, {0.1, 0.5, -0.3, 2.0}).full();
}

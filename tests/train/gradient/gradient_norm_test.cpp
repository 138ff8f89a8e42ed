#include <riserun/train/gradient/gradient_norm.hpp>

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <vector>

#include <riserun/base/random.hpp>

namespace riserun::train {
namespace {

double norm(const std::vector<double>& gradient, int threads = 1) {
  Workers workers(threads);
  std::vector<double> block_sums;
  return gradient_norm(gradient, workers, block_sums);
}

TEST(GradientNorm, IsEigensForAnyThreads) {
  for (std::size_t size : {1u, 7u, 1024u, 1025u, 40000u}) {
    Random random(size);
    std::vector<double> g(size);
    for (double& x : g) x = random.normal();
    const double expected =
        Eigen::Map<const Eigen::VectorXd>(g.data(), static_cast<Eigen::Index>(size)).norm();
    const double one = norm(g);
    EXPECT_NEAR(one, expected, 1e-12 * expected);
    for (int threads : {2, 3, 8, 16}) EXPECT_EQ(norm(g, threads), one) << threads << " threads";
  }
}

TEST(GradientNorm, SquaresNeitherOverflowNorVanish) {
  EXPECT_DOUBLE_EQ(norm({3e200, -4e200}), 5e200);
  EXPECT_DOUBLE_EQ(norm({3e-200, -4e-200}), 5e-200);
  EXPECT_EQ(norm({0.0, 0.0}), 0.0);
  EXPECT_EQ(norm({}), 0.0);
}

}  // namespace
}  // namespace riserun::train

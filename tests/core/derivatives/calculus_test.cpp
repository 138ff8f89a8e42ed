// gradient, jacobian, hessian_vector_product and hessian against closed forms.
#include <riserun/core/derivatives/calculus.hpp>

#include <Eigen/Dense>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

std::vector<double> random_numbers(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> all(count);
  for (double& x : all) x = random.uniform(-1, 1);
  return all;
}

Eigen::Map<const VectorXd> as_eigen(const std::vector<double>& x) {
  return {x.data(), static_cast<Eigen::Index>(x.size())};
}
auto as_eigen(const Matrix& m) {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const RowMajor>(m.elements.data(), static_cast<Eigen::Index>(m.rows),
                                    static_cast<Eigen::Index>(m.columns));
}

TEST(Calculus, QuadraticForm) {
  constexpr int n = 7;
  const std::vector<double> x = random_numbers(n, 1), v = random_numbers(n, 2),
                            elements = random_numbers(n * n, 3);
  const MatrixXd a = Eigen::Map<const MatrixXd>(elements.data(), n, n);
  const auto f = [&](std::span<const Value> p) {
    Value sum = 0.0;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) sum += p[i] * a(i, j) * p[j];
    return sum;
  };
  const auto [value, slope] = value_and_gradient(f, x);
  const MatrixXd hessian_of_f = a + a.transpose();
  EXPECT_NEAR(value, as_eigen(x).dot(a * as_eigen(x)), 1e-14);
  EXPECT_EQ(slope, gradient(f, x));
  EXPECT_LT((as_eigen(slope) - hessian_of_f * as_eigen(x)).norm(), 1e-14);
  EXPECT_LT((as_eigen(hessian(f, x)) - hessian_of_f).norm(), 1e-14);
  EXPECT_LT((as_eigen(hessian_vector_product(f, x, v)) - hessian_of_f * as_eigen(v)).norm(), 1e-14);
}

constexpr auto kRosenbrock = [](const auto& x) {
  const auto a = 1.0 - x[0], b = x[1] - x[0] * x[0];
  return a * a + 100.0 * b * b;
};

TEST(Calculus, Rosenbrock) {
  const std::array x{-1.2, 1.0};
  EXPECT_EQ(kRosenbrock(x), value_and_gradient(kRosenbrock, x).value);
  EXPECT_LT((as_eigen(gradient(kRosenbrock, x)) - Eigen::Vector2d(-215.6, -88.0)).norm(), 1e-12);
  const Matrix h = hessian(kRosenbrock, x);
  EXPECT_NEAR(h(0, 0), 1200 * x[0] * x[0] - 400 * x[1] + 2, 1e-12);
  EXPECT_NEAR(h(0, 1), -400 * x[0], 1e-12);
  EXPECT_NEAR(h(1, 0), -400 * x[0], 1e-12);
  EXPECT_EQ(h(1, 1), 200.0);
}

// The chained function of n = 1000 numbers, whose Hessian has three diagonals.
TEST(Calculus, AThousandNumbers) {
  constexpr std::size_t n = 1000;
  const std::vector<double> x = random_numbers(n, 4), v = random_numbers(n, 5);
  const auto f = [](std::span<const Value> p) {
    Value sum = 0.0;
    for (std::size_t i = 0; i + 1 < p.size(); ++i) sum += kRosenbrock(p.subspan(i, 2));
    return sum;
  };
  const std::vector<double> product = hessian_vector_product(f, x, v);
  for (std::size_t i = 0; i < n; ++i) {
    double wanted = 0.0;
    if (i + 1 < n)
      wanted += (1200 * x[i] * x[i] - 400 * x[i + 1] + 2) * v[i] - 400 * x[i] * v[i + 1];
    if (i > 0) wanted += 200 * v[i] - 400 * x[i - 1] * v[i - 1];
    ASSERT_NEAR(product[i], wanted, 1e-11) << i;
  }
}

// The Hessian of the logistic loss is X' D X with D = p (1 - p).
TEST(Calculus, LogisticRegression) {
  constexpr int rows = 40, n = 5;
  const std::vector<double> data = random_numbers(rows * n, 6), w = random_numbers(n, 7);
  const Eigen::Map<const MatrixXd> xt(data.data(), n, rows);  // a column a point
  const auto f = [&](std::span<const Value> weights) {
    std::vector<Value> losses;
    for (int r = 0; r < rows; ++r) {
      const std::vector<Value> point(data.begin() + r * n, data.begin() + (r + 1) * n);
      const Value logit = dot(weights, point);
      losses.push_back(softplus(r % 3 == 0 ? -logit : logit));
    }
    return sum(losses);
  };
  const VectorXd p = (1.0 + (-(xt.transpose() * as_eigen(w)).array()).exp()).inverse();
  const VectorXd d = p.array() * (1.0 - p.array());
  const MatrixXd wanted = xt * d.asDiagonal() * xt.transpose();
  EXPECT_LT((as_eigen(hessian(f, w)) - wanted).norm(), 1e-13);
}

TEST(Calculus, JacobianOfALinearMapAndOfAWideAndATallOne) {
  const std::vector<double> elements = random_numbers(12, 8);
  for (const Eigen::Index rows : {3, 4, 6, 2}) {  // both directions of the sweep
    const MatrixXd a = Eigen::Map<const MatrixXd>(elements.data(), rows, 12 / rows);
    const auto f = [&](const auto& x) {
      std::vector<Value> y;
      for (Eigen::Index i = 0; i < a.rows(); ++i) {
        Value sum = 0.0;
        for (Eigen::Index j = 0; j < a.cols(); ++j) sum += a(i, j) * sin(x[j]);
        y.push_back(sum);
      }
      return y;
    };
    const std::vector<double> x = random_numbers(static_cast<std::size_t>(a.cols()), 9);
    const MatrixXd wanted = a * as_eigen(x).array().cos().matrix().asDiagonal();
    EXPECT_LT((as_eigen(jacobian(f, x)) - wanted).norm(), 1e-15) << rows;
  }
}

// A gradient's Jacobian is the Hessian: e^(a x0) x1 + norm and logsumexp by hand.
TEST(Calculus, NodesOfManyOperands) {
  const std::vector<double> x{0.3, -0.7, 1.1};
  const MatrixXd h = as_eigen(hessian([](std::span<const Value> p) { return norm(p); }, x));
  const VectorXd u = as_eigen(x).normalized();
  EXPECT_LT((h - (MatrixXd::Identity(3, 3) - u * u.transpose()) / as_eigen(x).norm()).norm(),
            1e-15);

  const MatrixXd s = as_eigen(hessian([](std::span<const Value> p) { return logsumexp(p); }, x));
  const VectorXd e = as_eigen(x).array().exp();
  const VectorXd p = e / e.sum();
  EXPECT_LT((s - MatrixXd(p.asDiagonal()) + p * p.transpose()).norm(), 1e-15);
}

// ---- random graphs ---------------------------------------------------------------------------

// The same graph for the same seed: pooled values, combined by ops drawn at random. Products are
// often added right away, and often used once more later.
Value random_graph(std::span<const Value> x, std::uint64_t seed) {
  Random random(seed);
  std::vector<Value> pool(x.begin(), x.end());
  Value total = 0.25;
  for (int k = 0; k < 60; ++k) {
    const auto any = [&] { return pool[random.below(pool.size())]; };
    const Value a = any(), b = any(), c = any();
    switch (random.below(10)) {
      case 0:
        pool.push_back(a + b);
        break;
      case 1:
        pool.push_back(a - 0.5 * b);
        break;
      case 2:
        pool.push_back(tanh(a * b));
        break;
      case 3:
        pool.push_back(a / (1.5 + b * b));
        break;
      case 4:
        pool.push_back(sin(a));
        break;
      case 5:
        pool.push_back(fma(sigmoid(a), b, 0.5));
        break;
      case 6:
        pool.push_back(logsumexp(std::vector<Value>{a, 0.1, b, c}));
        break;
      case 7:
        pool.push_back(pow(1.0 + a * a, 0.3));
        break;
      case 8:
        pool.push_back(atan2(a, 2.0 + abs(b)));
        break;
      default: {
        const Value product = a * b;
        total += product;
        pool.push_back(total);
        total += c * c;
        pool.push_back(tanh(product));
      }
    }
  }
  return tanh(total) + pool.back() + pool[pool.size() - 2] * pool[pool.size() - 3];
}

TEST(Calculus, RandomGraphs) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const std::vector<double> x = random_numbers(5, 100 + seed), v = random_numbers(5, 200 + seed);
    const auto f = [&](std::span<const Value> p) { return random_graph(p, seed); };
    const MatrixXd h = as_eigen(hessian(f, x));
    const double size = 1.0 + h.norm();
    EXPECT_LT((h - h.transpose()).norm(), 1e-13 * size) << seed;
    EXPECT_LT((h * as_eigen(v) - as_eigen(hessian_vector_product(f, x, v))).norm(), 1e-13 * size)
        << seed;
    // Central differences of the gradient.
    VectorXd moved[2];
    for (int side : {0, 1}) {
      std::vector<double> y = x;
      for (std::size_t i = 0; i < y.size(); ++i) y[i] += (side == 0 ? -1e-5 : 1e-5) * v[i];
      moved[side] = as_eigen(gradient(f, y));
    }
    EXPECT_LT(((moved[1] - moved[0]) / 2e-5 - h * as_eigen(v)).norm(), 1e-7 * size) << seed;
  }
}

// ---- Jacobians, by eight and one by one -------------------------------------------------------

TEST(Calculus, JacobiansOfRandomGraphs) {
  for (const std::size_t results : {1u, 2u, 7u, 8u, 9u, 20u}) {  // backward, and forward at last
    const std::vector<double> x = random_numbers(5, results), v = random_numbers(5, 50 + results),
                              w = random_numbers(results, 60 + results);
    const auto f = [&](std::span<const Value> p) {
      std::vector<Value> all;
      for (std::size_t i = 0; i < results; ++i)
        all.push_back(i == 3 ? Value(1.0) : i == 4 ? p[1] : random_graph(p, i));
      return all;
    };
    RecordedFunction recorded(f, x);
    const Matrix j = recorded.jacobian();
    ASSERT_EQ(j.rows, results);
    ASSERT_EQ(j.columns, 5u);
    const double size = 1.0 + as_eigen(j).norm();
    for (std::size_t i = 0; i < results; ++i)
      EXPECT_LT((as_eigen(j).row(static_cast<Eigen::Index>(i)).transpose() -
                 as_eigen(recorded.gradient(i)))
                    .norm(),
                1e-13 * size);
    EXPECT_LT((as_eigen(j) * as_eigen(v) - as_eigen(recorded.jvp(v))).norm(), 1e-13 * size);
    EXPECT_LT((as_eigen(j).transpose() * as_eigen(w) - as_eigen(recorded.vjp(w))).norm(),
              1e-13 * size);
    EXPECT_EQ(jvp(f, x, v), recorded.jvp(v));
    EXPECT_EQ(vjp(f, x, w), recorded.vjp(w));
    EXPECT_EQ(recorded.jacobian().elements, j.elements);
  }
}

TEST(Calculus, ADirectionOfAScalarFunction) {
  const std::array x{-1.2, 1.0}, v{0.5, -2.0};
  const std::vector<double> g = gradient(kRosenbrock, x);
  EXPECT_EQ(jvp(kRosenbrock, x, v), (std::vector{g[0] * 0.5 - g[1] * 2.0}));
  EXPECT_EQ(vjp(kRosenbrock, x, std::array{2.0}), (std::vector{2 * g[0], 2 * g[1]}));
}

// Much that is computed and not used, and values that no op asks for twice.
TEST(Calculus, ManyNodesOfWhichTheResultUsesFew) {
  const std::vector<double> x = random_numbers(30, 70);
  const auto nearest = [](std::span<const Value> p) {
    Value sum = 0.0;
    for (int point = 0; point < 50; ++point) {
      Value best = 1e9;
      for (std::size_t k = 0; k < p.size(); k += 3) {
        Value distance = 0.0;
        for (std::size_t i = 0; i < 3; ++i) {
          const Value d = std::sin(point * 7.0 + static_cast<double>(i)) - p[k + i];
          distance += d * d;
        }
        if (distance < best) best = distance;
      }
      sum += best;
    }
    return sum;
  };
  const std::vector<double> ones(x.size(), 1.0);
  const std::vector<double> diagonal = hessian_vector_product(nearest, x, ones);
  double count = 0;
  for (std::size_t k = 0; k < x.size(); k += 3) {
    EXPECT_EQ(diagonal[k], diagonal[k + 1]);
    EXPECT_EQ(std::fmod(diagonal[k], 2.0), 0.0);
    count += diagonal[k] / 2;
  }
  EXPECT_EQ(count, 50.0);
}

TEST(Calculus, InfiniteSlopesStayWhereTheyAre) {
  const std::array x{0.0, 2.0};
  for (const int copies : {1, 10}) {  // backward, forward
    const auto f = [&](const auto& p) {
      std::vector<Value> all;
      for (int i = 0; i < copies; ++i) all.push_back(sqrt(p[0])), all.push_back(p[1] * p[1] * 1.5);
      return all;
    };
    const Matrix j = jacobian(f, x);
    for (std::size_t i = 0; i < j.rows; i += 2) {
      EXPECT_EQ(j(i, 0), kInfinity);
      EXPECT_EQ(j(i, 1), 0.0);
      EXPECT_EQ(j(i + 1, 0), 0.0);
      EXPECT_EQ(j(i + 1, 1), 6.0);
    }
  }
}

}  // namespace
}  // namespace riserun

// Matrix operations as one node: each gradient is proven by the checker.
#include <riserun/interop/matrix_ops.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/check/check.hpp>
#include <riserun/core/core.hpp>
#include "tests/interop/matrix_points.hpp"

namespace riserun::eigen {
namespace {

template <class F>
void expect_right(F f, const std::vector<double>& at) {
  const auto report = check::check_gradient(f, at);
  EXPECT_TRUE(report.passed()) << report.brief();
}

// Positive definite and well away from singular; then with exact zeros, whose gradients are none.
const std::vector<double> kFull{4, 0.5, -0.3, 0.5, 3, 0.7, -0.3, 0.7, 5};
const std::vector<double> kZeros{4, 0, 0, 0, 3, 0, 0, 0, 5};
const std::vector<double> kRight{0, 1, 2.5, 0, -1, 0};

std::vector<double> with(std::vector<double> a, const std::vector<double>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(MatrixOps, Product) {
  const auto f = sum_of([](PointReader& p) {
    const Values a = p.matrix(2, 3);
    return product(a, p.matrix(3, 2));
  });
  expect_right(f, {1, 2, 3, 4, 5, 6, 0.5, -1, 2, 1, 0.1, 3});
  expect_right(f, {0, 0, 3, 0, 5, 0, 0, -1, 0, 0, 0.1, 0});
  Doubles d(3, 2);
  d << 1, 2, 3, 4, 5, 6;
  expect_right(sum_of([&](PointReader& p) { return product(d, p.matrix(2, 2)); }), {0, 1, 2, 0});
  expect_right(sum_of([&](PointReader& p) { return product(p.matrix(2, 3), d); }),
               {0, 1, 2, 0, 5, 6});
}

TEST(MatrixOps, SolveByEverySolver) {
  for (const Solver solver : {Solver::lu, Solver::llt, Solver::ldlt, Solver::qr}) {
    SCOPED_TRACE(static_cast<int>(solver));
    const auto f = sum_of([solver](PointReader& p) {
      const Values a = p.matrix(3, 3);
      return solve(a, p.matrix(3, 2), solver);
    });
    expect_right(f, with(kFull, kRight));
    expect_right(f, with(kZeros, kRight));
  }
  // Not symmetric, and triangular.
  const auto lu = sum_of([](PointReader& p) {
    const Values a = p.matrix(3, 3);
    return solve(a, p.matrix(3, 2));
  });
  expect_right(lu, with({0, 2, 0, 1, 0, 0, 0, 0, 3}, kRight));
}

TEST(MatrixOps, LeastSquares) {
  const auto f = sum_of([](PointReader& p) {
    const Values a = p.matrix(4, 2);
    return solve(a, p.matrix(4, 1), Solver::qr);
  });
  expect_right(f, {1, 0, 0, 2, 1, 1, 0, 3, 1, 2, 0, 4});
  expect_right(f, {1, 0.3, -0.2, 2, 1, 1, 0.4, 3, 1, 2, -1, 4});
}

TEST(MatrixOps, InverseAndLogDeterminant) {
  const auto inverted = sum_of([](PointReader& p) { return inverse(p.matrix(3, 3)); });
  const auto log_det = [](std::span<const Value> point) {
    return log_determinant(PointReader(point).matrix(3, 3));
  };
  for (const std::vector<double>& at :
       {kFull, kZeros, {0, 2, 0, 1, 0, 0, 0, 0, 3}, {-4, 1, 0, 0, 2, 1, 0, 0, 1}}) {
    expect_right(inverted, at);
    expect_right(log_det, at);
  }
  // det would overflow, and log det is exact.
  Tape tape;
  TapeScope scope(tape);
  const Values large = Doubles::Identity(200, 200).cast<Value>() * tape.variable(1e10);
  EXPECT_NEAR(log_determinant(large).data(), 200 * std::log(1e10), 1e-9);
}

TEST(MatrixOps, EigenvaluesOfASymmetricMatrix) {
  const auto f = sum_of([](PointReader& p) { return symmetric_eigenvalues(p.matrix(3, 3)); });
  expect_right(f, kFull);
  expect_right(f, kZeros);
}

// The sum of the squares of equal eigenvalues has a gradient, the first of them has none.
TEST(MatrixOps, EqualEigenvalues) {
  const auto gradient_of = [](bool alike) {
    Tape tape;
    TapeScope scope(tape);
    Values a(2, 2);
    for (Eigen::Index i = 0; i < 4; ++i) a.data()[i] = tape.variable(i == 0 || i == 3 ? 2.0 : 0.0);
    const VectorOfValues values = symmetric_eigenvalues(a);
    Value root = values[0] * values[0];
    if (alike) root += values[1] * values[1];
    root.backward();
    return std::vector<double>{a(0, 0).grad(), a(1, 0).grad(), a(1, 1).grad()};
  };
  EXPECT_EQ(gradient_of(true), (std::vector<double>{4, 0, 4}));
  for (const double slope : gradient_of(false)) EXPECT_TRUE(std::isnan(slope));
}

// Eigen's own products take the one node, whatever they are made from.
TEST(MatrixOps, ProductsOfEigenAreOneNode) {
  Tape tape;
  TapeScope scope(tape);
  const Doubles d = Doubles::Random(30, 30);
  Values a(30, 30);
  for (Eigen::Index i = 0; i < a.size(); ++i) a.data()[i] = tape.variable(d.data()[i]);
  const auto nodes = [&](auto make) {
    const std::size_t before = tape.size();
    make();
    return tape.size() - before;
  };
  EXPECT_EQ(nodes([&] { const Values p = a * a; }), 900u);
  EXPECT_EQ(nodes([&] { const Values p = d * a; }), 900u);
  EXPECT_EQ(nodes([&] { const Values p = a.transpose() * d; }), 900u);
  EXPECT_EQ(nodes([&] { const VectorOfValues p = d * a.col(3); }), 30u);
  EXPECT_EQ(nodes([&] { const Values p = d.cast<Value>() * d.cast<Value>(); }), 0u);
  {
    NoGradient none;
    EXPECT_EQ(nodes([&] { EXPECT_TRUE(Values(a * a)(0, 0).is_constant()); }), 0u);
  }
  Values sum = a;
  sum.noalias() += d * a;
  sum.noalias() -= d * a;
  EXPECT_NEAR(sum(4, 5).data(), d(4, 5), 1e-12);
}

TEST(MatrixOps, MixedProductsOfEverySize) {
  for (const Eigen::Index n : {1, 2, 3, 4, 5, 8, 16, 33, 60}) {
    Tape tape;
    TapeScope scope(tape);
    const Doubles d = Doubles::Random(n, n);
    Values a(n, n);
    for (Eigen::Index i = 0; i < a.size(); ++i) a.data()[i] = tape.variable(d.data()[i]);
    const Doubles expected = d * d;
    for (const Values& p : {Values(d * a), Values(a * d), Values(a * a)})
      for (Eigen::Index i = 0; i < p.size(); ++i)
        EXPECT_NEAR(p.data()[i].data(), expected.data()[i], 1e-12) << n;
    const VectorOfValues v = d * a.col(0);
    EXPECT_NEAR(v[n - 1].data(), (d * d.col(0))[n - 1], 1e-12);
  }
}

TEST(MatrixOps, MistakesAreNamed) {
  Tape tape;
  TapeScope scope(tape);
  const Values a = Doubles::Identity(3, 3).cast<Value>() * tape.variable(-1.0);
  EXPECT_THROW((void)product(a, Doubles(2, 2)), ShapeError);
  EXPECT_THROW((void)solve(a, Doubles(2, 2)), ShapeError);
  EXPECT_THROW((void)solve(Doubles(2, 3), a, Solver::qr), ShapeError);
  EXPECT_THROW((void)inverse(Values(a.topRows(2))), ShapeError);
  EXPECT_THROW((void)log_determinant(Values(a.topRows(2))), ShapeError);
  EXPECT_THROW((void)symmetric_eigenvalues(Values(a.topRows(2))), ShapeError);
  try {
    (void)solve(a, a, Solver::llt);
    ADD_FAILURE() << "-1 is not positive definite";
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find("not positive definite"), std::string::npos);
  }
}

}  // namespace
}  // namespace riserun::eigen

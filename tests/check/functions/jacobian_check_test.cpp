// Jacobians and products with them, in every form, right and wrong.
#include <riserun/check/functions/jacobian_check.hpp>

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>
#include <stdexcept>

#include "tests/found_text.hpp"

namespace riserun::check {
namespace {

using riserun::test::contains;
using Span = std::span<const double>;
using Vector = std::vector<double>;

const Vector kAt{0.5, -2.0, 1.25};

// Two results of three coordinates, of sizes far apart.
Vector f(Span x) { return {1e6 * x[0] * x[1], std::sin(x[2]) * x[0]}; }
Matrix j(Span x) {
  Matrix matrix(2, 3);
  matrix(0, 0) = 1e6 * x[1];
  matrix(0, 1) = 1e6 * x[0];
  matrix(1, 0) = std::sin(x[2]);
  matrix(1, 2) = std::cos(x[2]) * x[0];
  return matrix;
}

TEST(JacobianCheck, TakesMatricesInEveryForm) {
  const auto flat = [](const Vector& x) { return j(x).elements; };
  const auto rows = [](Span x) {
    const Matrix matrix = j(x);
    std::vector<Vector> all;
    for (std::size_t i = 0; i < 2; ++i)
      all.emplace_back(matrix.row(i).begin(), matrix.row(i).end());
    return all;
  };
  const auto of_eigen = [](Span x) {  // column by column in memory
    const Matrix matrix = j(x);
    Eigen::Matrix<double, 2, 3> all;
    for (int i = 0; i < 2; ++i)
      for (int k = 0; k < 3; ++k) all(i, k) = matrix(i, k);
    return all;
  };
  const auto fills = [](Span x, Vector& out) { out = f(x); };
  for (const JacobianReport& report :
       {check_jacobian(f, j, kAt), check_jacobian(f, flat, kAt), check_jacobian(f, rows, kAt),
        check_jacobian(f, of_eigen, kAt), check_jacobian(fills, j, kAt),
        check_jacobian(f, j, {0.5, -2.0, 1.25})}) {
    EXPECT_EQ(report.verdict(), Verdict::pass) << report.full();
    EXPECT_EQ(report.outputs.size(), 3u);  // both results, and their random sum
  }
}

TEST(JacobianCheck, AWrongEntryIsNamedBesideALargeOne) {
  const auto broken = [](Span x) {
    Matrix matrix = j(x);
    matrix(1, 2) *= 1 + 1e-6;
    return matrix;
  };
  const JacobianReport report = check_jacobian(f, broken, kAt);
  EXPECT_EQ(report.verdict(), Verdict::fail);
  EXPECT_EQ(report.outputs[0].gradient.verdict(), Verdict::pass);
  EXPECT_TRUE(contains(report.full(), "f[1]/2")) << report.full();
  EXPECT_TRUE(contains(report.full(), "repro: check_jacobian(f, j, {0x1p-1, -0x1p+1, 0x1.4p+0})"));
  const auto transposed = [](Span x) {
    const Matrix right = j(x);
    Matrix matrix(3, 2);
    for (std::size_t i = 0; i < 6; ++i) matrix(i % 3, i / 3) = right(i / 3, i % 3);
    return matrix;
  };
  EXPECT_TRUE(
      contains(check_jacobian(f, transposed, kAt).full(), "the Jacobian is 3 x 2, expected 2 x 3"));
}

TEST(JacobianCheck, ManyResultsAreWeighedTogetherAndTheWrongOnesNamed) {
  const auto many = [](Span x) {
    Vector y(100);
    for (std::size_t k = 0; k < y.size(); ++k)
      y[k] = std::exp(0.1 * static_cast<double>(k)) *
             std::sin(x[k % 3] + 0.01 * static_cast<double>(k));
    return y;
  };
  std::size_t wrong = 100;
  const auto slopes = [&](Span x) {
    Matrix matrix(100, 3);
    for (std::size_t k = 0; k < 100; ++k)
      matrix(k, k % 3) = std::exp(0.1 * static_cast<double>(k)) *
                         std::cos(x[k % 3] + 0.01 * static_cast<double>(k)) *
                         (k == wrong ? 1.001 : 1);
    return matrix;
  };
  const JacobianReport right = check_jacobian(many, slopes, kAt);
  EXPECT_EQ(right.verdict(), Verdict::pass) << right.full();
  EXPECT_EQ(right.outputs.size(), 3u);
  wrong = 57;
  const JacobianReport report = check_jacobian(many, slopes, kAt);
  EXPECT_EQ(report.verdict(), Verdict::fail);
  EXPECT_TRUE(contains(report.brief(), "f[57]")) << report.brief();
}

TEST(JacobianCheck, ProductsOfBothModes) {
  const auto jvp = [](Span x, Span v) {
    const Matrix matrix = j(x);
    Vector out(2, 0.0);
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t k = 0; k < 3; ++k) out[i] += matrix(i, k) * v[k];
    return out;
  };
  const auto vjp = [](Span x, Span w) {
    Vector out(3);
    internal::multiply_transposed(j(x), w, out);
    return out;
  };
  EXPECT_EQ(check_jvp(f, jvp, kAt).verdict(), Verdict::pass) << check_jvp(f, jvp, kAt).full();
  EXPECT_EQ(check_vjp(f, vjp, kAt).verdict(), Verdict::pass) << check_vjp(f, vjp, kAt).full();
  const auto of_eigen = [](const Eigen::VectorXd& x) -> Eigen::VectorXd { return 2 * x; };
  const auto product = [](const Eigen::VectorXd&, const Eigen::VectorXd& v) -> Eigen::VectorXd {
    return 2 * v;
  };
  const Eigen::VectorXd at = Eigen::Vector3d(0.5, -2, 1.25);
  EXPECT_EQ(check_jvp(of_eigen, product, at).verdict(), Verdict::pass);
  EXPECT_EQ(check_vjp(of_eigen, product, at).verdict(), Verdict::pass);

  const auto dropped = [&](Span x, Span v) {
    Vector out = jvp(x, v);
    out[1] -= v[0] * std::sin(x[2]);
    return out;
  };
  EXPECT_TRUE(contains(check_jvp(f, dropped, kAt).full(), "f[1]/0"));
  // Right of every unit vector, wrong of their sums.
  const auto not_linear = [&](Span x, Span v) {
    Vector out = jvp(x, v);
    out[0] += 1e-3 * v[0] * v[1];
    return out;
  };
  EXPECT_TRUE(contains(check_jvp(f, not_linear, kAt).full(), "jvp is not linear in v"));
  const auto mixed = [&](Span x, Span w) {
    Vector out = vjp(x, w);
    out[0] += w[0] * w[1];
    return out;
  };
  EXPECT_EQ(check_vjp(f, mixed, kAt).verdict(), Verdict::fail);
}

TEST(JacobianCheck, WhatCannotBeCheckedSaysWhy) {
  const auto throws = [](Span) -> Vector { throw std::runtime_error("no licence"); };
  EXPECT_EQ(check_jacobian(throws, j, kAt).brief(), "FAIL: f throws: no licence");
  EXPECT_EQ(check_jacobian([](Span) { return Vector{}; }, j, kAt).brief(),
            "FAIL: f gives no results");
  const auto grows = [calls = 0](Span x) mutable { return Vector(x.size() + (++calls > 2), 1.0); };
  EXPECT_EQ(check_jacobian(grows, j, kAt).verdict(), Verdict::fail);
  const auto short_rows = [](Span) { return std::vector<Vector>{{1, 2}, {3, 4}}; };
  EXPECT_TRUE(contains(check_jacobian(f, short_rows, kAt).full(),
                       "a row of j gives 2 numbers, expected 3"));
  EXPECT_THROW(static_cast<void>(check_jacobian(f, j, {0.5, 1, std::nan("")})), ConfigError);
}

}  // namespace
}  // namespace riserun::check

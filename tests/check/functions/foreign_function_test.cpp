// Functions of plain numbers, in every form they may be written.
#include <riserun/check/functions/foreign_function.hpp>

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <array>
#include <cmath>

#include <riserun/check/functions/gradient_check.hpp>

namespace riserun::check {
namespace {

using Span = std::span<const double>;
using Vector = std::vector<double>;

// y = sin(a b) + a / b
double value(double a, double b) { return std::sin(a * b) + a / b; }
Vector slopes(double a, double b) {
  return {b * std::cos(a * b) + 1 / b, a * std::cos(a * b) - a / (b * b)};
}

void expect_two_right(const GradientReport& report) {
  EXPECT_EQ(report.verdict(), Verdict::pass) << report.full();
  EXPECT_EQ(report.points.at(0).slopes.size(), 2u);
}

// Every f with every g at one kind of point.
template <class At, class... G>
void expect_all(const At& at, G... g) {
  const auto with = [&](auto f) { (expect_two_right(check_gradient(f, g, at)), ...); };
  with(value);
  with([](Span x) { return value(x[0], x[1]); });
  with([](std::span<double> x) { return value(x[0], x[1]); });
  with([](const Vector& x) { return value(x[0], x[1]); });
  with([](Vector x) { return value(x[0], x[1]); });
  with([](const auto& x) { return value(x[0], x[1]); });
}

TEST(ForeignFunction, TakesEveryForm) {
  const auto run = [](const auto& at) {
    expect_all(
        at, slopes, [](Span x) { return slopes(x[0], x[1]); },
        [](const auto& x) {
          const Vector g = slopes(x[0], x[1]);
          return std::array{g[0], g[1]};
        },
        [](Span x, std::span<double> out) {
          const Vector g = slopes(x[0], x[1]);
          std::copy(g.begin(), g.end(), out.begin());
        },
        [](const Vector& x, Vector& out) { out = slopes(x[0], x[1]); });
  };
  run(Vector{1.5, -2.0});
  run(std::array{1.5, -2.0});
  run(Span(Vector{1.5, -2.0}));
  expect_two_right(check_gradient(value, slopes, {1.5, -2.0}));
}

TEST(ForeignFunction, TakesEigensVectors) {
  const auto f = [](const Eigen::VectorXd& x) { return 0.5 * x.squaredNorm() + x[0] * x[1]; };
  const auto returns = [](const Eigen::VectorXd& x) -> Eigen::VectorXd {
    return x + Eigen::Vector2d(x[1], x[0]);
  };
  const auto lazy = [](const auto& x) { return 2.0 * x - (x - x.reverse()); };  // an expression
  const auto fills = [&](const Eigen::VectorXd& x, Eigen::VectorXd& out) { out = returns(x); };
  const auto spans = [](Span x, std::span<double> out) { out[0] = out[1] = x[0] + x[1]; };
  const Eigen::VectorXd at = Eigen::Vector2d(1.5, -2.0);
  expect_two_right(check_gradient(f, returns, at));
  expect_two_right(check_gradient(f, lazy, at));
  expect_two_right(check_gradient(f, fills, at));
  expect_two_right(check_gradient(f, spans, at));
  expect_two_right(check_gradient([](Span x) { return 0.5 * (x[0] + x[1]) * (x[0] + x[1]); }, spans,
                                  Eigen::Vector2d(1.5, -2.0)));
  const auto wrong = [](const Eigen::VectorXd& x) -> Eigen::VectorXd { return x; };
  EXPECT_EQ(check_gradient(f, wrong, at).verdict(), Verdict::fail);
}

TEST(ForeignFunction, AViewIsNoContainer) {
  Vector numbers{1.5, -2.0};
  const Eigen::Map<Eigen::VectorXd> view(numbers.data(), 2);
  EXPECT_THROW(static_cast<void>(check_gradient(value, slopes, view)), ConfigError);
  expect_two_right(
      check_gradient(value, slopes, Eigen::Map<const Eigen::VectorXd>(numbers.data(), 2)));
  const Eigen::Matrix2d matrix = Eigen::Matrix2d::Ones();
  EXPECT_THROW(static_cast<void>(check_gradient(value, slopes, matrix.row(0))), ShapeError);
  EXPECT_EQ(numbers, (Vector{1.5, -2.0}));
}

TEST(ForeignFunction, OneNumberIsAPoint) {
  const auto f = [](double x) { return std::exp(-x * x); };
  const auto g = [](double x) { return -2 * x * std::exp(-x * x); };
  EXPECT_EQ(check_gradient(f, g, 0.5).verdict(), Verdict::pass);
  EXPECT_EQ(check_gradient(f, g, {0.5}).verdict(), Verdict::pass);
  EXPECT_EQ(check_gradient(f, f, 0.5).verdict(), Verdict::fail);
}

TEST(ForeignFunction, AGradientOfAnotherLengthSaysSo) {
  const auto says = [](auto g) { return check_gradient(value, g, {1.5, -2.0}).full(); };
  const auto short_by_one = [](Span) { return Vector{1.0}; };
  const auto resizes = [](const Vector&, Vector& out) { out.resize(5); };
  EXPECT_NE(says(short_by_one).find("g gives 1 number, expected 2"), std::string::npos);
  EXPECT_NE(says(resizes).find("g gives 5 numbers, expected 2"), std::string::npos);
}

TEST(ForeignFunction, ThePointMustNotBeChanged) {
  const auto f = [](std::span<double> x) { return x[0]++; };
  const auto right = [](Span x) { return x[0]; };
  const auto one = [](Span) { return Vector{1.0}; };
  const auto changes = [](Vector& x) { return Vector{x[0] / x[0]++}; };
  const auto resizes = [](Vector& x) {
    x.push_back(1);
    return Vector{1.0};
  };
  for (const GradientReport& report :
       {check_gradient(f, one, {1.5}), check_gradient(right, changes, {1.5}),
        check_gradient(right, resizes, {1.5})}) {
    EXPECT_EQ(report.verdict(), Verdict::fail);
    EXPECT_NE(report.full().find("changes the point"), std::string::npos) << report.full();
  }
}

TEST(ForeignFunction, TheWrongNumberOfSeparateNumbersSaysSo) {
  EXPECT_NE(check_gradient(value, slopes, {1.5}).full().find("takes 2 values, the point has 1"),
            std::string::npos);
}

}  // namespace
}  // namespace riserun::check

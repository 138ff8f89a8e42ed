// Hand-written gradients: right, wrong, and functions that misbehave.
#include <riserun/check/functions/gradient_check.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "tests/found_text.hpp"

namespace riserun::check {
namespace {

using riserun::test::contains;
using Span = std::span<const double>;
using Vector = std::vector<double>;

// The Rosenbrock function of any number of coordinates.
double rosenbrock(Span x) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i)
    sum += 100 * std::pow(x[i + 1] - x[i] * x[i], 2) + std::pow(1 - x[i], 2);
  return sum;
}
Vector rosenbrock_slopes(Span x) {
  Vector g(x.size(), 0.0);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    g[i] += -400 * x[i] * (x[i + 1] - x[i] * x[i]) - 2 * (1 - x[i]);
    g[i + 1] += 200 * (x[i + 1] - x[i] * x[i]);
  }
  return g;
}

Vector some_point(std::size_t size) {
  Vector at(size);
  for (std::size_t i = 0; i < size; ++i) at[i] = 0.5 + 0.25 * static_cast<double>(i % 7);
  return at;
}

TEST(GradientCheck, FewCoordinatesAreJudgedOneByOne) {
  for (const std::size_t size : {std::size_t{2}, std::size_t{17}, kFewCoordinates}) {
    const GradientReport right = check_gradient(rosenbrock, rosenbrock_slopes, some_point(size));
    EXPECT_EQ(right.verdict(), Verdict::pass) << right.full();
    EXPECT_EQ(right.points.at(0).slopes.size(), size);
    const std::size_t wrong = size - 2;
    const auto broken = [&](Span x) {
      Vector g = rosenbrock_slopes(x);
      g[wrong] *= 1 + 1e-6;
      return g;
    };
    const GradientReport report = check_gradient(rosenbrock, broken, some_point(size));
    for (std::size_t i = 0; i < size; ++i)
      EXPECT_EQ(report.points.at(0).slopes.at(i).verdict,
                i == wrong ? Verdict::fail : Verdict::pass);
    EXPECT_TRUE(contains(report.full(), "repro: check_gradient(f, g, {0x1p-1, 0x1.8p-1"));
  }
}

TEST(GradientCheck, ManyCoordinatesAlongDirectionsAndTheWrongOnesAreNamed) {
  const Vector at = some_point(500);
  const GradientReport right = check_gradient(rosenbrock, rosenbrock_slopes, at);
  EXPECT_EQ(right.verdict(), Verdict::pass) << right.full();
  EXPECT_TRUE(contains(right.brief(), "4 directions of 500 coordinates")) << right.brief();
  const auto broken = [](Span x) {
    Vector g = rosenbrock_slopes(x);
    g[137] = -g[137];
    g[400] *= 2;
    return g;
  };
  const GradientReport report = check_gradient(rosenbrock, broken, at);
  ASSERT_EQ(report.points.at(0).wrong.size(), 2u) << report.full();
  EXPECT_EQ(report.points[0].wrong[0].operand, 137);
  EXPECT_EQ(report.points[0].wrong[1].operand, 400);
  EXPECT_TRUE(contains(report.full(), "sign"));
  EXPECT_TRUE(contains(report.full(), "f/137"));
  EXPECT_TRUE(contains(report.full(), "repro: check_gradient(f, g, {0x1p-1"));
}

TEST(GradientCheck, ABoxIsSampled) {
  const Box box{.lower = {-2, 1e-3}, .upper = {2, 5}, .count = 24, .seed = 3};
  const auto f = [](double a, double b) { return a * a * std::log(b); };
  const auto g = [](double a, double b) { return Vector{2 * a * std::log(b), a * a / b}; };
  const GradientReport right = check_gradient(f, g, box);
  EXPECT_EQ(right.verdict(), Verdict::pass) << right.full();
  EXPECT_EQ(right.points.size(), 24u);
  double least = 5;
  for (const GradientAtPoint& point : right.points) {
    EXPECT_TRUE(point.at[0] >= -2 && point.at[0] <= 2 && point.at[1] >= 1e-3 && point.at[1] <= 5);
    least = std::min(least, point.at[1]);
  }
  EXPECT_LT(least, 0.1);
  EXPECT_EQ(box.points(), box.points());

  // Wrong on one side only: no single ordinary point shows it.
  const auto broken = [&](double a, double b) {
    Vector slopes = g(a, b);
    if (a < -1) slopes[0] = -slopes[0];
    return slopes;
  };
  const GradientReport report = check_gradient(f, broken, box);
  EXPECT_EQ(report.verdict(), Verdict::fail);
  for (const GradientAtPoint& point : report.points)
    EXPECT_EQ(point.verdict() == Verdict::fail, point.at[0] < -1);
  EXPECT_TRUE(contains(report.brief(), "24 points, 48 derivatives")) << report.brief();
}

TEST(GradientCheck, ABoxThatIsNoneThrows) {
  const auto points = [](Vector lower, Vector upper, int count = 1) {
    return Box{.lower = std::move(lower), .upper = std::move(upper), .count = count}.points();
  };
  EXPECT_THROW(static_cast<void>(points({1}, {0})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({1}, {2, 3})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({}, {})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({0}, {std::nan("")})), ConfigError);
  EXPECT_THROW(static_cast<void>(points({0}, {1}, 0)), ConfigError);
  EXPECT_EQ(points({2}, {2}, 3), (std::vector<Vector>(3, Vector{2})));
}

TEST(GradientCheck, WhatIsThrownIsTheVerdict) {
  const auto g = [](Span x) { return Vector(x.size(), 1.0); };
  const auto f = [](Span x) { return x[0]; };
  const auto throws = [](Span) -> double { throw std::runtime_error("no licence"); };
  const auto throws_number = [](Span) -> Vector { throw 7; };
  EXPECT_EQ(check_gradient(throws, g, {1.0}).brief(),
            "FAIL: 0 derivatives, resolution 0.0e+00; f throws: no licence");
  const GradientReport report = check_gradient(f, throws_number, {1.0});
  EXPECT_TRUE(contains(report.full(), "g throws: something that is no std::exception"));
  EXPECT_TRUE(contains(report.full(), "repro: check_gradient(f, g, {0x1p+0})"));
}

TEST(GradientCheck, BesideThePointAFunctionMayThrow) {
  const auto f = [](double x) {
    if (x < 0) throw std::domain_error("must not be negative");
    return std::sqrt(x);
  };
  const auto g = [](double x) { return 0.5 / std::sqrt(x); };
  const GradientReport report = check_gradient(f, g, 1e-3);
  EXPECT_EQ(report.verdict(), Verdict::pass) << report.full();
  EXPECT_TRUE(contains(report.full(), "places around the point: must not be negative"));
  EXPECT_EQ(check_gradient(f, f, 1e-3).verdict(), Verdict::fail);
}

TEST(GradientCheck, WhatChangesBetweenCallsIsAFailure) {
  int calls = 0;
  const auto right = [](double x) { return x * x; };
  const auto slope = [](double x) { return 2 * x; };
  const auto says = [](const GradientReport& report) {
    EXPECT_EQ(report.verdict(), Verdict::fail);
    return report.full();
  };
  EXPECT_TRUE(
      contains(says(check_gradient([&](double x) { return x * x + 1e-9 * ++calls; }, slope, 1.5)),
               "f is not deterministic"));
  EXPECT_TRUE(contains(says(check_gradient(
                           right, [&](double x) { return 2 * x + ++calls; }, 1.5)),
                       "g is not the same at a second call"));
  calls = 0;
  EXPECT_TRUE(contains(says(check_gradient(
                           [&](double x) {
                             if (++calls == 50) throw std::runtime_error("full");
                             return x * x;
                           },
                           slope, 1.5)),
                       "it throws (full), then gives"));
  const auto by_thread = [](double x) {
    thread_local double kept = 0;
    kept = kept == 0 ? 2 * x : kept;
    return kept;
  };
  static_cast<void>(by_thread(7));
  EXPECT_TRUE(contains(says(check_gradient(right, by_thread, 7.5)), "on another thread"));
}

TEST(GradientCheck, NoFiniteNumbersNoCheck) {
  const auto f = [](Span) { return 1.0; };
  const auto g = [](Span x) { return Vector(x.size(), 0.0); };
  EXPECT_THROW(static_cast<void>(check_gradient(f, g, Vector{})), ShapeError);
  EXPECT_THROW(static_cast<void>(check_gradient(f, g, {1, std::nan("")})), ConfigError);
  EXPECT_THROW(static_cast<void>(check_gradient(f, g, {1, -HUGE_VAL})), ConfigError);
  const auto nan = [](Span) { return std::nan(""); };
  EXPECT_TRUE(contains(check_gradient(nan, g, {1.0}).brief(), "f is nan at the point"));
  const auto nowhere = [](Span x) { return Vector(x.size(), std::nan("")); };
  EXPECT_EQ(check_gradient(f, nowhere, {1.0, 2.0}).verdict(), Verdict::fail);
}

TEST(GradientCheck, AnInaccurateFunctionSaysHowAccurate) {
  const auto f = [](double x) { return static_cast<double>(std::round(std::sin(x) * 1e7)) / 1e7; };
  const auto g = [](double x) { return std::cos(x); };
  const auto twice = [](double x) { return 2 * std::cos(x); };
  EXPECT_FALSE(is_wrong(check_gradient(f, g, 0.51, {.rtol = 1e-7}).verdict()));
  EXPECT_EQ(check_gradient(f, twice, 0.51, {.rtol = 1e-7}).verdict(), Verdict::fail);
}

}  // namespace
}  // namespace riserun::check

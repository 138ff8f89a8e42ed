// Second derivatives against closed forms in 100 digits, near 0, in the tails and at the ends of
// the range, where the derivative of the partials, taken step by step, loses what it is about.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include <riserun/core/derivatives/calculus.hpp>
#include <riserun/core/ops.hpp>
#include "tests/core/ops/accuracy.hpp"

namespace riserun::accuracy {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();

template <AnyOp Op>
Matrix hessian_of(const std::vector<double>& x) {
  return hessian([](std::span<const Value> v) { return apply_to<Op>(v); }, x);
}
template <UnaryOp Op>
double second(double x) {
  return hessian_of<Op>({x})(0, 0);
}

/// Points over the domain and close to 0, fewer ulps than `most` off; `terms` as in Truth.
template <UnaryOp Op>
void expect_second(double low, double high, double most,
                   const std::function<Big(const Big&)>& truth,
                   const std::function<Big(const Big&)>& terms = {}) {
  std::vector<double> at = points(low, high, 300);
  for (double size : {1e-300, 1e-160, 1e-100, 1e-20})
    for (double x : {size, -size})
      if (x >= low) at.push_back(x);
  for (double x : at) {
    const Big big(x);
    ASSERT_LE(ulps(second<Op>(x), truth(big), terms ? terms(big) : Big(0)), most)
        << Op::info.name << "'' at " << x;
  }
}

Big sech(const Big& x) { return 1 / cosh(x); }

TEST(SecondPartials, Hyperbolic) {
  expect_second<ops::Tanh>(-340, 340, 8,
                           [](const Big& x) { return Big(-2 * tanh(x) * sech(x) * sech(x)); });
  expect_second<ops::Cosh>(-709, 709, 4, [](const Big& x) { return Big(cosh(x)); });
  expect_second<ops::Sinh>(-709, 709, 4, [](const Big& x) { return Big(sinh(x)); });
  expect_second<ops::Atanh>(-0.999999, 0.999999, 8,
                            [](const Big& x) { return Big(2 * x / ((1 - x * x) * (1 - x * x))); });
  expect_second<ops::Acosh>(1.000001, 1e100, 10,
                            [](const Big& x) { return Big(-x / (sqrt(x * x - 1) * (x * x - 1))); });
  for (double x : {710.5, -710.5, 1e5, kLargest}) EXPECT_EQ(second<ops::Cosh>(x), kInfinity) << x;
}

TEST(SecondPartials, InverseTrigonometric) {
  const auto arc = [](const Big& x) { return Big(x / (sqrt(1 - x * x) * (1 - x * x))); };
  expect_second<ops::Asin>(-0.999999, 0.999999, 8, arc);
  expect_second<ops::Acos>(-0.999999, 0.999999, 8, [&](const Big& x) { return Big(-arc(x)); });
  expect_second<ops::Atan>(-1e100, 1e100, 8,
                           [](const Big& x) { return Big(-2 * x / ((1 + x * x) * (1 + x * x))); });
  EXPECT_EQ(second<ops::Atan>(kLargest), 0);
  EXPECT_EQ(gradient([](const auto& x) { return atan(x[0]); }, std::vector{1e155})[0],
            1 / 1e155 / 1e155);
}

TEST(SecondPartials, Activations) {
  expect_second<ops::Sigmoid>(
      -700, 700, 8, [](const Big& x) { return Big(logistic(x) * logistic(-x) * -tanh(x / 2)); });
  // x t with t = tanh(ln(1 + e^x)): t' = (1 - t^2) s, t'' = (1 - t^2) s (1 - s - 2 t s).
  const auto slope = [](const Big& x) {
    const Big w = exp(x);
    return Big(4 * w * (1 + w) / pow(Big((1 + w) * (1 + w) + 1), 2));
  };
  expect_second<ops::Mish>(
      -690, 340, 12,
      [&](const Big& x) {
        const Big s = logistic(x), w = (1 + exp(x)) * (1 + exp(x)), t = (w - 1) / (w + 1);
        return Big(slope(x) * (2 + x * (1 - s - 2 * t * s)));
      },
      [&](const Big& x) { return Big(2 * slope(x)); });
  const auto density = [](const Big& x) {
    return Big(exp(-x * x / 2) / sqrt(2 * boost::math::constants::pi<Big>()));
  };
  expect_second<ops::Gelu>(
      -37, 37, 8, [&](const Big& x) { return Big(density(x) * (2 - x * x)); },
      [&](const Big& x) { return Big(2 * density(x)); });
  expect_second<ops::Softsign>(
      0, 1e100, 8, [](const Big& x) { return Big(-2 / ((1 + x) * (1 + x) * (1 + x))); });
  for (double x : {kLargest, -kLargest}) {
    EXPECT_EQ(second<ops::Softsign>(x), 0) << x;
    EXPECT_EQ(second<ops::Gelu>(x), 0) << x;
    EXPECT_EQ(second<ops::Mish>(x), 0) << x;
  }
}

TEST(SecondPartials, ErrorFunctions) {
  const auto bend = [](const Big& x) {
    return Big(-4 * x * exp(-x * x) / sqrt(boost::math::constants::pi<Big>()));
  };
  expect_second<ops::Erf>(-26, 26, 8, bend);
  expect_second<ops::Erfc>(-26, 26, 8, [&](const Big& x) { return Big(-bend(x)); });
  for (double x : {kLargest, -kLargest}) {
    EXPECT_EQ(second<ops::Erf>(x), 0) << x;
    EXPECT_EQ(second<ops::Erfc>(x), 0) << x;
  }
}

void expect_near(double found, const Big& exact, double most, const char* what) {
  EXPECT_LE(ulps(found, exact), most) << what << ": " << found;
}

TEST(SecondPartials, OfConesKeepTheSmallerOperand) {
  for (const auto& [a, b] : std::vector<std::array<double, 2>>{
           {3, 4}, {1e10, 1e-10}, {-1e150, 2e140}, {1e-170, 3e-160}, {1e-300, -1e-300}}) {
    const Big x(a), y(b), r = sqrt(x * x + y * y);
    for (const Matrix& h : {hessian_of<ops::Hypot>({a, b}), hessian_of<ops::Norm>({a, b})}) {
      expect_near(h(0, 0), y * y / (r * r * r), 8, "d2/da2");
      expect_near(h(0, 1), -x * y / (r * r * r), 8, "d2/da db");
      expect_near(h(1, 1), x * x / (r * r * r), 8, "d2/db2");
      EXPECT_EQ(h(0, 1), h(1, 0));
    }
    const Big square = x * x + y * y;
    const Matrix h = hessian_of<ops::Atan2>({a, b});
    expect_near(h(0, 0), -2 * x * y / (square * square), 10, "atan2, d2/da2");
    expect_near(h(0, 1), (x * x - y * y) / (square * square), 10, "atan2, d2/da db");
    expect_near(h(1, 1), 2 * x * y / (square * square), 10, "atan2, d2/db2");
  }
}

// The shares of a softmax say of the others what 1 - p has lost.
// x0 / y * x1 / y is subnormal on the way, and the second derivative is not.
TEST(SecondPartials, OfNormLoseNothingOnTheWay) {
  const double a = 9.9999999999999694e-311, b = 1e-12, c = -1.0000000000000001e-05;
  const Matrix h = hessian_of<ops::Norm>({a, b, c});
  const Big y = sqrt(Big(a) * a + Big(b) * b + Big(c) * c);
  EXPECT_LE(ulps(h(1, 0), Big(-Big(a) * b / (y * y * y))), 8);
}

TEST(SecondPartials, OfLogsumexpKeepTheOthers) {
  const std::vector<double> x{60, 0, -3};
  const Big a = exp(Big(60)), b = 1, c = exp(Big(-3)), sum = a + b + c;
  const Matrix lse = hessian_of<ops::LogSumExp>(x), ce = hessian_of<ops::SoftmaxCrossEntropy>(x);
  for (const Matrix& h : {lse, ce}) {
    expect_near(h(0, 0), a * (b + c) / (sum * sum), 12, "d2/dx0 dx0");
    expect_near(h(0, 1), -a * b / (sum * sum), 12, "d2/dx0 dx1");
    expect_near(h(2, 2), c * (a + b) / (sum * sum), 12, "d2/dx2 dx2");
  }
}

// d2/da2 = b (b - 1) a^(b-2), and so on: symmetric everywhere, by their limits from the right at 0.
TEST(SecondPartials, OfPowers) {
  const Matrix at_one = hessian_of<ops::Power>({0, 1});
  EXPECT_EQ(at_one(0, 1), -kInfinity);
  EXPECT_EQ(at_one(1, 0), -kInfinity);
  EXPECT_EQ(at_one(0, 0), 0);
  EXPECT_EQ(hessian_of<ops::Power>({0, 2})(0, 0), 2);
  for (double a : {0.0, 5e-324, 1e-310, 1e-8, 1.0, 3.0, 1e155, kLargest})
    for (double b : {-3.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 30.0}) {
      const Matrix h = hessian_of<ops::Power>({a, b});
      EXPECT_TRUE(h(0, 1) == h(1, 0)) << a << ' ' << b << ": " << h(0, 1) << ' ' << h(1, 0);
    }
  for (double a : {1e-300, 1e-8, 0.3, 7.0, 1e100})
    for (double b : {-2.5, 0.25, 1.5, 2.75}) {
      const Matrix h = hessian_of<ops::Power>({a, b});
      const Big x(a), y(b), power = pow(x, y), ln = log(x);
      expect_near(h(0, 0), y * (y - 1) * power / (x * x), 16, "d2/da2");
      expect_near(h(0, 1), power / x * (1 + y * ln), 16, "d2/da db");
      expect_near(h(1, 1), power * ln * ln, 16, "d2/db2");
    }
}

}  // namespace
}  // namespace riserun::accuracy

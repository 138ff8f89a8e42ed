// Accuracy of the activation functions, over both tails.
#include <gtest/gtest.h>

#include <boost/math/special_functions/erf.hpp>

#include <riserun/core/ops/piecewise_activation.hpp>
#include <riserun/core/ops/smooth_activation.hpp>
#include "tests/core/ops/accuracy.hpp"

namespace riserun::accuracy {
namespace {

TEST(OpsActivation, SigmoidSoftplusLogSigmoid) {
  const Truth sigmoid{[](const Big& x) { return logistic(x); },
                      [](const Big& x) { return Big(logistic(x) * logistic(-x)); }};
  const Truth softplus{[](const Big& x) { return Big(log1p(exp(x))); },
                       [](const Big& x) { return logistic(x); }};
  const Truth log_sigmoid{[](const Big& x) { return Big(-log1p(exp(-x))); },
                          [](const Big& x) { return logistic(-x); }};
  expect_accurate<ops::Sigmoid>(sigmoid, points(-700, 700), 3, 5);
  expect_accurate<ops::Softplus>(softplus, points(-700, 700), 3, 3);
  expect_accurate<ops::LogSigmoid>(log_sigmoid, points(-700, 700), 3, 3);
}

TEST(OpsActivation, Silu) {
  const Truth truth{[](const Big& x) { return Big(x * logistic(x)); },
                    [](const Big& x) { return Big(logistic(x) * (1 + x * logistic(-x))); },
                    [](const Big& x) { return Big(logistic(x) * (1 + abs(x) * logistic(-x))); }};
  expect_accurate<ops::Silu>(truth, points(-700, 1e5), 4, 6);
}

TEST(OpsActivation, Mish) {
  // t = tanh(ln(1 + e^x)), t' = sech^2(ln(1 + e^x)) sigmoid(x)
  auto t = [](const Big& x) { return Big(tanh(log1p(exp(x)))); };
  auto dt = [](const Big& x) {
    const Big c = cosh(log1p(exp(x)));
    return Big(logistic(x) / (c * c));
  };
  const Truth truth{[=](const Big& x) { return Big(x * t(x)); },
                    [=](const Big& x) { return Big(t(x) + x * dt(x)); },
                    [=](const Big& x) { return Big(t(x) + abs(x) * dt(x)); }};
  expect_accurate<ops::Mish>(truth, points(-700, 1e5), 4, 6);
}

TEST(OpsActivation, Gelu) {
  auto probability = [](const Big& x) {
    return Big(boost::math::erfc(Big(-x / sqrt(Big(2)))) / 2);
  };
  auto density = [](const Big& x) { return Big(exp(-x * x / 2) / sqrt(2 * kPi)); };
  const Truth truth{[=](const Big& x) { return Big(x * probability(x)); },
                    [=](const Big& x) { return Big(probability(x) + x * density(x)); },
                    [=](const Big& x) { return Big(probability(x) + abs(x) * density(x)); }};
  expect_accurate<ops::Gelu>(truth, points(-37, 1e4, 600), 8, 8);
}

TEST(OpsActivation, GeluTanh) {
  const Big a = 2 * sqrt(2 / kPi), b = a * Big("0.044715");
  auto s = [=](const Big& x) { return logistic(x * (a + b * x * x)); };
  auto ds = [=](const Big& x) { return Big(s(x) * s(-x) * (a + 3 * b * x * x)); };
  const Truth truth{[=](const Big& x) { return Big(x * s(x)); },
                    [=](const Big& x) { return Big(s(x) + x * ds(x)); },
                    [=](const Big& x) { return Big(s(x) + abs(x) * ds(x)); }};
  expect_accurate<ops::GeluTanh>(truth, points(-20, 1e4), 4, 6);
  EXPECT_EQ(ops::GeluTanh::partials(1e200, 1e200)[0], 1);
  EXPECT_EQ(ops::GeluTanh::partials(-1e200, 0.0)[0], 0);
}

// The two forms differ by less than 5e-4 anywhere.
TEST(OpsActivation, GeluFormsAgree) {
  for (double x : points(-30, 30)) EXPECT_NEAR(gelu(x), gelu_tanh(x), 5e-4) << x;
}

TEST(OpsActivation, Softsign) {
  const Truth truth{[](const Big& x) { return Big(x / (1 + abs(x))); },
                    [](const Big& x) { return Big(1 / ((1 + abs(x)) * (1 + abs(x)))); }};
  expect_accurate<ops::Softsign>(truth, points(-1e150, 1e150), 1.5, 4);
}

TEST(OpsActivation, Elu) {
  const BinaryTruth truth{
      [](const Big& x, const Big& a) { return x > 0 ? x : Big(a * expm1(x)); },
      [](const Big& x, const Big& a) { return x > 0 ? Big(1) : Big(a * exp(x)); },
      [](const Big& x, const Big&) { return x > 0 ? Big(0) : Big(expm1(x)); }};
  expect_accurate<ops::Elu>(truth, pairs(points(-700, 1e5), points(0.1, 10)), 2, 4);
  EXPECT_EQ(elu(-1.0), std::expm1(-1.0));
}

TEST(OpsActivation, SeluFromTheClosedForm) {
  const Big scale = ops::Selu::scale<Big>(), scale_alpha = ops::Selu::scale_alpha<Big>();
  EXPECT_LE(abs(scale - Big("1.05070098735548049341933498529460635195898120437640454697788")),
            1e-58);
  EXPECT_LE(abs(scale_alpha / scale -
                Big("1.67326324235437728481704299167165203846115534828121627091525")),
            1e-58);
  const Truth truth{
      [=](const Big& x) { return x > 0 ? Big(scale * x) : Big(scale_alpha * expm1(x)); },
      [=](const Big& x) { return x > 0 ? scale : Big(scale_alpha * exp(x)); }};
  expect_accurate<ops::Selu>(truth, points(-700, 1e5), 2, 5);
}

// With these constants a standard normal x gives mean 0 and variance 1: integrated by Simpson's
// rule from corner to corner.
TEST(OpsActivation, SeluKeepsMeanAndVariance) {
  double mean = 0, variance = 0;
  constexpr int kSteps = 4000;  // over each of [-10, 0] and [0, 10]
  for (int side : {-1, 1})
    for (int i = 0; i <= kSteps; ++i) {
      const double x = side * 10.0 * i / kSteps, y = selu(x);
      const double weight = (i == 0 || i == kSteps ? 1 : (i % 2 == 1 ? 4 : 2)) * 10.0 / kSteps / 3;
      const double density = std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
      mean += weight * density * y;
      variance += weight * density * y * y;
    }
  EXPECT_NEAR(mean, 0, 1e-10);
  EXPECT_NEAR(variance, 1, 1e-10);
}

TEST(OpsActivation, LeakyReluAndTheLeftSlopeAtTheKinks) {
  EXPECT_EQ(leaky_relu(-3.0), -0.03);
  EXPECT_EQ(leaky_relu(3.0), 3.0);
  EXPECT_EQ(ops::LeakyRelu::partials(-3.0, 0.2, -0.6), (std::array{0.2, -3.0}));
  EXPECT_EQ(ops::LeakyRelu::partials(3.0, 0.2, 3.0), (std::array{1.0, 0.0}));
  EXPECT_EQ(ops::LeakyRelu::partials(0.0, 0.2, 0.0), (std::array{0.2, 0.0}));
  EXPECT_EQ(ops::Elu::partials(0.0, 2.0, 0.0), (std::array{2.0, 0.0}));
  EXPECT_EQ(ops::Selu::partials(0.0, 0.0)[0], ops::Selu::kScaleAlpha);
}

}  // namespace
}  // namespace riserun::accuracy

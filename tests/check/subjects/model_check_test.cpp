// Whole models: a small network written twice, with and without Values, and its mistakes found.
#include <riserun/check/subjects/model_check.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include <riserun/check/gtest.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/core/tape.hpp>

namespace riserun::check {
namespace {

constexpr int kIn = 3, kHidden = 5;
constexpr std::size_t kParameters = kHidden * (kIn + 1) + kHidden + 1;

// A 3-5-1 tanh network's squared error over a few points, with L2; T is double or Value.
template <class T>
T network_loss(std::span<const T> theta) {
  using std::tanh;
  T loss(0);
  Random random(3);
  for (int point = 0; point < 4; ++point) {
    double x[kIn];
    for (double& v : x) v = random.uniform(-1, 1);
    std::size_t next = 0;
    T y = theta[kParameters - 1];
    for (int j = 0; j < kHidden; ++j) {
      T sum = theta[next + kIn];
      for (int i = 0; i < kIn; ++i) sum = sum + theta[next + static_cast<std::size_t>(i)] * x[i];
      y = y + theta[kHidden * (kIn + 1) + static_cast<std::size_t>(j)] * tanh(sum);
      next += kIn + 1;
    }
    const T off = y - T(x[0] * x[1]);
    loss = loss + off * off;
  }
  for (const T& p : theta) loss = loss + T(1e-3) * p * p;
  return loss;
}

double loss(std::span<const double> theta) { return network_loss(theta); }

void gradient(std::span<const double> theta, std::span<double> result) {
  Tape tape;
  std::vector<Value> values;
  for (double p : theta) values.push_back(tape.variable(p));
  network_loss(std::span<const Value>(values)).backward();
  for (std::size_t i = 0; i < theta.size(); ++i) result[i] = values[i].grad();
}

std::vector<double> parameters() {
  Random random(17);
  std::vector<double> theta(kParameters);
  for (double& p : theta) p = random.normal();
  return theta;
}

std::vector<ParameterGroup> groups() {
  std::vector<ParameterGroup> all{{"layer 0", 0, kHidden * (kIn + 1)},
                                  {"layer 1", kHidden * (kIn + 1), kHidden + 1}};
  for (std::size_t j = 0; j < kHidden; ++j)
    all.push_back({"neuron " + std::to_string(j), j * (kIn + 1), kIn + 1});
  return all;
}

TEST(ModelCheck, ARightGradientPasses) {
  const std::vector<double> theta = parameters();
  const ModelReport report = check_model(loss, gradient, theta);
  EXPECT_TRUE(report.passed()) << report.full();
  EXPECT_EQ(report.directions.size(), 4u);
  for (const PointReport& direction : report.directions) EXPECT_LE(direction.resolution, 1e-10);
  EXPECT_EQ(theta, parameters());
}

TEST(ModelCheck, AWrongParameterIsFoundAndNamed) {
  for (std::size_t wrong : {std::size_t{0}, std::size_t{13}, kParameters - 1}) {
    auto broken = [&](std::span<const double> theta, std::span<double> result) {
      gradient(theta, result);
      result[wrong] = -result[wrong];
    };
    const ModelReport report = check_model(loss, broken, parameters(), {.groups = groups()});
    EXPECT_FALSE(report.passed());
    ASSERT_EQ(report.culprits.size(), 1u) << report.full();
    EXPECT_EQ(report.culprits[0].operand, static_cast<int>(wrong));
    EXPECT_NE(report.culprits[0].reason.find("sign"), std::string::npos);
  }
  auto broken = [&](std::span<const double> theta, std::span<double> result) {
    gradient(theta, result);
    result[13] *= 1 + 1e-6;
  };
  const ModelReport report = check_model(loss, broken, parameters(), {.groups = groups()});
  ASSERT_EQ(report.culprit_names.size(), 1u);
  EXPECT_EQ(report.culprit_names[0], "layer 0 / neuron 3 / parameter 13");
}

TEST(ModelCheck, SwappedParametersAreSeen) {
  auto swapped = [](std::span<const double> theta, std::span<double> result) {
    gradient(theta, result);
    std::swap(result[4], result[5]);
  };
  const ModelReport report = check_model(loss, swapped, parameters());
  EXPECT_FALSE(report.passed());
  EXPECT_EQ(report.culprits.size(), 2u);
}

TEST(ModelCheck, AForgottenRegulariserOrScaleIsSeen) {
  auto unregularised = [](std::span<const double> theta, std::span<double> result) {
    gradient(theta, result);
    for (std::size_t i = 0; i < theta.size(); ++i) result[i] -= 2e-3 * theta[i];
  };
  EXPECT_FALSE(check_model(loss, unregularised, parameters()).passed());
  auto mean_instead_of_sum = [](std::span<const double> theta, std::span<double> result) {
    gradient(theta, result);
    for (double& g : result) g /= 4;
  };
  const ModelReport report =
      check_model(loss, mean_instead_of_sum, parameters(), {.most_culprits = 3});
  EXPECT_FALSE(report.passed());
  EXPECT_EQ(report.culprits.size(), 3u);
}

TEST(ModelCheck, NotANumberFails) {
  auto broken = [](std::span<const double> theta, std::span<double> result) {
    gradient(theta, result);
    result[7] = std::nan("");
  };
  const ModelReport report = check_model(loss, broken, parameters());
  EXPECT_EQ(report.verdict(), Verdict::fail);
  ASSERT_EQ(report.culprits.size(), 1u);
  EXPECT_EQ(report.culprits[0].operand, 7);
  auto no_loss = [](std::span<const double>) { return std::nan(""); };
  EXPECT_EQ(check_model(no_loss, gradient, parameters()).verdict(), Verdict::fail);
}

TEST(ModelCheck, ChangedParametersAreAFailure) {
  std::vector<double> theta = parameters();
  auto meddling = [&](std::span<const double> at, std::span<double> result) {
    gradient(at, result);
    theta[2] = std::nextafter(theta[2], 10.0);
  };
  const ModelReport report = check_model(loss, meddling, theta);
  EXPECT_FALSE(report.theta_unchanged);
  EXPECT_EQ(report.verdict(), Verdict::fail);
}

TEST(ModelCheck, IsDeterministic) {
  EXPECT_EQ(check_model(loss, gradient, parameters(), {.seed = 5}).full(),
            check_model(loss, gradient, parameters(), {.seed = 5}).full());
}

TEST(ModelCheck, RejectsBadInput) {
  EXPECT_THROW(static_cast<void>(check_model(loss, gradient, {})), ShapeError);
  EXPECT_THROW(static_cast<void>(check_model(loss, gradient, parameters(), {.directions = 0})),
               ConfigError);
  EXPECT_THROW(
      static_cast<void>(check_model(loss, gradient, parameters(), {.groups = {{"g", 20, 100}}})),
      ShapeError);
}

}  // namespace
}  // namespace riserun::check

// Whole models: a small network written twice, with and without Values, and its mistakes found.
#include <riserun/check/subjects/model_check.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>
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

using In = std::span<const double>;
using Out = std::span<double>;

// y = a e^(-b x) + c at x = 0 .. 580: parameters of sizes 1e5, 1e-3 and 1.
struct CurveFit {
  static double loss(In t) {
    double sum = 0;
    for (int i = 0; i < 30; ++i) {
      const double r = residual(t, i);
      sum += r * r;
    }
    return sum;
  }
  static void gradient(In t, Out g) {
    for (int i = 0; i < 30; ++i) {
      const double x = 20.0 * i, e = std::exp(-t[1] * x), r = 2 * residual(t, i);
      g[0] += r * e;
      g[1] -= r * t[0] * x * e;
      g[2] += r;
    }
  }
  static double residual(In t, int i) {
    const double x = 20.0 * i;
    return t[0] * std::exp(-t[1] * x) + t[2] - (0.9e5 * std::exp(-1.1e-3 * x) + 3);
  }
};

TEST(ModelCheck, ParametersOfAllSizesAreMovedByTheirOwn) {
  const std::vector<double> theta{1e5, 1e-3, 1};
  const ModelReport right = check_model(CurveFit::loss, CurveFit::gradient, theta);
  EXPECT_TRUE(right.passed()) << right.full();
  for (std::size_t wrong : {0u, 1u, 2u})
    for (double factor : {0.0, -1.0, 1.001, 1e50}) {
      auto broken = [&](In t, Out g) {
        CurveFit::gradient(t, g);
        g[wrong] *= factor;
      };
      const ModelReport report = check_model(CurveFit::loss, broken, theta);
      EXPECT_EQ(report.verdict(), Verdict::fail) << wrong << " x " << factor << report.full();
    }
}

TEST(ModelCheck, ALossThatExplodesFarAwayIsMeasuredCloseBy) {
  for (double rate : {400.0, -600.0})
    for (double at : {0.0, 1 / 400.0}) {
      auto f = [=](In t) { return std::exp(rate * t[0]); };
      for (double factor : {1.0, 1.001, 1.5, 0.0}) {
        auto g = [=](In t, Out out) { out[0] = factor * rate * std::exp(rate * t[0]); };
        EXPECT_EQ(check_model(f, g, std::vector{at}).verdict(),
                  factor == 1 ? Verdict::pass : Verdict::fail)
            << rate << ' ' << at << ' ' << factor;
      }
    }
}

TEST(ModelCheck, ALossInTinyUnitsIsJudgedAsAnyOther) {
  auto f = [](In t) { return 1e-19 * std::sin(t[0]) * t[1]; };
  auto g = [](In t, Out out) {
    out[0] = 1e-19 * std::cos(t[0]) * t[1];
    out[1] = 1e-19 * std::sin(t[0]);
  };
  auto none = [](In, Out) {};
  EXPECT_EQ(check_model(f, g, std::vector{0.7, 2.0}).verdict(), Verdict::pass);
  EXPECT_EQ(check_model(f, none, std::vector{0.7, 2.0}).verdict(), Verdict::fail);
}

// A log-likelihood whose deviation is 1e-5 of its mean.
TEST(ModelCheck, ARightGradientOfMixedScalesPasses) {
  std::vector<double> data;
  for (int i = 0; i < 20; ++i) data.push_back(100 + 1e-3 * std::sin(1.7 * i));
  auto f = [&](In t) {
    double sum = 0;
    for (double v : data) sum += (v - t[0]) / t[1] * (v - t[0]) / t[1] / 2 + std::log(t[1]);
    return sum;
  };
  auto g = [&](In t, Out out) {
    for (double v : data) {
      const double z = (v - t[0]) / t[1];
      out[0] -= z / t[1];
      out[1] += (1 - z * z) / t[1];
    }
  };
  const ModelReport report = check_model(f, g, std::vector{100.0002, 1e-3});
  EXPECT_FALSE(is_wrong(report.verdict())) << report.full();
}

// Units at their kinks, weighted with either sign; relu'(0) = 0.
TEST(ModelCheck, SeveralKinksAtOnceAreJudgedOneByOne) {
  for (std::size_t units : {2u, 4u, 40u}) {
    auto weight = [](std::size_t i) { return i % 2 == 0 ? 3.0 + static_cast<double>(i) : -2.0; };
    auto f = [&](In b) {
      double sum = 0;
      for (std::size_t i = 0; i < units; ++i) sum += weight(i) * std::max(b[i], 0.0);
      for (std::size_t i = units; i < b.size(); ++i) sum += std::sin(b[i]);
      return sum;
    };
    auto g = [&](In b, Out out) {
      for (std::size_t i = 0; i < units; ++i) out[i] = b[i] > 0 ? weight(i) : 0;
      for (std::size_t i = units; i < b.size(); ++i) out[i] = std::cos(b[i]);
    };
    std::vector<double> at(units, 0.0);
    at.insert(at.end(), {0.4, 1.1});
    const ModelReport right = check_model(f, g, at);
    EXPECT_EQ(right.verdict(), Verdict::kink) << right.full();
    auto beside = [&](In b, Out out) {
      g(b, out);
      out[units] *= 1.001;
    };
    EXPECT_EQ(check_model(f, beside, at).verdict(), Verdict::fail);
    auto outside = [&](In b, Out out) {
      g(b, out);
      out[1] = 0.5;  // not between 0 and -2
    };
    EXPECT_EQ(check_model(f, outside, at).verdict(), Verdict::fail);
  }
}

TEST(ModelCheck, AKinkHidesNoOtherParameter) {
  auto f = [](In t) { return 10 * std::abs(t[0]) + t[1] * t[1] + std::sin(t[2]); };
  auto g = [](In t, Out out) {
    out[1] = 2 * t[1];
    out[2] = std::cos(t[2]);
  };
  const std::vector<double> at{0, 1.5, 0.3};
  EXPECT_EQ(check_model(f, g, at).verdict(), Verdict::kink);
  for (std::size_t wrong : {1u, 2u})
    for (double factor : {-1.0, 0.0, 1.0001}) {
      auto broken = [&](In t, Out out) {
        g(t, out);
        out[wrong] *= factor;
      };
      const ModelReport report = check_model(f, broken, at);
      EXPECT_EQ(report.verdict(), Verdict::fail);
      ASSERT_EQ(report.culprits.size(), 1u);
      EXPECT_EQ(report.culprits[0].operand, static_cast<int>(wrong));
    }
}

TEST(ModelCheck, WhatAGradientKeepsBetweenCallsIsAFailure) {
  auto f = [](In t) { return t[0] * t[0]; };
  double sum = 0;
  auto accumulates = [&](In t, Out out) { out[0] = sum += 2 * t[0]; };
  const ModelReport kept = check_model(f, accumulates, std::vector{1.5});
  EXPECT_EQ(kept.verdict(), Verdict::fail);
  EXPECT_NE(kept.full().find("at a second call"), std::string::npos) << kept.full();
  auto by_thread = [](In t, Out out) {
    thread_local double own = 0;
    out[0] = own == 0 ? 0 : 2 * t[0];
    own = 1;
  };
  std::vector<double> once(1);
  by_thread(std::vector{1.5}, once);  // this thread is past its first call
  const ModelReport threads = check_model(f, by_thread, std::vector{1.5});
  EXPECT_NE(threads.full().find("on another thread"), std::string::npos) << threads.full();
  int calls = 0;
  auto dropout = [&](In t) { return t[0] * t[0] * (++calls % 2); };
  auto g = [](In t, Out out) { out[0] = 2 * t[0]; };
  EXPECT_NE(check_model(dropout, g, std::vector{1.5}).full().find("not deterministic"),
            std::string::npos);
}

TEST(ModelCheck, AGradientThatChangesWithItsCallsOrThreadsIsAFailure) {
  auto f = [](In t) { return t[0] * t[0]; };
  int calls = 0;
  auto tires = [&](In t, Out out) { out[0] = ++calls < 6 ? 2 * t[0] : 0; };
  EXPECT_NE(check_model(f, tires, std::vector{1.5}).full().find("at a later call"),
            std::string::npos);
  // Two at once meet in what they share: who is not alone has lost. They wait for each other a while.
  std::atomic<int> inside{0}, asked{0};
  auto races = [&](In t, Out out) {
    constexpr int kAlone = 9;
    const bool waits = ++asked > kAlone;
    ++inside;
    for (int i = 0; waits && i < 1'000'000 && inside < 2; ++i) std::this_thread::yield();
    out[0] = inside > 1 ? 0 : 2 * t[0];
    if (!waits) --inside;
  };
  EXPECT_EQ(check_model(f, races, std::vector{1.5}).state, "");
  asked = 0;
  const ModelReport raced = check_model(f, races, std::vector{1.5}, {.concurrent = true});
  EXPECT_NE(raced.full().find("on two threads at once"), std::string::npos) << raced.full();
}

TEST(ModelCheck, ALossInTinyUnitsWithoutAGradientIsWrong) {
  auto f = [](In t) { return 1e-19 * (t[0] * t[0] + std::sin(t[1])); };
  auto none = [](In, Out) {};
  EXPECT_EQ(check_model(f, none, std::vector{1.5, 0.3}).verdict(), Verdict::fail);
  auto g = [](In t, Out out) {
    out[0] = 2e-19 * t[0];
    out[1] = 1e-19 * std::cos(t[1]);
  };
  EXPECT_TRUE(check_model(f, g, std::vector{1.5, 0.3}).passed());
}

TEST(ModelCheck, ALossThatIsLessAccurateThanDoubleIsStatedSo) {
  auto f = [](In t) { return std::sin(t[0]) + 1e-9 * std::floor(40 * t[0]) * t[0]; };
  auto g = [](In t, Out out) { out[0] = std::cos(t[0]); };
  EXPECT_EQ(check_model(f, g, std::vector{0.51}).verdict(), Verdict::fail);
  EXPECT_EQ(check_model(f, g, std::vector{0.51}, {.rtol = 1e-7}).verdict(), Verdict::inconclusive);
  auto twice = [](In t, Out out) { out[0] = 2 * std::cos(t[0]); };
  EXPECT_EQ(check_model(f, twice, std::vector{0.51}, {.rtol = 1e-7}).verdict(), Verdict::fail);
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

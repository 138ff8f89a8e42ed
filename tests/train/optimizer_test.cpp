#include "train/optimizer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/random.hpp"

namespace riserun::train {
namespace {

/// Gradients of three steps for one parameter that begins at 1.
constexpr double kGradients[] = {0.5, -2.0, 0.25};

double after_three_steps(OptimizerOptions options, double rate) {
  Workers workers(1);
  Optimizer optimizer(options, 1);
  std::vector<double> w{1.0};
  for (double g : kGradients) {
    const std::vector<double> gradient{g};
    optimizer.update(w, gradient, rate, workers);
  }
  EXPECT_EQ(optimizer.updates(), 3);
  return w[0];
}

TEST(Sgd, WithoutMomentumIsTheLecturesRule) {
  double w = 1.0;
  for (double g : kGradients) w -= 0.1 * g;
  EXPECT_DOUBLE_EQ(after_three_steps(SGD{.momentum = 0.0}, 0.1), w);
}

TEST(Sgd, Momentum) {
  double w = 1.0, v = 0.0;
  for (double g : kGradients) {
    v = 0.9 * v + g;
    w -= 0.1 * v;
  }
  EXPECT_DOUBLE_EQ(after_three_steps(SGD{.momentum = 0.9}, 0.1), w);
}

TEST(Sgd, NesterovLooksAhead) {
  double w = 1.0, v = 0.0;
  for (double g : kGradients) {
    v = 0.9 * v + g;
    w -= 0.1 * (g + 0.9 * v);
  }
  EXPECT_DOUBLE_EQ(after_three_steps(SGD{.momentum = 0.9, .nesterov = true}, 0.1), w);
  EXPECT_NE(after_three_steps(SGD{.momentum = 0.9}, 0.1), w);
}

TEST(Sgd, L2PullsTowardsZero) {
  double w = 1.0;
  for (double g : kGradients) w -= 0.1 * (g + 0.3 * w);
  EXPECT_DOUBLE_EQ(after_three_steps(SGD{.momentum = 0.0, .l2 = 0.3}, 0.1), w);
}

TEST(Adam, IsThePapersAlgorithm) {
  double w = 1.0, m = 0.0, v = 0.0;
  int t = 0;
  for (double g : kGradients) {
    ++t;
    g += 0.01 * w;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const double m_hat = m / (1.0 - std::pow(0.9, t)), v_hat = v / (1.0 - std::pow(0.999, t));
    w -= 0.05 * m_hat / (std::sqrt(v_hat) + 1e-8);
  }
  EXPECT_NEAR(after_three_steps(Adam{.l2 = 0.01}, 0.05), w, 1e-14);
}

TEST(Adam, TheFirstStepIsTheLearningRate) {
  for (double g : {1e-6, 1.0, -1e6}) {
    Workers workers(1);
    Optimizer optimizer(Adam{.epsilon = 1e-30}, 1);
    std::vector<double> w{0.0};
    const std::vector<double> gradient{g};
    optimizer.update(w, gradient, 0.01, workers);
    EXPECT_NEAR(w[0], std::copysign(0.01, -g), 1e-15);
  }
}

const OptimizerOptions kAll[] = {SGD{.momentum = 0.0}, SGD{}, SGD{.nesterov = true, .l2 = 1e-3},
                                 Adam{}, Adam{.l2 = 1e-3}};

TEST(Optimizer, BitsDoNotDependOnTheWorkers) {
  for (const OptimizerOptions& options : kAll) {
    std::vector<double> expected;
    for (int threads : {1, 2, 3, 8}) {
      Workers workers(threads);
      Optimizer optimizer(options, 10007);
      Random random(3);
      std::vector<double> w(10007), g(10007);
      for (double& x : w) x = random.normal();
      for (int step = 0; step < 4; ++step) {
        for (double& x : g) x = random.normal();
        optimizer.update(w, g, 0.01, workers);
      }
      if (threads == 1) expected = w;
      EXPECT_EQ(w, expected) << threads << " threads, " << to_string(options);
    }
  }
}

TEST(Optimizer, GoesOnFromItsState) {
  for (const OptimizerOptions& options : kAll) {
    Workers workers(1);
    Random random(5);
    std::vector<double> w(50), g(50);
    for (double& x : w) x = random.normal();
    const auto draw = [&] {
      for (double& x : g) x = random.normal();
    };
    Optimizer through(options, 50);
    draw();
    through.update(w, g, 0.1, workers);
    Optimizer resumed(options, 50);
    resumed.restore(through.updates(), through.state());
    std::vector<double> other = w;
    for (int step = 0; step < 3; ++step) {
      draw();
      through.update(w, g, 0.1, workers);
      resumed.update(other, g, 0.1, workers);
    }
    EXPECT_EQ(w, other) << to_string(options);
  }
}

TEST(Optimizer, RefusesOtherSizes) {
  Workers workers(1);
  Optimizer optimizer(Adam{}, 3);
  std::vector<double> three(3), two(2);
  EXPECT_THROW(optimizer.update(two, three, 0.1, workers), ShapeError);
  EXPECT_THROW(optimizer.update(three, two, 0.1, workers), ShapeError);
  EXPECT_THROW(optimizer.restore(1, three), ShapeError);
}

TEST(Optimizer, RefusesOptionsOutOfRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const OptimizerOptions& bad :
       {OptimizerOptions(SGD{.learning_rate = 0.0}), OptimizerOptions(SGD{.learning_rate = -1.0}),
        OptimizerOptions(SGD{.learning_rate = nan}),
        OptimizerOptions(SGD{.learning_rate = INFINITY}), OptimizerOptions(SGD{.momentum = 1.0}),
        OptimizerOptions(SGD{.momentum = -0.1}),
        OptimizerOptions(SGD{.momentum = 0.0, .nesterov = true}), OptimizerOptions(SGD{.l2 = -1.0}),
        OptimizerOptions(Adam{.learning_rate = 0.0}), OptimizerOptions(Adam{.beta1 = 1.0}),
        OptimizerOptions(Adam{.beta2 = nan}), OptimizerOptions(Adam{.epsilon = 0.0}),
        OptimizerOptions(Adam{.l2 = nan})})
    EXPECT_THROW(Optimizer(bad, 1), ConfigError);
}

TEST(Optimizer, IsKnownByName) {
  for (const char* name : {"sgd", "adam"}) EXPECT_EQ(to_string(parse_optimizer(name)), name);
  EXPECT_THROW(static_cast<void>(parse_optimizer("sdg")), ConfigError);
  OptimizerOptions options = parse_optimizer("adam");
  set_learning_rate(options, 0.25);
  EXPECT_EQ(learning_rate(options), 0.25);
}

}  // namespace
}  // namespace riserun::train

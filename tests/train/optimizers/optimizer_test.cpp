#include <riserun/train/optimizers/optimizer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/base/random.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

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

const OptimizerOptions kAll[] = {
    SGD{.momentum = 0.0},     SGD{},    SGD{.nesterov = true}, Adam{}, AdamW{}, RMSProp{},
    RMSProp{.momentum = 0.5}, Adagrad{}};
constexpr Penalty kPenalty{.l1 = 1e-4, .l2 = 1e-3};

TEST(Optimizer, BitsDoNotDependOnTheWorkers) {
  for (const OptimizerOptions& options : kAll) {
    std::vector<double> expected;
    for (int threads : {1, 2, 3, 8}) {
      Workers workers(threads);
      Optimizer optimizer(options, 10007, kPenalty);
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
    Optimizer through(options, 50, kPenalty);
    draw();
    through.update(w, g, 0.1, workers);
    Optimizer resumed(options, 50, kPenalty);
    resumed.restore(OptimizerState(through.state()));
    std::vector<double> other = w;
    for (int step = 0; step < 3; ++step) {
      draw();
      through.update(w, g, 0.1, workers);
      resumed.update(other, g, 0.1, workers);
    }
    EXPECT_EQ(w, other) << to_string(options);
    EXPECT_EQ(through.state(), resumed.state());
    EXPECT_EQ(resumed.updates(), 4);
  }
}

TEST(Optimizer, RefusesAnothersState) {
  const auto message = [](const OptimizerOptions& options, OptimizerState state) -> std::string {
    try {
      Optimizer(options, 3).restore(state);
    } catch (const DataError& error) {
      return error.what();
    }
    return "taken";
  };
  const OptimizerState adam = Optimizer(Adam{}, 3).state();
  EXPECT_EQ(message(AdamW{}, adam), "taken");  // the same two moments
  EXPECT_THAT(message(SGD{}, adam), HasSubstr("sgd has 1 arrays, not 2"));
  EXPECT_THAT(message(RMSProp{.momentum = 0.9}, adam),
              HasSubstr("expected the array \"square_average\", found \"first_moment\""));
  EXPECT_THAT(message(Adam{}, Optimizer(Adam{}, 4).state()),
              HasSubstr("\"first_moment\" has 4 numbers for 3 parameters"));
  OptimizerState negative = adam;
  negative.updates = -1;
  EXPECT_THAT(message(Adam{}, negative), HasSubstr("-1 updates"));
}

TEST(Optimizer, RefusesOtherSizes) {
  Workers workers(1);
  Optimizer optimizer(Adam{}, 3);
  std::vector<double> three(3), two(2);
  EXPECT_THROW(optimizer.update(two, three, 0.1, workers), ShapeError);
  EXPECT_THROW(optimizer.update(three, two, 0.1, workers), ShapeError);
}

TEST(Optimizer, RefusesOptionsOutOfRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const OptimizerOptions& bad :
       {OptimizerOptions(SGD{.learning_rate = 0.0}), OptimizerOptions(SGD{.learning_rate = -1.0}),
        OptimizerOptions(SGD{.learning_rate = nan}),
        OptimizerOptions(SGD{.learning_rate = INFINITY}), OptimizerOptions(SGD{.momentum = 1.0}),
        OptimizerOptions(SGD{.momentum = -0.1}),
        OptimizerOptions(SGD{.momentum = 0.0, .nesterov = true}),
        OptimizerOptions(AdamW{.weight_decay = -0.1}), OptimizerOptions(AdamW{.beta2 = 1.0}),
        OptimizerOptions(RMSProp{.decay = 1.0}), OptimizerOptions(RMSProp{.momentum = -1.0}),
        OptimizerOptions(RMSProp{.epsilon = 0.0}), OptimizerOptions(Adagrad{.epsilon = nan}),
        OptimizerOptions(Adagrad{.learning_rate = 0.0}),
        OptimizerOptions(Adam{.learning_rate = 0.0}), OptimizerOptions(Adam{.beta1 = 1.0}),
        OptimizerOptions(Adam{.beta2 = nan}), OptimizerOptions(Adam{.epsilon = 0.0})})
    EXPECT_THROW(Optimizer(bad, 1), ConfigError);
  for (const Penalty& bad :
       {Penalty{.l1 = -1.0}, Penalty{.l1 = nan}, Penalty{.l2 = -1e-9}, Penalty{.l2 = INFINITY}})
    EXPECT_THROW(Optimizer(SGD{}, 1, bad), ConfigError);
}

TEST(Optimizer, IsKnownByName) {
  for (const char* name : {"sgd", "adam", "adamw", "rmsprop", "adagrad"})
    EXPECT_THAT(optimizer_names(), Contains(name));
  for (const std::string& name : optimizer_names()) {
    EXPECT_EQ(to_string(parse_optimizer(name)), name);
    EXPECT_NO_THROW(validate(parse_optimizer(name)));
  }
  EXPECT_THAT(message_of<ConfigError>([] { (void)parse_optimizer("sdg"); }),
              HasSubstr("unknown optimizer \"sdg\"; choose from sgd, adam, adamw, rmsprop"));
  OptimizerOptions options = parse_optimizer("adam");
  set_learning_rate(options, 0.25);
  EXPECT_EQ(learning_rate(options), 0.25);
}

TEST(Optimizer, SaysWhichOptionsItHas) {
  EXPECT_THAT(option_names(SGD{}), ElementsAre("momentum", "nesterov"));
  EXPECT_THAT(option_names(AdamW{}), ElementsAre("beta1", "beta2", "epsilon", "weight_decay"));
  EXPECT_THAT(option_names(RMSProp{}), ElementsAre("decay", "epsilon", "momentum"));
  const auto message = [](const OptimizerOptions& options) {
    return message_of<ConfigError>([&] { validate(options); });
  };
  EXPECT_EQ(message(SGD{.momentum = 1.0}), "momentum must be >= 0 and < 1, not 1.000000");
  EXPECT_EQ(message(SGD{.learning_rate = 0.0}),
            "the learning rate must be a finite number > 0, not 0.000000");
  EXPECT_EQ(message(AdamW{.weight_decay = -1.0}),
            "the weight decay must be a finite number >= 0, not -1.000000");
}

}  // namespace
}  // namespace riserun::train

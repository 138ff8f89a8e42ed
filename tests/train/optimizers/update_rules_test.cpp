// Each optimiser against its published rule, written a second time with whole arrays in Eigen.
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/train/optimizers/optimizer.hpp>

namespace riserun::train {
namespace {

using Eigen::ArrayXd;

constexpr Eigen::Index kWeights = 530, kBiases = 7;  // more than a block of penalised slopes
constexpr double kRate = 0.03;
constexpr int kSteps = 25;

/// `weights`: 1 for weights, 0 for biases. w and g may be changed; t counts from 1.
using Rule = std::function<void(ArrayXd& w, ArrayXd g, const ArrayXd& weights, int t)>;

ArrayXd zeros() { return ArrayXd::Zero(kWeights + kBiases); }

struct RuleCase {
  std::string name;
  OptimizerOptions options;
  Rule rule;
};

// The rules as PyTorch documents them (torch.optim, "for t = 1 to ... do").
std::vector<RuleCase> cases() {
  std::vector<RuleCase> all;
  all.push_back({"lecture", SGD{.momentum = 0.0},
                 [](ArrayXd& w, ArrayXd g, const ArrayXd&, int) { w += -kRate * g; }});
  all.push_back({"momentum", SGD{.momentum = 0.8},
                 [b = zeros()](ArrayXd& w, ArrayXd g, const ArrayXd&, int t) mutable {
                   b = t == 1 ? g : ArrayXd(0.8 * b + g);
                   w -= kRate * b;
                 }});
  all.push_back({"nesterov", SGD{.momentum = 0.8, .nesterov = true},
                 [b = zeros()](ArrayXd& w, ArrayXd g, const ArrayXd&, int t) mutable {
                   b = t == 1 ? g : ArrayXd(0.8 * b + g);
                   g += 0.8 * b;
                   w -= kRate * g;
                 }});
  const auto adam = [](double decay) {
    return [decay, m = zeros(), v = zeros()](ArrayXd& w, const ArrayXd& g, const ArrayXd& weights,
                                             int t) mutable {
      w -= kRate * decay * weights * w;
      m = 0.85 * m + 0.15 * g;
      v = 0.99 * v + 0.01 * g.square();
      const ArrayXd m_hat = m / (1.0 - std::pow(0.85, t)), v_hat = v / (1.0 - std::pow(0.99, t));
      w -= kRate * m_hat / (v_hat.sqrt() + 1e-6);
    };
  };
  all.push_back({"adam", Adam{.beta1 = 0.85, .beta2 = 0.99, .epsilon = 1e-6}, adam(0.0)});
  all.push_back({"adamw", AdamW{.beta1 = 0.85, .beta2 = 0.99, .epsilon = 1e-6, .weight_decay = 0.2},
                 adam(0.2)});
  const auto rmsprop = [](double momentum) {
    return [momentum, v = zeros(), b = zeros()](ArrayXd& w, const ArrayXd& g, const ArrayXd&,
                                                int) mutable {
      v = 0.9 * v + 0.1 * g.square();
      b = momentum * b + g / (v.sqrt() + 1e-6);
      w -= kRate * b;
    };
  };
  all.push_back({"rmsprop", RMSProp{.decay = 0.9, .epsilon = 1e-6}, rmsprop(0.0)});
  all.push_back({"rmsprop with momentum", RMSProp{.decay = 0.9, .epsilon = 1e-6, .momentum = 0.7},
                 rmsprop(0.7)});
  all.push_back({"adagrad", Adagrad{.epsilon = 1e-6},
                 [s = zeros()](ArrayXd& w, ArrayXd g, const ArrayXd&, int) mutable {
                   s += g.square();
                   w -= kRate * g / (s.sqrt() + 1e-6);
                 }});
  return all;
}

nn::ParameterSet parameters() {
  nn::ParameterSet set;
  set.add("layers.0.weight", std::vector<std::size_t>{kWeights - 10});
  set.add("layers.0.bias", std::vector<std::size_t>{kBiases});
  set.add("head", std::vector<std::size_t>{10});
  Random random(11);
  for (double& w : set.data()) w = random.normal();
  set.data()[3] = 0.0;  // where |w| has its kink
  return set;
}

/// The largest difference after kSteps updates.
double difference(const OptimizerOptions& options, Rule rule, Penalty penalty, double factor,
                  double limit = INFINITY) {
  nn::ParameterSet set = parameters();
  ArrayXd w = Eigen::Map<const ArrayXd>(set.data().data(), kWeights + kBiases);
  ArrayXd weights = ArrayXd::Ones(w.size());
  weights.segment(kWeights - 10, kBiases).setZero();
  Workers workers(2);
  Optimizer optimizer(options, set, penalty);
  Random random(5);
  std::vector<double> g(static_cast<std::size_t>(w.size()));
  for (int t = 1; t <= kSteps; ++t) {
    for (double& x : g) x = random.normal();
    optimizer.update(set.data(), g, kRate, workers, {.factor = factor, .limit = limit});
    const ArrayXd slope =
        (factor * Eigen::Map<const ArrayXd>(g.data(), w.size())).min(limit).max(-limit) +
        weights * (penalty.l1 * w.sign() + penalty.l2 * w);
    rule(w, slope, weights, t);
  }
  return (w - Eigen::Map<const ArrayXd>(set.data().data(), w.size())).abs().maxCoeff();
}

TEST(UpdateRules, AreThosePublished) {
  for (const RuleCase& c : cases())
    EXPECT_LT(difference(c.options, c.rule, {}, 1.0), 1e-13) << c.name;
}

TEST(UpdateRules, WithPenaltiesOnWeightsAlone) {
  for (const RuleCase& c : cases())
    EXPECT_LT(difference(c.options, c.rule, {.l1 = 0.02, .l2 = 0.3}, 0.5), 1e-13) << c.name;
}

TEST(UpdateRules, WithDerivativesKeptWithinALimit) {
  for (const RuleCase& c : cases())
    EXPECT_LT(difference(c.options, c.rule, {.l2 = 0.1}, 2.0, 0.7), 1e-13) << c.name;
}

// The reference tells rules apart: no two of them come near each other.
TEST(UpdateRules, AnotherRuleIsNoticed) {
  const auto all = cases();
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < all.size(); ++j)
      if (i != j) {
        EXPECT_GT(difference(all[i].options, cases()[j].rule, {}, 1.0), 1e-3)
            << all[i].name << " taken for " << all[j].name;
      }
  EXPECT_GT(difference(Adam{}, cases()[3].rule, {}, 1.0), 1e-6) << "other betas";
}

TEST(UpdateRules, BiasesAreKnownByName) {
  for (const char* name : {"layers.0.weight", "w", "head", "embedding"})
    EXPECT_TRUE(is_weight(name));
  for (const char* name : {"layers.0.bias", "bias", "output_bias"}) EXPECT_FALSE(is_weight(name));
}

// The rates that were measured with few features fall with the root of them, in two digits.
TEST(UsualLearningRate, FallsBeyond64Features) {
  EXPECT_EQ(usual_learning_rate(SGD{}, 4), 0.1);
  EXPECT_EQ(usual_learning_rate(SGD{}, 64), 0.1);
  EXPECT_EQ(usual_learning_rate(SGD{}, 256), 0.05);
  EXPECT_EQ(usual_learning_rate(SGD{}, 784), 0.029);
  EXPECT_EQ(usual_learning_rate(SGD{.learning_rate = 5.0}, 4), 0.1);
  EXPECT_EQ(usual_learning_rate(Adam{}, 4), 0.01);
  EXPECT_EQ(usual_learning_rate(AdamW{}, 784), 0.0029);
  EXPECT_EQ(usual_learning_rate(Adagrad{}, 784), 0.01);
}

TEST(LowerLearningRate, IsATenthAndNoMoreThanTheUsualOne) {
  EXPECT_EQ(lower_learning_rate(SGD{.learning_rate = 1e9}, 4), 0.1);
  EXPECT_EQ(lower_learning_rate(SGD{.learning_rate = 1e9}, 784), 0.029);
  EXPECT_EQ(lower_learning_rate(SGD{.learning_rate = 0.5}, 0), 0.05);
  EXPECT_EQ(lower_learning_rate(SGD{}, 4), 0.1 / 10.0);
  EXPECT_EQ(lower_learning_rate(Adam{.learning_rate = 5.0}, 4), 0.01);
  EXPECT_EQ(lower_learning_rate(Adagrad{.learning_rate = 1e9}, 4), 0.01);
}

}  // namespace
}  // namespace riserun::train

// The gradient that training really uses, fused layers and all threads, against rise over run of
// the batch's mean loss; and batches summed wrongly, which must not pass.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <ostream>
#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/check/gtest.hpp>
#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>

namespace riserun::check {
namespace {

constexpr std::size_t kInputs = 5;
constexpr double kDecay = 1e-3;  // of the regulariser

struct Point {
  std::vector<double> x, y;
  int label = 0;
};

struct PointLoss {
  nn::AnyLoss loss;
  Value operator()(const nn::BoundMLP& model, const Point& point) const {
    const Outputs outputs = model(std::span<const double>(point.x));
    return std::visit(
        [&](const auto& l) {
          return l(outputs, nn::Target{point.y, point.label});
        },
        loss);
  }
};

// A model, a batch and the two functions that the checker takes.
class Training {
 public:
  Training(nn::Activation activation, const nn::AnyLoss& loss, std::size_t outputs,
           std::size_t count = 13)
      : model_({kInputs, 7, 4, outputs}, {.activation = activation, .seed = 3}),
        loss_{loss},
        points_(count),
        batch_(count),
        program_(model_, loss_, points_),
        gradient_(program_, model_.parameters().size(), workers_, 2) {
    Random random(5);
    for (Point& point : points_) {
      for (std::size_t i = 0; i < kInputs; ++i) point.x.push_back(random.normal());
      for (std::size_t i = 0; i < outputs; ++i) point.y.push_back(random.normal());
      point.label = static_cast<int>(random.below(outputs == 1 ? 2 : outputs));
    }
    for (double& p : model_.parameters().data()) p += 0.1 * random.normal();  // biases too
    std::iota(batch_.begin(), batch_.end(), std::size_t{0});
    theta_.assign(model_.parameters().data().begin(), model_.parameters().data().end());
  }

  double mean_loss(std::span<const double> theta) {
    put(theta);
    double decay = 0;
    for (double p : theta) decay += kDecay * p * p;
    return gradient_.evaluate(batch_).loss_sum / static_cast<double>(batch_.size()) + decay;
  }

  void gradient(std::span<const double> theta, std::span<double> result,
                std::span<const std::size_t> batch) {
    put(theta);
    gradient_.compute(batch);
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] = gradient_.gradient()[i] + 2 * kDecay * theta[i];
  }

  template <class Broken>
  ModelReport check(Broken broken) {
    std::vector<ParameterGroup> groups;
    for (const nn::TensorInfo& tensor : model_.parameters().tensors())
      groups.push_back({tensor.name, tensor.offset, tensor.size});
    return check_model([&](std::span<const double> theta) { return mean_loss(theta); },
                       [&](std::span<const double> theta, std::span<double> result) {
                         broken(*this, theta, result);
                       },
                       theta_, {.groups = groups});
  }
  ModelReport check() {
    return check([](Training& t, auto theta, auto result) { t.gradient(theta, result, t.batch_); });
  }

  [[nodiscard]] const std::vector<std::size_t>& batch() const { return batch_; }

 private:
  void put(std::span<const double> theta) {
    std::copy(theta.begin(), theta.end(), model_.parameters().data().begin());
  }

  nn::MLP model_;
  PointLoss loss_;
  std::vector<Point> points_;
  std::vector<std::size_t> batch_;
  train::LossProgram<nn::MLP, std::vector<Point>, PointLoss> program_;
  train::Workers workers_{2};
  train::ParallelGradient gradient_;
  std::vector<double> theta_;
};

struct Setting {
  nn::Activation activation;
  nn::AnyLoss loss;
  std::size_t outputs;

  std::string name() const {
    return std::string(nn::to_string(activation)) + "_" + std::string(nn::to_string(loss)) + "_" +
           std::to_string(outputs);
  }
  friend void PrintTo(const Setting& setting, std::ostream* out) { *out << setting.name(); }
};

class TrainingGradient : public testing::TestWithParam<Setting> {};

TEST_P(TrainingGradient, IsTheSlopeOfTheMeanLoss) {
  Training training(GetParam().activation, GetParam().loss, GetParam().outputs);
  const ModelReport report = training.check();
  EXPECT_TRUE(report.passed()) << report.full();
  for (const PointReport& direction : report.directions) EXPECT_LE(direction.resolution, 1e-8);
}

std::vector<Setting> settings() {
  std::vector<Setting> all;
  for (nn::Activation activation : {nn::Activation::linear, nn::Activation::tanh,
                                    nn::Activation::relu, nn::Activation::sigmoid}) {
    all.push_back({activation, nn::SoftmaxCrossEntropy{}, 3});
    all.push_back({activation, nn::MeanSquaredError{}, 2});
    all.push_back({activation, nn::Hinge{}, 1});
    all.push_back({activation, nn::Hinge{}, 3});
    all.push_back({activation, nn::BinaryCrossEntropy{}, 1});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(EveryLoss, TrainingGradient, testing::ValuesIn(settings()),
                         [](const auto& test) { return test.param.name(); });

TEST(TrainingGradientBroken, BatchesSummedWronglyAreSeen) {
  Training training(nn::Activation::tanh, nn::SoftmaxCrossEntropy{}, 3);
  const std::vector<std::size_t>& batch = training.batch();
  auto skipped = [&](Training& t, auto theta, auto result) {
    t.gradient(theta, result, std::span(batch).first(batch.size() - 1));
  };
  auto twice = [&](Training& t, auto theta, auto result) {
    std::vector<std::size_t> more = batch;
    more.back() = more.front();
    t.gradient(theta, result, more);
  };
  auto wrong_count = [&](Training& t, auto theta, auto result) {
    t.gradient(theta, result, batch);
    const double by = double(batch.size()) / double(batch.size() - 1);
    for (double& g : result) g *= by;
  };
  auto stale = [&](Training& t, auto theta, auto result) {
    std::vector<double> older(theta.begin(), theta.end());
    older[3] += 1e-6;  // one worker would still hold the parameters of the step before
    t.gradient(older, result, batch);
  };
  auto no_regulariser = [&](Training& t, auto theta, auto result) {
    t.gradient(theta, result, batch);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] -= 2 * kDecay * theta[i];
  };
  EXPECT_FALSE(training.check(skipped).passed());
  EXPECT_FALSE(training.check(twice).passed());
  EXPECT_FALSE(training.check(wrong_count).passed());
  EXPECT_FALSE(training.check(stale).passed());
  EXPECT_FALSE(training.check(no_regulariser).passed());
}

TEST(TrainingGradientBroken, TheWrongParameterIsNamed) {
  Training training(nn::Activation::tanh, nn::MeanSquaredError{}, 2);
  const ModelReport report = training.check([&](Training& t, auto theta, auto result) {
    t.gradient(theta, result, t.batch());
    result[40] *= 1 + 1e-6;
  });
  ASSERT_EQ(report.culprits.size(), 1u) << report.full();
  EXPECT_EQ(report.culprits[0].operand, 40);
  EXPECT_NE(report.culprit_names[0].find(" / parameter 40"), std::string::npos)
      << report.culprit_names[0];
}

}  // namespace
}  // namespace riserun::check

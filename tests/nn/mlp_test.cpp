#include <riserun/nn/mlp.hpp>

#include <gtest/gtest.h>

#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/nn/losses.hpp>

namespace riserun::nn {
namespace {

TEST(MLP, CountsAndNamesItsParameters) {
  const MLP model({64, 64, 32, 10});
  EXPECT_EQ(model.parameters().size(), 64u * 64 + 64 + 64 * 32 + 32 + 32 * 10 + 10);
  EXPECT_EQ(model.layers().size(), 3u);
  EXPECT_EQ(model.parameters().tensors()[2].name, "layers.1.weight");
  EXPECT_EQ(model.layers()[2].activation(), Activation::linear);
}

TEST(MLP, SeedsRepeatAndDiffer) {
  const MLP a({3, 4, 2}, {.seed = 1}), b({3, 4, 2}, {.seed = 1}), c({3, 4, 2}, {.seed = 2});
  EXPECT_TRUE(std::ranges::equal(a.parameters().data(), b.parameters().data()));
  EXPECT_FALSE(std::ranges::equal(a.parameters().data(), c.parameters().data()));
}

TEST(MLP, FusedScalarAndPlainAgree) {
  const MLP model({7, 9, 5, 3}, {.activation = Activation::tanh, .seed = 5});
  Random random(1);
  std::vector<double> x(7);
  for (double& v : x) v = random.uniform(-1, 1);
  Tape tape;
  const BoundMLP bound = model.bind(tape);

  const Outputs fused = bound(x);
  Value loss = SoftmaxCrossEntropy{}(fused, {.label = 2});
  tape.backward_to_parameters(loss);
  const std::vector<double> gradient(tape.parameter_gradients().begin(),
                                     tape.parameter_gradients().end());
  const std::vector<double> scores(fused.data().begin(), fused.data().end());
  tape.rewind();
  tape.zero_grad();

  const std::vector<Value> slow = bound.by_neurons(x);
  Value slow_loss = softmax_cross_entropy(slow, 2);
  tape.backward_to_parameters(slow_loss);
  EXPECT_EQ(slow_loss.data(), loss.data());
  for (std::size_t i = 0; i < gradient.size(); ++i)
    ASSERT_NEAR(tape.parameter_gradients()[i], gradient[i], 1e-14)
        << model.parameters().element_name(i);
  EXPECT_EQ(model(x), scores);
  EXPECT_EQ(SoftmaxCrossEntropy{}(scores, {.label = 2}), loss.data());
}

TEST(MLP, InfersWithoutAGraph) {
  const MLP model({7, 9, 3}, {.activation = Activation::tanh, .seed = 5});
  const std::vector<double> x{0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7};
  Tape tape;
  const BoundMLP bound = model.bind(tape);
  const std::vector<Value> as_values(x.begin(), x.end());
  const std::size_t before = tape.size();
  {
    NoGradient inference;
    for (int point = 0; point < 3; ++point) {
      const Outputs y = bound(x);
      EXPECT_EQ(model(x), std::vector<double>(y.data().begin(), y.data().end()));
      EXPECT_TRUE(y[1].is_constant());
      EXPECT_EQ(bound(std::span<const Value>(as_values))[2].data(), y[2].data());
      EXPECT_EQ(bound.by_neurons(x)[2].data(), y[2].data());
      EXPECT_TRUE(SoftmaxCrossEntropy{}(y, {.label = 1}).is_constant());
      inference.rewind();
    }
  }
  EXPECT_EQ(tape.size(), before);
}

TEST(MLP, InputsMayWantGradients) {
  const MLP model({2, 4, 1}, {.activation = Activation::tanh, .seed = 5});
  Tape tape;
  const BoundMLP bound = model.bind(tape);
  const std::vector<Value> x{tape.variable(0.3), tape.variable(-0.6)};
  Value y = bound(std::span<const Value>(x))[0];
  y.backward();
  const double h = 1e-6;
  const double rise = model(std::vector{0.3 + h, -0.6})[0] - model(std::vector{0.3 - h, -0.6})[0];
  EXPECT_NEAR(x[0].grad(), rise / (2 * h), 1e-8);
}

TEST(MLP, MistakesAreNamed) {
  EXPECT_THROW(MLP({3}), ConfigError);
  EXPECT_THROW(MLP({3, 0, 2}), ConfigError);
  const MLP model({3, 2});
  EXPECT_THROW(static_cast<void>(model(std::vector{1.0, 2.0})), ShapeError);
}

}  // namespace
}  // namespace riserun::nn

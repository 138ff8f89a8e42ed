// A fused layer against the same neurons written with scalar ops.
#include <riserun/nn/layer.hpp>

#include <gtest/gtest.h>

#include <vector>

#include <riserun/core/core.hpp>

namespace riserun::nn {
namespace {

struct Fixture {
  ParameterSet set;
  Random random{9};
  Layer layer;
  Tape tape;
  BoundParameters p;

  Fixture(std::size_t in, std::size_t out, Activation activation, Bias bias = Bias::zeros)
      : layer(set, "layer", in, out, activation, Initializer::unit, random, bias) {
    if (layer.has_biases())
      for (double& b : set.tensor("layer.bias")) b = random.uniform(-0.5, 0.5);
    p = bind(set, tape);
  }
};

constexpr Activation kAll[] = {Activation::linear, Activation::tanh, Activation::relu,
                               Activation::sigmoid};

// Weighted, so that every output has an upstream gradient of its own.
template <class Out>
Value head(const Out& outputs) {
  Value sum = 0.0;
  for (std::size_t o = 0; o < outputs.size(); ++o)
    sum += outputs[o] * (0.5 + 0.25 * static_cast<double>(o));
  return sum;
}

class LayerBias : public testing::TestWithParam<Bias> {};
INSTANTIATE_TEST_SUITE_P(Layer, LayerBias, testing::Values(Bias::zeros, Bias::none),
                         [](const auto& test) {
                           return test.param == Bias::none ? "none" : "zeros";
                         });

TEST_P(LayerBias, HasTheValuesAndGradientsOfItsNeurons) {
  for (Activation activation : kAll)
    for (std::size_t in : {1u, 5u, 16u})
      for (std::size_t out : {1u, 3u, 16u, 21u}) {
        Fixture f(in, out, activation, GetParam());
        ASSERT_EQ(f.set.size(), in * out + (GetParam() == Bias::none ? 0 : out));
        std::vector<double> x(in);
        for (double& v : x) v = f.random.uniform(-1, 1);
        std::vector<Value> variables;
        for (double v : x) variables.push_back(f.tape.variable(v));

        const auto slow = f.layer.by_neurons(f.p, variables);
        Value slow_head = head(slow);
        f.tape.backward(slow_head);
        const std::vector<double> slow_dw(f.tape.parameter_gradients().begin(),
                                          f.tape.parameter_gradients().end());
        std::vector<double> slow_dx;
        for (Value v : variables) slow_dx.push_back(v.grad());
        f.tape.zero_grad();

        const Outputs fast = f.layer(f.p, std::span<const Value>(variables));
        for (std::size_t o = 0; o < out; ++o) ASSERT_EQ(fast[o].data(), slow[o].data());
        Value fast_head = head(fast);
        f.tape.backward(fast_head);
        for (std::size_t i = 0; i < slow_dw.size(); ++i)
          ASSERT_EQ(f.tape.parameter_gradients()[i], slow_dw[i]) << f.set.element_name(i);
        for (std::size_t i = 0; i < in; ++i) ASSERT_NEAR(variables[i].grad(), slow_dx[i], 1e-13);
        f.tape.zero_grad();

        const Outputs data = f.layer(f.p, std::span<const double>(x));
        Value data_head = head(data);
        f.tape.backward_to_parameters(data_head);
        for (std::size_t i = 0; i < slow_dw.size(); ++i)
          ASSERT_EQ(f.tape.parameter_gradients()[i], slow_dw[i]);

        std::vector<double> plain(out);
        f.layer(f.set.data(), x, plain);
        for (std::size_t o = 0; o < out; ++o) ASSERT_EQ(plain[o], slow[o].data());
      }
}

TEST(Layer, SomeInputsMayBeConstantsOrShared) {
  Fixture f(3, 2, Activation::tanh);
  Value a = f.tape.variable(0.3), product = a * a;
  const std::vector<Value> x{product, 0.7, product};
  Value fast = head(f.layer(f.p, std::span<const Value>(x)));
  fast.backward();
  const double gradient = a.grad();
  f.tape.zero_grad();
  Value slow = head(f.layer.by_neurons(f.p, x));
  slow.backward();
  EXPECT_NEAR(a.grad(), gradient, 1e-14);
}

TEST(Layer, AnOutputMayBeTheRootAndGradientsAccumulate) {
  Fixture f(4, 5, Activation::sigmoid);
  const std::vector<double> x{0.1, -0.2, 0.3, 0.4};
  const Outputs y = f.layer(f.p, std::span<const double>(x));
  y[2].backward();
  const double once = f.tape.parameter_gradients()[f.layer.biases() + 2];
  EXPECT_GT(once, 0.0);
  EXPECT_EQ(f.tape.parameter_gradients()[f.layer.biases() + 1], 0.0);
  y[2].backward();
  EXPECT_EQ(f.tape.parameter_gradients()[f.layer.biases() + 2], 2 * once);
  EXPECT_EQ(y[2].grad(), 2.0);
}

TEST(Layer, EachOutputDrawsAsANeuron) {
  Fixture f(2, 3, Activation::relu);
  const std::vector<double> x{1.0, 2.0};
  const Outputs y = f.layer(f.p, std::span<const double>(x));
  EXPECT_EQ(y[1].op(), "relu neuron");
  ASSERT_EQ(y[1].operands().size(), 2u);
  EXPECT_EQ(y[1].operands()[1].data(), 2.0);
}

TEST(Layer, WrongSizesAreNamed) {
  Fixture f(2, 3, Activation::relu);
  const std::vector<double> x{1.0, 2.0, 3.0};
  try {
    static_cast<void>(f.layer(f.p, std::span<const double>(x)));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(), "a layer of 2 inputs was given 3 values");
  }
}

}  // namespace
}  // namespace riserun::nn

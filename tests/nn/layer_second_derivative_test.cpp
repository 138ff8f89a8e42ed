// Hessians through fused layers against the same network neuron by neuron, whose nodes are scalar
// ops.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>
#include <riserun/nn/nn.hpp>

namespace riserun::nn {
namespace {

std::vector<double> random_numbers(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> all(count);
  for (double& x : all) x = random.uniform(-1, 1);
  return all;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& wanted) {
  ASSERT_EQ(found.size(), wanted.size());
  double size = 0.0;
  for (double w : wanted) size = std::max(size, std::abs(w));
  EXPECT_GT(size, 0.0);
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_NEAR(found[i], wanted[i], 1e-14 * size) << i;
}

class SecondDerivatives : public testing::TestWithParam<Activation> {};

TEST_P(SecondDerivatives, OfALossByTheParameters) {
  MLP model({6, 9, 11, 3}, {.activation = GetParam(), .output = Activation::linear, .seed = 3});
  const std::vector<double> x = random_numbers(6, 1),
                            p = random_numbers(model.parameters().size(), 2),
                            v = random_numbers(p.size(), 3);
  const auto fused = [&](std::span<const Value> parameters) {
    return SoftmaxCrossEntropy{}(model.bind(parameters)(x), {.label = 1});
  };
  const auto by_neurons = [&](std::span<const Value> parameters) {
    return softmax_cross_entropy(model.bind(parameters).by_neurons(x), 1);
  };
  expect_near(gradient(fused, p), gradient(by_neurons, p));
  expect_near(hessian_vector_product(fused, p, v), hessian_vector_product(by_neurons, p, v));
}

// Inputs that are results, constants and arguments; the last layer is bent too.
TEST_P(SecondDerivatives, ByTheInputs) {
  // Two dead relus at the end would leave nothing to see.
  const Activation output = GetParam() == Activation::relu ? Activation::tanh : GetParam();
  const MLP model({5, 8, 2}, {.activation = GetParam(), .output = output, .seed = 4});
  const std::vector<double> at = random_numbers(model.parameters().size() + 3, 5);
  const auto inputs = [](std::span<const Value> x) {
    return std::vector<Value>{x[0] * x[1], x[1], 0.5, exp(x[2]), x[1]};
  };
  const auto loss = [](const auto& y) { return y[0] * y[1] + y[0]; };
  const auto fused = [&](std::span<const Value> all) {
    return loss(model.bind(all.subspan(3))(inputs(all.first(3))));
  };
  const auto by_neurons = [&](std::span<const Value> all) {
    return loss(model.bind(all.subspan(3)).by_neurons(inputs(all.first(3))));
  };
  expect_near(hessian(fused, at).elements, hessian(by_neurons, at).elements);

  // Tall: swept forward.
  const auto scores = [&](std::span<const Value> x) {
    const BoundMLP bound = model.bind(x.first(model.parameters().size()));
    std::vector<Value> all;
    for (int k = 0; k < 50; ++k)
      for (Value y : bound(random_numbers(5, 10 + static_cast<std::uint64_t>(k)))) all.push_back(y);
    return all;
  };
  const auto parameters = std::span(at).first(model.parameters().size());
  const Matrix tall = jacobian(scores, parameters);
  ASSERT_GT(tall.rows, tall.columns);
  RecordedFunction recorded(scores, parameters);
  for (std::size_t i : {0u, 63u}) {
    const std::vector<double> row(tall.row(i).begin(), tall.row(i).end());
    expect_near(row, recorded.gradient(i));
  }
}

TEST_P(SecondDerivatives, OfLayersWithoutBias) {
  ParameterSet parameters;
  Random random(6);
  const Layer first(parameters, "first", 4, 6, GetParam(), Initializer::automatic, random,
                    Bias::none);
  const Layer second(parameters, "second", 6, 1, Activation::linear, Initializer::automatic, random,
                     Bias::none);
  const std::vector<double> x = random_numbers(4, 7);
  const auto squared = [](Value y) { return y * y; };
  const auto fused = [&](std::span<const Value> p) {
    const BoundParameters bound = bind(p);
    return squared(second(bound, first(bound, x))[0]);
  };
  const auto by_neurons = [&](std::span<const Value> p) {
    return squared(second.by_neurons(p, first.by_neurons(p, x))[0]);
  };
  const auto at = parameters.data();
  expect_near(hessian(fused, at).elements, hessian(by_neurons, at).elements);
}

INSTANTIATE_TEST_SUITE_P(Activations, SecondDerivatives,
                         testing::Values(Activation::linear, Activation::tanh, Activation::relu,
                                         Activation::sigmoid),
                         [](const auto& test) { return std::string(to_string(test.param)); });

TEST(BindValues, OnlyParametersOfTheTape) {
  const MLP model({2, 3, 1});
  const std::size_t count = model.parameters().size();
  const auto reversed = [&](std::span<const Value> p) {
    const std::vector<Value> turned(p.rbegin(), p.rend());
    return model.bind(turned)(std::vector<double>{1.0, 2.0})[0];
  };
  const auto computed = [&](std::span<const Value> p) {
    std::vector<Value> doubled;
    for (Value v : p) doubled.push_back(2.0 * v);
    return model.bind(doubled)(std::vector<double>{1.0, 2.0})[0];
  };
  const auto short_of_one = [&](std::span<const Value> p) {
    return model.bind(p.first(count - 1))(std::vector<double>{1.0, 2.0})[0];
  };
  EXPECT_THROW(static_cast<void>(gradient(reversed, model.parameters().data())), TapeError);
  EXPECT_THROW(static_cast<void>(gradient(computed, model.parameters().data())), TapeError);
  EXPECT_THROW(static_cast<void>(gradient(short_of_one, model.parameters().data())), ShapeError);
}

// A fused node of one's own without tangents.
TEST(Blocks, WithoutTangentsAreNamed) {
  static constexpr Block::Kind kKind{
      "copy",
      [](Tape& tape, const Block& block) {
        tape.gradients()[block.payload[0]] += tape.gradients()[block.first];
      },
      [](const Tape& tape, const Block& block, std::uint32_t) {
        return std::vector<Value>{tape.at(static_cast<std::uint32_t>(block.payload[0]))};
      }};
  const auto f = [](std::span<const Value> x) {
    Tape& tape = Tape::current();
    const std::uint64_t y = tape.push_arena(1);
    *tape.arena(y) = x[0].data();
    const std::array<std::uint64_t, 1> payload{tape.operand(x[0])};
    const std::uint32_t first = tape.push_block(kKind, 1, y, payload);
    return std::vector<Value>{Outputs(first, 1, y)[0] * 2.0, x[0]};
  };
  const std::vector<double> x{3.0};
  EXPECT_EQ(jacobian(f, x).elements, (std::vector{2.0, 1.0}));  // tall, but swept backward
  try {
    static_cast<void>(hessian([&](const auto& v) { return f(v)[0]; }, x));
    FAIL() << "nothing was thrown";
  } catch (const TapeError& error) {
    EXPECT_NE(std::string(error.what()).find("\"copy\""), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace riserun::nn

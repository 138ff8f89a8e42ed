#include <riserun/nn/initializer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::nn {
namespace {

double variance(Initializer initializer, Activation activation, double* largest = nullptr) {
  std::vector<double> w(100'000);
  Random random(4);
  initialize(w, initializer, activation, 50, 150, random);
  double squares = 0;
  for (double x : w) squares += x * x;
  if (largest != nullptr)
    *largest = std::abs(*std::ranges::max_element(w, {}, [](double x) { return std::abs(x); }));
  return squares / static_cast<double>(w.size());
}

TEST(Initializer, VariancesAreThePublishedOnes) {
  double largest = 0;
  EXPECT_NEAR(variance(Initializer::xavier_uniform, Activation::tanh, &largest), 2.0 / 200, 2e-4);
  EXPECT_LE(largest, std::sqrt(6.0 / 200));
  EXPECT_NEAR(variance(Initializer::xavier_normal, Activation::tanh), 2.0 / 200, 2e-4);
  EXPECT_NEAR(variance(Initializer::he_uniform, Activation::relu), 2.0 / 50, 8e-4);
  EXPECT_NEAR(variance(Initializer::he_normal, Activation::relu), 2.0 / 50, 8e-4);
  EXPECT_NEAR(variance(Initializer::lecun_uniform, Activation::tanh), 1.0 / 50, 4e-4);
  EXPECT_NEAR(variance(Initializer::lecun_normal, Activation::tanh), 1.0 / 50, 4e-4);
  EXPECT_NEAR(variance(Initializer::unit, Activation::tanh), 1.0 / 3, 5e-3);
  EXPECT_EQ(variance(Initializer::zeros, Activation::tanh), 0.0);
}

TEST(Initializer, AutomaticFollowsTheActivation) {
  EXPECT_EQ(variance(Initializer::automatic, Activation::relu),
            variance(Initializer::he_normal, Activation::relu));
  EXPECT_EQ(variance(Initializer::automatic, Activation::tanh),
            variance(Initializer::xavier_uniform, Activation::tanh));
}

TEST(Initializer, NamesRoundTripAndUnknownOnesListTheChoices) {
  EXPECT_EQ(parse_initializer("he_normal"), Initializer::he_normal);
  EXPECT_EQ(to_string(Initializer::lecun_uniform), "lecun_uniform");
  EXPECT_EQ(parse_activation(to_string(Activation::sigmoid)), Activation::sigmoid);
  try {
    static_cast<void>(parse_activation("rellu"));
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(),
                 "unknown activation \"rellu\"; choose from linear, tanh, relu, sigmoid");
  }
  EXPECT_THROW(static_cast<void>(parse_initializer("")), ConfigError);
}

}  // namespace
}  // namespace riserun::nn

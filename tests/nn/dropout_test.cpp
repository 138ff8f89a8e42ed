#include <riserun/nn/dropout.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/nn/mlp.hpp>

namespace riserun::nn {
namespace {

TEST(Dropout, LeavesOutTheShareAndKeepsTheMean) {
  const MLP model({1, 2000});
  Tape tape;
  const BoundMLP bound = model.bind(tape);
  const Outputs x = bound(std::vector{0.7});
  Random random(3);
  const Outputs y = dropout(x, 0.25, random);
  ASSERT_EQ(y.size(), 2000u);
  int out = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    if (y[i].data() == 0.0)
      ++out;
    else
      EXPECT_DOUBLE_EQ(y[i].data(), x[i].data() / 0.75);
  }
  EXPECT_NEAR(out, 500, 80);  // four deviations
}

// Rise over run with the same draws: the mask is a constant.
TEST(Dropout, GradientsAreThoseOfWhatIsLeft) {
  MLP model({3, 8, 6, 2}, {.activation = Activation::tanh, .seed = 4});
  const std::vector<double> x{0.3, -0.2, 0.9};
  const auto loss_of = [&](const BoundMLP& bound) {
    Random random(17);
    const Outputs y = bound(x, 0.4, random);
    return y[0] * y[0] + y[1];
  };
  Tape tape;
  const BoundMLP bound = model.bind(tape);
  tape.backward_to_parameters(loss_of(bound));
  const std::vector<double> gradient(tape.parameter_gradients().begin(),
                                     tape.parameter_gradients().end());
  int zeros = 0;
  for (std::size_t p = 0; p < gradient.size(); ++p) {
    double& w = model.parameters().data()[p];
    const double before = w, h = 1e-6;
    const auto at = [&](double value) {
      w = value;
      tape.rewind();
      return loss_of(bound).data();
    };
    const double slope = (at(before + h) - at(before - h)) / (2 * h);
    w = before;
    EXPECT_NEAR(gradient[p], slope, 1e-8) << model.parameters().element_name(p);
    zeros += gradient[p] == 0.0;
  }
  EXPECT_GT(zeros, 5) << "of the neurons that were left out";
}

TEST(Dropout, TheSameDrawsTheSameBitsAndRateZeroChangesNothing) {
  const MLP model({3, 8, 2}, {.seed = 4});
  const std::vector<double> x{0.3, -0.2, 0.9};
  Tape tape;
  const BoundMLP bound = model.bind(tape);
  const auto outputs = [&](double rate, std::uint64_t seed) {
    tape.rewind();
    Random random(seed);
    const Outputs y = bound(x, rate, random);
    return std::vector<double>(y.data().begin(), y.data().end());
  };
  EXPECT_EQ(outputs(0.5, 1), outputs(0.5, 1));
  EXPECT_NE(outputs(0.5, 1), outputs(0.5, 3));
  EXPECT_EQ(outputs(0.0, 1), model(x));
}

TEST(Dropout, IsInThePicture) {
  const MLP model({1, 2, 1}, {.seed = 4});
  Tape tape;
  const BoundMLP bound = model.bind(tape);
  Random random(1);
  std::ostringstream dot;
  dot << to_dot(bound(std::vector{0.5}, 0.1, random)[0]);
  EXPECT_NE(dot.str().find("dropout"), std::string::npos) << dot.str();
}

}  // namespace
}  // namespace riserun::nn

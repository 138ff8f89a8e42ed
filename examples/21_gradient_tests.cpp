// Gradient checks in a GoogleTest suite: a line for an op, a function, a model; a list in one line.
#include <riserun/check/gmock.hpp>
#include <riserun/check/gtest.hpp>
#include "examples/my_ops.hpp"

using MyOps = my::Ops;
INSTANTIATE_GRADIENT_CHECKS(MyOps);  // a test for each: MyOps/MyOpsGradients.RiseOverRun/log_cosh

namespace {

using riserun::Value;
using riserun::check::HasCorrectGradientAt;

TEST(LogCosh, Gradient) { EXPECT_GRADIENTS_OK(riserun::op<my::LogCosh>); }

Value energy(Value a, Value b) { return my::log_cosh(a * b) + pow(b, 3); }

TEST(Energy, Gradient) {
  EXPECT_GRADIENTS_OK(energy, {1.5, -2.0});
  EXPECT_THAT(energy, HasCorrectGradientAt(0.25, 3.0));
}

// Stops the gradient on one of its two paths: the checker must see that.
Value half_detached(Value x) { return x * riserun::detach(x); }

TEST(HalfDetached, IsRejected) { EXPECT_THAT(half_detached, Not(HasCorrectGradientAt(3.0))); }

// A whole model: loss and gradient as functions of all parameters. Rates of two enzymes are fitted
// to measured ones; theta holds the strength and the constant of each.
Value squared_error(std::span<const Value> theta) {
  constexpr double kMeasured[][2] = {{0.5, 0.9}, {1, 1.4}, {2, 1.9}, {4, 2.3}};
  Value sum = 0;
  for (const auto& [x, rate] : kMeasured) {
    const Value off =
        theta[0] * my::saturation(x, theta[1]) + theta[2] * my::saturation(x, theta[3]) - rate;
    sum += off * off;
  }
  return sum;
}

TEST(Model, Gradient) {
  const std::vector<double> theta{1.0, 0.3, 2.0, 4.0};
  const auto loss = [](std::span<const double> at) {
    return squared_error(std::vector<Value>(at.begin(), at.end())).data();
  };
  const auto gradient = [](std::span<const double> at, std::span<double> result) {
    riserun::Tape tape;
    std::vector<Value> values;
    for (double x : at) values.push_back(tape.variable(x));
    squared_error(values).backward();
    for (std::size_t i = 0; i < at.size(); ++i) result[i] = values[i].grad();
  };
  EXPECT_GRADIENTS_OK(loss, gradient, theta);
}

}  // namespace

// Every function of Numbers beside the same function of Values.
#include <riserun/lanes/recording/recorded_functions.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include <riserun/base/random.hpp>
#include "tests/lanes/both_engines.hpp"

namespace riserun::lanes {
namespace {

constexpr double kFewUlp = 40;  // of the loss and the gradient, over rounding of their size

// f(a) or f(a, b), where a and b are parameters times the point's numbers; both engines.
template <class F>
void expect_the_tapes(const char* name, const F& f, double low, double high) {
  SCOPED_TRACE(name);
  const auto loss = [&](const auto& p, const auto& x) {
    const auto a = p[0] * x[0], b = p[1] * x[1];
    using T = std::remove_const_t<decltype(a)>;
    if constexpr (std::is_invocable_v<const F&, T, T>)
      return T(f(a, b));
    else
      return T(f(a));
  };
  Random random(11);
  Points points;
  for (int i = 0; i < 21; ++i)
    points.push_back({random.uniform(low, high), random.uniform(low, high)});
  const std::vector<double> parameters{1.0, 0.5};
  const Results lanes = on_plan(Plan(record(loss, 2, 2)), parameters, points);
  EXPECT_LE(worst_difference(lanes, on_tape(loss, parameters, points), 1e-6), kFewUlp);
}

#define EXPECT_UNARY(function, low, high) \
  expect_the_tapes(                       \
      #function, [](const auto& x) { return function(x); }, low, high)
#define EXPECT_BINARY(function, low, high) \
  expect_the_tapes(                        \
      #function, [](const auto& a, const auto& b) { return function(a, b); }, low, high)

TEST(Functions, OfOneNumber) {
  EXPECT_UNARY(exp, -3, 3);
  EXPECT_UNARY(exp2, -3, 3);
  EXPECT_UNARY(expm1, -3, 3);
  EXPECT_UNARY(log, 0.1, 5);
  EXPECT_UNARY(log2, 0.1, 5);
  EXPECT_UNARY(log10, 0.1, 5);
  EXPECT_UNARY(log1p, -0.5, 5);
  EXPECT_UNARY(sqrt, 0.1, 5);
  EXPECT_UNARY(cbrt, -5, 5);
  EXPECT_UNARY(rsqrt, 0.1, 5);
  EXPECT_UNARY(sin, -5, 5);
  EXPECT_UNARY(cos, -5, 5);
  EXPECT_UNARY(tan, -1.4, 1.4);
  EXPECT_UNARY(asin, -0.9, 0.9);
  EXPECT_UNARY(acos, -0.9, 0.9);
  EXPECT_UNARY(atan, -5, 5);
  EXPECT_UNARY(sinh, -3, 3);
  EXPECT_UNARY(cosh, -3, 3);
  EXPECT_UNARY(tanh, -3, 3);
  EXPECT_UNARY(asinh, -5, 5);
  EXPECT_UNARY(acosh, 1.1, 5);
  EXPECT_UNARY(atanh, -0.9, 0.9);
  EXPECT_UNARY(erf, -2, 2);
  EXPECT_UNARY(erfc, -2, 2);
  EXPECT_UNARY(lgamma, 0.2, 5);
  EXPECT_UNARY(abs, -5, 5);
  EXPECT_UNARY(fabs, -5, 5);
  EXPECT_UNARY(relu, -5, 5);
  EXPECT_UNARY(selu, -5, 5);
  EXPECT_UNARY(softsign, -5, 5);
  EXPECT_UNARY(sigmoid, -5, 5);
  EXPECT_UNARY(softplus, -5, 5);
  EXPECT_UNARY(log_sigmoid, -5, 5);
  EXPECT_UNARY(silu, -5, 5);
  EXPECT_UNARY(mish, -5, 5);
  EXPECT_UNARY(gelu, -5, 5);
  EXPECT_UNARY(gelu_tanh, -5, 5);
  EXPECT_UNARY(leaky_relu, -5, 5);
  EXPECT_UNARY(elu, -5, 5);
}

TEST(Functions, OfTwoNumbers) {
  EXPECT_BINARY(pow, 0.2, 3);
  EXPECT_BINARY(atan2, -3, 3);
  EXPECT_BINARY(hypot, -3, 3);
  EXPECT_BINARY(fmod, 1, 9);
  EXPECT_BINARY(max, -3, 3);
  EXPECT_BINARY(min, -3, 3);
  EXPECT_BINARY(fmax, -3, 3);
  EXPECT_BINARY(fmin, -3, 3);
  EXPECT_BINARY(fdim, -3, 3);
  EXPECT_BINARY(leaky_relu, -3, 3);
  EXPECT_BINARY(elu, -3, 3);
}

TEST(Functions, OfThreeAndOfLists) {
  expect_the_tapes(
      "fma", [](const auto& a, const auto& b) { return fma(a, b, a); }, -3, 3);
  expect_the_tapes(
      "clamp", [](const auto& a, const auto& b) { return clamp(a, -b, b * 2.0); }, 0.1, 3);
  const auto list = [](const auto& a, const auto& b) { return std::vector{a, b, a * b, a - b, b}; };
#define EXPECT_OF_LISTS(function, ...) \
  expect_the_tapes(                    \
      #function, [&](const auto& a, const auto& b) { return function(__VA_ARGS__); }, -3, 3)
  EXPECT_OF_LISTS(sum, list(a, b));
  EXPECT_OF_LISTS(mean, list(a, b));
  EXPECT_OF_LISTS(prod, list(a, b));
  EXPECT_OF_LISTS(norm, list(a, b));
  EXPECT_OF_LISTS(logsumexp, list(a, b));
  EXPECT_OF_LISTS(dot, list(a, b), list(b, a));
  EXPECT_OF_LISTS(affine, list(a, b), list(b, a), a);
  EXPECT_OF_LISTS(squared_distance, list(a, b), list(b, a));
  EXPECT_OF_LISTS(softmax_cross_entropy, list(a, b), std::size_t{2});
#undef EXPECT_OF_LISTS
}

// Flat: on a tape they are constants, so they are met beside a slope of their own.
TEST(Functions, Steps) {
#define EXPECT_STEP(function) \
  expect_the_tapes(           \
      #function, [](const auto& x) { return function(x * 2.0) * x; }, -3, 3)
  EXPECT_STEP(floor);
  EXPECT_STEP(ceil);
  EXPECT_STEP(trunc);
  EXPECT_STEP(round);
#undef EXPECT_STEP
  expect_the_tapes(
      "floor_div", [](const auto& a, const auto& b) { return floor_div(a * 8.0, b) * a; }, 1, 9);
  const auto rounded = [](const auto&, const auto& x) { return Number(round(x[0])); };
  EXPECT_EQ(on_plan(Plan(record(rounded, 0, 1)), {},
                    {{0.5}, {-0.5}, {2.5}, {0.49999999999999994}, {-1.5}, {4503599627370497.0}})
                .losses,
            (std::vector<double>{1, -1, 3, 0, -2, 4503599627370497.0}));
}

TEST(Functions, OfNaNPreferTheOther) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const auto loss = [](const auto&, const auto& x) {
    return Number(fmax(x[0], x[1]) - fmin(x[1], x[0]));
  };
  EXPECT_EQ(on_plan(Plan(record(loss, 0, 2)), {}, {{1, 3}, {kNaN, 3}, {4, kNaN}}).losses,
            (std::vector<double>{2, 0, 0}));
}

#undef EXPECT_UNARY
#undef EXPECT_BINARY

}  // namespace
}  // namespace riserun::lanes

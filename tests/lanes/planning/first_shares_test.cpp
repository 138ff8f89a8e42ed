// Gradients that a plan writes instead of adding, and slopes of relu on the way.
#include <riserun/lanes/planning/first_shares.hpp>

#include <gtest/gtest.h>

#include <riserun/base/random.hpp>
#include "tests/lanes/both_engines.hpp"

namespace riserun::lanes {
namespace {

constexpr std::size_t kInputs = 9, kWidth = 10, kParameters = 400;

// y[o] = relu(b + w x) of neurons whose parameters begin at p[first].
template <class P, class X>
auto relu_layer(const P& p, std::size_t first, const X& x, std::size_t inputs,
                std::size_t outputs) {
  using T = decltype(p[0] * x[0]);
  std::vector<T> y;
  for (std::size_t o = 0; o < outputs; ++o) {
    T s = p[first + inputs * outputs + o];
    for (std::size_t i = 0; i < inputs; ++i) s += p[first + o * inputs + i] * x[i];
    y.push_back(relu(s));
  }
  return y;
}

// Losses and gradients of both engines, of every instruction set, with packs partly filled.
template <class Loss>
void expect_agreement(const Loss& loss, std::size_t layers) {
  Random random(8);
  std::vector<double> p(kParameters);
  for (double& w : p) w = 0.5 * random.normal();
  Points data(29, std::vector<double>(kInputs));
  for (auto& x : data)
    for (double& v : x) v = random.normal();
  const Results oracle = on_tape(loss, p, data);
  const Recording recording = record(loss, kParameters, kInputs);
  for (const Kernels* kernels : available_kernels())
    for (std::size_t packs = 1; packs <= 4; ++packs) {
      const Plan plan(recording, {.packs = packs, .kernels = kernels});
      EXPECT_EQ(plan.explanation().layers.size(), layers) << plan.explanation().text();
      EXPECT_LE(worst_difference(on_plan(plan, p, data), oracle), 200)
          << name(kernels->isa) << ", " << packs << " packs";
    }
}

TEST(FirstShares, ReluLayersOverReluLayers) {
  expect_agreement(
      [](const auto& p, const auto& x) {
        const auto h = relu_layer(p, 0, x, kInputs, kWidth);
        const auto g = relu_layer(p, 100, h, kWidth, kWidth);
        const auto y = relu_layer(p, 210, g, kWidth, 2);
        return y[0] * y[1] + y[0];
      },
      3);
}
TEST(FirstShares, ANeuronReadBesideItsRelu) {
  expect_agreement(
      [](const auto& p, const auto& x) {
        using T = decltype(p[0] * x[0]);
        T sum = 0.0;
        for (std::size_t o = 0; o < 4; ++o) {
          T s = p[o];
          for (std::size_t i = 0; i < kInputs; ++i) s += p[10 + o * kInputs + i] * x[i];
          const T y = relu(s);
          sum = sum + y * s + tanh(s);
        }
        return sum;
      },
      1);
}
TEST(FirstShares, AReluReadBesideTheLayerAbove) {
  expect_agreement(
      [](const auto& p, const auto& x) {
        const auto h = relu_layer(p, 0, x, kInputs, kWidth);
        const auto y = relu_layer(p, 100, h, kWidth, 3);
        return y[0] + y[1] * y[2] + h[4] * h[4];
      },
      2);
}
TEST(FirstShares, TwoLayersOverOne) {
  expect_agreement(
      [](const auto& p, const auto& x) {
        const auto h = relu_layer(p, 0, x, kInputs, kWidth);
        const auto a = relu_layer(p, 100, h, kWidth, 3), b = relu_layer(p, 200, h, kWidth, 2);
        return a[0] * b[0] + a[1] + a[2] * b[1];
      },
      3);
}
TEST(FirstShares, ALayerOverPartOfALayer) {
  expect_agreement(
      [](const auto& p, const auto& x) {
        const auto h = relu_layer(p, 0, x, kInputs, kWidth);
        const auto a = relu_layer(p, 100, h, 6, 3);
        return a[0] + a[1] * a[2] + h[6] * h[7] + h[8] * h[9];
      },
      2);
}
TEST(FirstShares, AWeightOfALayerThatAnOpUsesToo) {
  expect_agreement(
      [](const auto& p, const auto& x) {
        const auto h = relu_layer(p, 0, x, kInputs, kWidth);
        return h[0] * h[1] + h[2] + p[3] * p[4] * p[95];
      },
      1);
}

}  // namespace
}  // namespace riserun::lanes

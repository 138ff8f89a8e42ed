// One layer at several places of a recording: a single step where none of them needs another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/random.hpp>
#include <riserun/lanes/planning/planner.hpp>
#include "tests/lanes/both_engines.hpp"

namespace riserun::lanes {
namespace {

using testing::ElementsAreArray;

constexpr std::size_t kPlaces = 3, kWidth = 9, kOut = 10, kParameters = 260;

enum class Way { plain, relu, tanh };

// Layers as nn's: weights from input to input, then biases.
template <class P, class T>
std::vector<T> layer(const P& p, std::size_t first, const std::vector<T>& x, std::size_t outputs,
                     Way way) {
  std::vector<T> y;
  for (std::size_t o = 0; o < outputs; ++o) {
    T s = p[first + x.size() * outputs + o];
    for (std::size_t i = 0; i < x.size(); ++i) s += p[first + i * outputs + o] * x[i];
    y.push_back(way == Way::plain ? s : way == Way::relu ? relu(s) : tanh(s));
  }
  return y;
}

// Two layers at each of three places, and what all of them say together.
struct AtPlaces {
  Way way;
  template <class P, class X>
  auto operator()(const P& p, const X& x) const {
    using T = decltype(p[0] * x[0]);
    T sum = 0.0;
    for (std::size_t place = 0; place < kPlaces; ++place) {
      std::vector<T> from;
      for (std::size_t i = 0; i < kWidth; ++i) from.push_back(sin(p[250 + place] * x[i]));
      const auto h = layer(p, 0, from, kOut, way);
      const auto y = layer(p, 100, h, 4, Way::plain);
      sum = sum + softplus(y[0] * y[1] + y[2]) * y[3];
    }
    return sum;
  }
};

std::vector<double> parameters() {
  std::vector<double> p(kParameters);
  Random random(9);
  for (double& w : p) w = 0.4 * random.normal();
  return p;
}
Points points(std::size_t count) {
  Points all(count, std::vector<double>(kWidth));
  Random random(10);
  for (auto& x : all)
    for (double& v : x) v = random.normal();
  return all;
}

TEST(Repeats, AreOneStep) {
  for (const Way way : {Way::plain, Way::relu, Way::tanh}) {
    const Recording recording = record(AtPlaces{way}, kParameters, kWidth);
    Planner planner(recording, true, 2, kernels());
    const auto& layers = planner.program().layers;
    ASSERT_EQ(layers.size(), 2u);
    for (const LayerStep& step : layers) {
      EXPECT_EQ(step.repeats, kPlaces);
      EXPECT_TRUE(step.sets_weights);
      EXPECT_TRUE(step.sets_input_gradient);
    }
    EXPECT_TRUE(planner.program().gathers.empty());
    EXPECT_EQ(planner.explanation().layers.size(), 2 * kPlaces);
  }
}

TEST(Repeats, AgreeWithTheTapeOnPacksOfAnySize) {
  for (const Way way : {Way::plain, Way::relu, Way::tanh}) {
    const AtPlaces loss{way};
    const Recording recording = record(loss, kParameters, kWidth);
    for (const Kernels* kernels : available_kernels())
      for (std::size_t packs = 1; packs <= 4; ++packs) {
        const Plan plan(recording, {.packs = packs, .kernels = kernels});
        for (const std::size_t count : {1, 7, 8, 13, 24, 33}) {
          const Points data = points(count);
          EXPECT_LE(worst_difference(on_plan(plan, parameters(), data),
                                     on_tape(loss, parameters(), data)),
                    300)
              << name(kernels->isa) << ", " << packs << " packs, " << count << " points";
        }
      }
  }
}

// Idle lanes lie between the places here, not only behind the last.
TEST(Repeats, NothingOfAnIdleLaneIsEverRead) {
  const Recording recording = record(AtPlaces{Way::relu}, kParameters, kWidth);
  expect_idle_lanes_unread(Plan(recording, {.packs = 2}), parameters(), points(16));
}

// A recurrent cell: each needs the one before.
TEST(Repeats, LayersThatNeedEachOtherStayApart) {
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    std::vector<T> h;
    for (std::size_t i = 0; i < kWidth; ++i) h.push_back(sin(p[250] * x[i]));
    for (std::size_t step = 0; step < kPlaces; ++step) h = layer(p, 0, h, kWidth, Way::plain);
    return h[0] * h[1] + h[2] * h[8];
  };
  const Recording recording = record(loss, kParameters, kWidth);
  Planner planner(recording, true, 1, kernels());
  for (const LayerStep& step : planner.program().layers) EXPECT_EQ(step.repeats, 1u);
  const Points data = points(11);
  EXPECT_LE(worst_difference(on_plan(Plan(recording), parameters(), data),
                             on_tape(loss, parameters(), data)),
            300);
}

// Two rows of inputs as they come: bringing them together would cost more than it gains.
TEST(Repeats, LayersOverInputsAsTheyComeStayApart) {
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    T sum = 0.0;
    for (std::size_t place = 0; place < 2; ++place) {
      std::vector<T> y;
      for (std::size_t o = 0; o < 4; ++o) {
        T s = p[80 + o];
        for (std::size_t i = 0; i < 4; ++i) s += p[i * 4 + o] * x[place * 4 + i];
        y.push_back(tanh(s));
      }
      sum = sum + y[0] * y[1] + y[2] * y[3];
    }
    return sum;
  };
  const Recording recording = record(loss, kParameters, kWidth);
  Planner planner(recording, true, 1, kernels());
  EXPECT_EQ(planner.program().layers.size(), 2u);
  EXPECT_TRUE(planner.program().gathers.empty());
  const Points data = points(11);
  EXPECT_LE(worst_difference(on_plan(Plan(recording), parameters(), data),
                             on_tape(loss, parameters(), data)),
            300);
}

// Inputs as they come, of which each place has every second or third: they do lie in a row.
TEST(Repeats, LayersOverInputsThatInterleave) {
  for (const std::size_t inputs : {1, 3}) {
    const std::size_t places = inputs == 1 ? 4 : 3;
    const auto loss = [=](const auto& p, const auto& x) {
      using T = decltype(p[0] * x[0]);
      T sum = 0.0;
      for (std::size_t place = 0; place < places; ++place)
        for (std::size_t o = 0; o < 4; ++o) {
          T s = p[80 + o];
          for (std::size_t i = 0; i < inputs; ++i) s += p[o * inputs + i] * x[i * places + place];
          sum = sum + tanh(s) * (1.0 + static_cast<double>(o));
        }
      return sum;
    };
    const Recording recording = record(loss, kParameters, kWidth);
    Planner planner(recording, true, 1, kernels());
    ASSERT_EQ(planner.program().layers.size(), 1u);
    EXPECT_EQ(planner.program().layers[0].repeats, places);
    for (std::size_t packs = 1; packs <= 4; ++packs)
      for (const std::size_t count : {1, 8, 13, 33})
        EXPECT_LE(worst_difference(
                      on_plan(Plan(recording, {.packs = packs}), parameters(), points(count)),
                      on_tape(loss, parameters(), points(count))),
                  300)
            << inputs << " inputs, " << packs << " packs, " << count << " points";
  }
}

// The same model asked twice: two layers, not one of each neuron.
TEST(Repeats, ALayerTwiceOverTheSameInputsIsTwoLayers) {
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    std::vector<T> from;
    for (std::size_t i = 0; i < kWidth; ++i) from.push_back(T(x[i]));
    const auto once = layer(p, 0, from, kOut, Way::tanh),
               again = layer(p, 0, from, kOut, Way::tanh);
    T sum = 0.0;
    for (std::size_t o = 0; o < kOut; ++o) sum = sum + once[o] * again[o];
    return sum;
  };
  const Recording recording = record(loss, kParameters, kWidth);
  const Plan plan(recording);
  ASSERT_EQ(plan.explanation().layers.size(), 2u) << plan.explanation().text();
  EXPECT_EQ(plan.explanation().layers[1].outputs, kOut);
  const Points data = points(11);
  EXPECT_LE(worst_difference(on_plan(plan, parameters(), data), on_tape(loss, parameters(), data)),
            300);
}

}  // namespace
}  // namespace riserun::lanes

// What is read as a layer, what is not, and that the meaning stays in either case.
#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include <riserun/base/random.hpp>
#include "tests/lanes/both_engines.hpp"
#include "tests/lanes/random_loss.hpp"

namespace riserun::lanes {
namespace {

std::vector<double> normal(std::size_t count, Random random) {
  std::vector<double> all(count);
  for (double& x : all) x = random.normal();
  return all;
}

Points points(std::size_t count) {
  Points all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(normal(kInputs, Random(3).stream(i)));
  return all;
}

/// Records, plans with and without recognising, and compares both with the tape.
template <class Loss>
Explanation agree(const Loss& loss, double most_off = 600) {
  const std::vector<double> parameters = normal(kParameters, Random(8));
  const Points data = points(13);
  const Results oracle = on_tape(loss, parameters, data);
  const Recording recording = record(loss, kParameters, kInputs);
  const Plan read(recording, {.packs = 2}), unread(recording, {.recognise = false});
  EXPECT_LE(worst_difference(on_plan(unread, parameters, data), oracle), most_off);
  EXPECT_LE(worst_difference(on_plan(read, parameters, data), oracle), most_off);
  EXPECT_TRUE(unread.explanation().layers.empty());
  return read.explanation();
}

/// tanh of three neurons, whose parameters `weight(o, i)` and `bias(o)` name, summed.
template <class P, class X, class Weight, class Bias>
auto three_neurons(const P& p, const X& x, const Weight& weight, const Bias& bias) {
  using T = decltype(p[0] * x[0]);
  T sum = 0.0;
  for (std::size_t o = 0; o < 3; ++o) {
    T s = p[bias(o)];
    for (std::size_t i = 0; i < kInputs; ++i) s += p[weight(o, i)] * x[i];
    sum = sum + tanh(s);
  }
  return sum;
}

#define RISERUN_NEURONS(weight_text, bias_text)                              \
  [](const auto& p, const auto& x) {                                         \
    return three_neurons(                                                    \
        p, x,                                                                \
        []([[maybe_unused]] std::size_t o, [[maybe_unused]] std::size_t i) { \
          return weight_text;                                                \
        },                                                                   \
        []([[maybe_unused]] std::size_t o) { return bias_text; });           \
  }

void expect_one_layer(const Explanation& said) {
  ASSERT_EQ(said.layers.size(), 1u) << said.text();
  EXPECT_EQ(said.layers[0].inputs, kInputs);
  EXPECT_EQ(said.layers[0].outputs, 3u);
  EXPECT_TRUE(said.layers[0].has_bias);
  EXPECT_EQ(said.layers[0].activation, "tanh");
}

TEST(Recogniser, NeuronsWithTheirWeightsBesideEachOther) {
  const Explanation said = agree(RISERUN_NEURONS(o * kInputs + i, 40 + o));
  expect_one_layer(said);
  EXPECT_FALSE(said.layers[0].gathered);
  EXPECT_EQ(said.dots, 3u);
  EXPECT_EQ(said.dot_nodes, 30u);
  EXPECT_EQ(said.sums, 1u);  // of the tanhs
  EXPECT_EQ(said.sum_nodes, 3u);
  EXPECT_EQ(said.scalar_nodes, 0u);
}
TEST(Recogniser, NeuronsOfALayerOfNn) {
  expect_one_layer(agree(RISERUN_NEURONS(i * 3 + o, 15 + o)));
}
TEST(Recogniser, WeightsAndBiasOfANeuronBesideEachOther) {
  expect_one_layer(agree(RISERUN_NEURONS(o * (kInputs + 1) + i + 1, o * (kInputs + 1))));
}
TEST(Recogniser, RowsApart) { expect_one_layer(agree(RISERUN_NEURONS(o * 9 + i, 50 - 2 * o))); }
TEST(Recogniser, ColumnsApart) { expect_one_layer(agree(RISERUN_NEURONS(i * 7 + o, 55 + o))); }
TEST(Recogniser, OneBiasForAll) { expect_one_layer(agree(RISERUN_NEURONS(o * kInputs + i, 59))); }
TEST(Recogniser, ABiasThatIsAlsoAWeight) {
  expect_one_layer(agree(RISERUN_NEURONS(o * kInputs + i, 2 + o)));
}
TEST(Recogniser, NeuronsInAnotherOrder) {
  expect_one_layer(agree(RISERUN_NEURONS((2 - o) * kInputs + i, 42 - o)));
}

// Almost layers.
TEST(Recogniser, WeightsThatOverlapAreNoLayer) {
  const Explanation said = agree(RISERUN_NEURONS(o * 2 + i, 40 + o));
  ASSERT_EQ(said.layers.size(), 3u) << said.text();
  for (const auto& layer : said.layers) EXPECT_EQ(layer.outputs, 1u);
}
TEST(Recogniser, OverlappingColumnsAreNoLayer) {
  const Explanation said = agree(RISERUN_NEURONS(i * 2 + o, 40 + o));
  EXPECT_EQ(said.layers.size(), 2u) << said.text();  // two neurons fit, the third would overlap
}
TEST(Recogniser, AllNeuronsWithTheSameWeights) {
  EXPECT_EQ(agree(RISERUN_NEURONS(i, 40 + o)).layers.size(), 3u);
}
TEST(Recogniser, AWeightUsedTwiceInANeuron) {
  const Explanation said = agree(RISERUN_NEURONS(o * kInputs + i / 2, 40 + o));
  EXPECT_TRUE(said.layers.empty()) << said.text();
  EXPECT_EQ(said.irregular_dots, 3u);
}
TEST(Recogniser, StridesOfNeitherRowsNorColumns) {
  EXPECT_EQ(agree(RISERUN_NEURONS(o * 2 + i * 8, 40 + o)).layers.size(), 3u);
}
TEST(Recogniser, BiasesThatFollowNoPattern) {
  EXPECT_EQ(agree(RISERUN_NEURONS(o * kInputs + i, (o * o * 3 + 40))).layers.size(), 2u);
}

TEST(Recogniser, AnInnerSumThatIsUsedElsewhereEndsTheDot) {
  const auto loss = [](const auto& p, const auto& x) {
    auto s = p[0] + p[1] * x[0];
    const auto inner = s = s + p[2] * x[1];
    s = s + p[3] * x[2];
    s = s + p[4] * x[3];
    return s * inner;
  };
  const Explanation said = agree(loss);
  ASSERT_EQ(said.layers.size(), 1u) << said.text();
  EXPECT_EQ(said.layers[0].inputs, 2u);
}
// The outer one is no neuron's: what it is added to is one all the same.
TEST(Recogniser, TwoBiases) {
  const auto loss = [](const auto& p, const auto& x) {
    return tanh(p[0] + p[1] * x[0] + p[2] * x[1] + p[3] * x[2] + p[9]);
  };
  const Explanation said = agree(loss);
  ASSERT_EQ(said.layers.size(), 1u) << said.text();
  EXPECT_EQ(said.layers[0].inputs, 3u);
  EXPECT_TRUE(said.layers[0].has_bias);
}
TEST(Recogniser, AProductThatIsUsedElsewhereIsNoTerm) {
  const auto loss = [](const auto& p, const auto& x) {
    const auto product = p[1] * x[0];
    return (p[0] + product + p[2] * x[1]) * exp(product * 0.1);
  };
  EXPECT_TRUE(agree(loss).layers.empty());
}
TEST(Recogniser, TermsInAnyOrderAndOnEitherSide) {
  const auto loss = [](const auto& p, const auto& x) {
    const auto a = x[4] * p[14] + (p[13] * x[3] + (x[2] * p[12] + p[30]));
    const auto b = p[22] * x[2] + x[3] * p[23] + p[24] * x[4] + p[31];
    return tanh(a) * tanh(b);
  };
  const Explanation said = agree(loss);
  ASSERT_EQ(said.layers.size(), 1u) << said.text();
  EXPECT_EQ(said.layers[0].outputs, 2u);
  EXPECT_EQ(said.layers[0].activation, "tanh");
}
TEST(Recogniser, InputsThatAreComputedApart) {
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    const std::vector<T> from{x[4] + T(0.0), exp(p[0] * x[1]), x[2] * x[2]};
    T sum = 0.0;
    for (std::size_t o = 0; o < 2; ++o) {
      T s = p[20 + o];
      for (std::size_t i = 0; i < 3; ++i) s += p[10 + o * 3 + i] * from[i];
      sum = sum + softplus(s) * from[o];
    }
    return sum;
  };
  const Explanation said = agree(loss);
  ASSERT_EQ(said.layers.size(), 1u) << said.text();
  EXPECT_FALSE(said.layers[0].gathered);  // their places are chosen for the layer
}
TEST(Recogniser, InputsThatAreBesideOthersElsewhereAreGathered) {
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    const std::vector<T> from{exp(p[0] * x[1]), T(x[2]), T(x[4])};
    T sum = 0.0;
    for (std::size_t o = 0; o < 2; ++o) {
      T s = p[20 + o];
      for (std::size_t i = 0; i < 3; ++i) s += p[10 + o * 3 + i] * from[i];
      sum = sum + softplus(s);
    }
    return sum;
  };
  const Explanation said = agree(loss);
  ASSERT_EQ(said.layers.size(), 1u) << said.text();
  EXPECT_TRUE(said.layers[0].gathered);
}
TEST(Recogniser, ANeuronWithTwoReadersAndAnActivationWithTwo) {
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    T sum = 0.0;
    for (std::size_t o = 0; o < 4; ++o) {
      T s = p[o];
      for (std::size_t i = 0; i < kInputs; ++i) s += p[10 + o * kInputs + i] * x[i];
      const T y = sigmoid(s);
      sum = sum + y * s + y;
    }
    return sum;
  };
  EXPECT_EQ(agree(loss).layers.at(0).activation, "sigmoid");
}
TEST(Recogniser, ALayerOverALayerSharingItsWeights) {
  const auto loss = [](const auto& p, const auto& x) {
    using T = decltype(p[0] * x[0]);
    std::vector<T> h;
    for (std::size_t i = 0; i < kInputs; ++i) h.push_back(p[50] * x[i]);
    for (int step = 0; step < 3; ++step) {
      std::vector<T> next;
      for (std::size_t o = 0; o < kInputs; ++o) {
        T s = p[40 + o];
        for (std::size_t i = 0; i < kInputs; ++i) s += p[o * kInputs + i] * h[i];
        next.push_back(tanh(s));
      }
      h = next;
    }
    return h[0] * h[1] + h[4];
  };
  const Explanation said = agree(loss);
  // Of the last one only three neurons are needed, and not side by side.
  EXPECT_EQ(said.layers.size(), 4u) << said.text();
}
TEST(Recogniser, ASumOfProductsWithoutParametersIsNoDot) {
  const auto loss = [](const auto& p, const auto& x) {
    const auto a = p[0] * x[0], b = p[1] * x[1];
    return a * a + a * b + b * b;
  };
  const Explanation said = agree(loss);
  EXPECT_TRUE(said.layers.empty());
  EXPECT_EQ(said.sums, 1u);
  EXPECT_EQ(said.sum_nodes, 5u);
}
TEST(Recogniser, WhatTheLossDoesNotNeedIsLeftOut) {
  const auto loss = [](const auto& p, const auto& x) {
    const auto unused = exp(p[3] * x[0]);
    static_cast<void>(unused);
    return p[0] * x[0];
  };
  EXPECT_EQ(agree(loss).unused_nodes, 2u);
}

// ---- random graphs --------------------------------------------------------------------------

TEST(Recogniser, RandomGraphsKeepTheirMeaning) {
  std::size_t layers = 0, wide = 0, gathered = 0, irregular = 0, sums = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Explanation said = agree(RandomLoss{seed}, 1e4);  // some are ill-conditioned
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed << '\n' << said.text();
    for (const auto& layer : said.layers) {
      ++layers;
      wide += layer.outputs > 1;
      gathered += layer.gathered;
    }
    irregular += said.irregular_dots;
    sums += said.sums;
  }
  // The graphs are such that everything happens.
  EXPECT_GE(layers, 300u);
  EXPECT_GE(wide, 60u);
  EXPECT_GE(gathered, 20u);
  EXPECT_GE(irregular, 20u);
  EXPECT_GE(sums, 600u);
}

}  // namespace
}  // namespace riserun::lanes

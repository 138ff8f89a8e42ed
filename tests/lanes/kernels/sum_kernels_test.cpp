// Chains of additions that are no neurons: what is read as a sum, and that its value has the bits
// of the additions one by one.
#include <riserun/lanes/recognising/sums.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include <riserun/lanes/recognising/dots.hpp>
#include "tests/lanes/both_engines.hpp"
#include "tests/lanes/random_loss.hpp"

namespace riserun::lanes {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

const Number kA(Ref(Source::input, 0)), kB(Ref(Source::input, 1)), kC(Ref(Source::input, 2)),
    kD(Ref(Source::input, 3));

/// The sums of a graph of four inputs, without any layer.
template <class Loss>
std::vector<Sum> sums_of(const Loss& loss) {
  Recording recording(1, 4);
  const RecordingScope scope(recording);
  recording.set_loss(loss().ref());
  return find_sums(recording, count_uses(recording), std::vector<bool>(recording.nodes().size()));
}

TEST(Sums, ProductsOneAfterTheOther) {
  const auto sums = sums_of([] { return kA * kB + kC * kD + kA * kA; });
  ASSERT_EQ(sums.size(), 1u);
  EXPECT_TRUE(sums[0].of_products);
  EXPECT_FALSE(sums[0].start.has_value());
  EXPECT_THAT(sums[0].terms,
              ElementsAre(kA.ref(), kB.ref(), kC.ref(), kD.ref(), kA.ref(), kA.ref()));
  EXPECT_EQ(sums[0].inner.size(), 4u);
}
TEST(Sums, ProductsThatAreAddedToANumber) {
  for (const auto& sums :
       {sums_of([] { return kD + kA * kB; }), sums_of([] { return kA * kB + kD; })}) {
    ASSERT_EQ(sums.size(), 1u);
    EXPECT_EQ(sums[0].start, kD.ref());
    EXPECT_THAT(sums[0].terms, ElementsAre(kA.ref(), kB.ref()));
  }
}
TEST(Sums, NumbersOnEitherSide) {
  const auto sums = sums_of([] { return kD + (kC + (kA + kB)); });
  ASSERT_EQ(sums.size(), 1u);
  EXPECT_FALSE(sums[0].of_products);
  EXPECT_EQ(sums[0].start, kA.ref());
  EXPECT_THAT(sums[0].terms, ElementsAre(kB.ref(), kC.ref(), kD.ref()));
}
TEST(Sums, OneAdditionOfNumbersIsNone) {
  EXPECT_TRUE(sums_of([] { return kA + kB; }).empty());
  EXPECT_TRUE(sums_of([] { return kA * kB; }).empty());
}
// The order of addition is kept: where products follow numbers, two sums do.
TEST(Sums, ProductsAfterNumbersAreASumOfTheirOwn) {
  const auto sums = sums_of([] { return kA + kB + kC + kA * kB + kC * kD; });
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_FALSE(sums[0].of_products);
  EXPECT_TRUE(sums[1].of_products);
  EXPECT_EQ(sums[1].start, Ref(Source::node, sums[0].node));
}
TEST(Sums, APartWithAnotherUseStaysANode) {
  const auto partial = sums_of([] {
    const Number inner = kA * kB + kC * kD;
    return exp(inner) * (inner + kA * kD);
  });
  ASSERT_EQ(partial.size(), 2u);
  EXPECT_EQ(partial[1].start, Ref(Source::node, partial[0].node));
  const auto product = sums_of([] {
    const Number inner = kA * kB;
    return exp(inner) * (kC + inner);
  });
  EXPECT_TRUE(product.empty());
}
TEST(Sums, WhatIsTakenIsLeftAlone) {
  Recording recording(1, 4);
  const RecordingScope scope(recording);
  recording.set_loss((kA * kB + kC * kD).ref());
  std::vector<bool> taken(recording.nodes().size());
  taken[0] = true;  // a * b
  auto sums = find_sums(recording, count_uses(recording), taken);
  ASSERT_EQ(sums.size(), 1u);
  EXPECT_EQ(sums[0].start, Ref(Source::node, 0));
  taken[2] = true;  // the addition
  EXPECT_TRUE(find_sums(recording, count_uses(recording), taken).empty());
}

/// Of a loss without layers, with and without sums: the same bits forward; the gradients within
/// rounding of the tape's.
template <class Loss>
void expect_same_bits(const Loss& loss, const Points& data, const std::vector<double>& p) {
  const Recording recording = record(loss, p.size(), data[0].size());
  const Results oracle = on_tape(loss, p, data);
  for (const Kernels* kernels : available_kernels()) {
    const Plan unread(recording, {.recognise = false, .kernels = kernels});
    const std::vector<double> losses = on_plan(unread, p, data).losses;
    for (std::size_t packs = 1; packs <= 4; ++packs) {
      const Plan plan(recording, {.packs = packs, .kernels = kernels});
      EXPECT_GE(plan.explanation().sums, 1u);
      const Results read = on_plan(plan, p, data);
      EXPECT_THAT(read.losses, ElementsAreArray(losses)) << name(kernels->isa);
      EXPECT_LE(worst_difference(read, oracle), 200) << name(kernels->isa);
    }
  }
}

Points normal_points(std::size_t count, std::size_t numbers) {
  Points all(count, std::vector<double>(numbers));
  Random random(5);
  for (auto& x : all)
    for (double& v : x) v = random.normal();
  return all;
}

TEST(Sums, ValuesHaveTheBitsOfTheAdditionsOneByOne) {
  expect_same_bits(
      [](const auto& p, const auto& x) {
        using T = decltype(p[0] * x[0]);
        const T a = tanh(p[0] * x[0]), b = exp(p[1] * x[1]), c = sin(p[2] * x[2]);
        T sum = 0.0;
        for (int i = 0; i < 5; ++i) sum = sum + a * b + c * x[3] + b * b;
        return sum + (a + b + c + x[0]) * (x[1] + a * c);
      },
      normal_points(21, 4), {0.3, -0.4, 1.5});
}

// One factor's gradient comes from many sums, and from the same sum twice.
TEST(Sums, AFactorOfManySums) {
  expect_same_bits(
      [](const auto& p, const auto& x) {
        using T = decltype(p[0] * x[0]);
        const T shared = tanh(p[0] * x[0]);
        T all = 1.0;
        for (std::size_t i = 0; i < 4; ++i) {
          const T other = sin(p[1] * x[i]);
          all = all * (shared * shared + shared * other + other * x[i]);
        }
        return all;
      },
      normal_points(13, 4), {0.7, 0.9});
}

// 0 times infinity is not a number; where the sum has no say, its factors get 0 all the same.
TEST(Sums, AnUpstreamOfZeroContributesZero) {
  const auto loss = [](const auto& p, const auto& x) {
    const auto infinite = exp(p[0] * 1e4) * x[0];
    const auto sum = p[1] * infinite + tanh(p[1]) * infinite;
    return select(x[1] > 0.0, sum, p[1] + p[0]);
  };
  const Plan plan(record(loss, 2, 2));
  ASSERT_GE(plan.explanation().sums, 1u);
  const Results results = on_plan(plan, {1.0, 2.0}, {{1, -1}, {1, -1}});
  EXPECT_THAT(results.losses, ElementsAre(3.0, 3.0));
  EXPECT_THAT(results.gradient, ElementsAre(2.0, 2.0));
}

}  // namespace
}  // namespace riserun::lanes

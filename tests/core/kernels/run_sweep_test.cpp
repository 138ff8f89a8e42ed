// The sweep over runs: gradients of random graphs, of sums of every length and order of operands,
// and of every partial sum.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

// Random expressions, recorded with many chances of runs, against forward tangents.
TEST(Run, RandomGraphsAgreeWithForwardTangents) {
  Random random(11);
  for (int round = 0; round < 2000; ++round) {
    Tape tape;
    std::vector<Value> values;
    std::vector<std::array<double, 3>> tangents;
    for (int i = 0; i < 3; ++i) {
      values.push_back(tape.variable(random.uniform(-2, 2)));
      tangents.push_back({});
      tangents.back()[static_cast<std::size_t>(i)] = 1.0;
    }
    const auto pick = [&] {  // mostly the newest ones, which is where runs begin
      const std::size_t n = values.size();
      return random.below(3) == 0 ? random.below(n)
                                  : n - 1 - random.below(std::min<std::size_t>(n, 2));
    };
    for (int step = 0; step < 12; ++step) {
      const std::size_t i = pick(), j = pick();
      std::array<double, 3> t{};
      switch (random.below(4)) {
        case 0:
        case 1:
          for (std::size_t k = 0; k < 3; ++k) t[k] = tangents[i][k] + tangents[j][k];
          values.push_back(values[i] + values[j]);
          break;
        case 2:
          for (std::size_t k = 0; k < 3; ++k)
            t[k] = tangents[i][k] * values[j].data() + values[i].data() * tangents[j][k];
          values.push_back(values[i] * values[j]);
          break;
        default:
          for (std::size_t k = 0; k < 3; ++k) t[k] = tangents[i][k] * 0.5;
          values.push_back(values[i] * 0.5);
      }
      tangents.push_back(t);
    }
    values.back().backward();
    for (std::size_t k = 0; k < 3; ++k)
      ASSERT_NEAR(values[k].grad(), tangents.back()[k],
                  1e-9 * std::max(1.0, std::abs(tangents.back()[k])))
          << "round " << round;
  }
}

TEST(Run, ADotProductOfAnyLengthAndOrderOfOperands) {
  Random random(3);
  for (const std::size_t n : {1u, 2u, 7u, 8u, 9u, 16u, 31u, 64u, 100u}) {
    for (int order = 0; order < 4; ++order) {
      Tape tape;
      std::vector<Value> w, x;
      for (std::size_t i = 0; i < n; ++i) w.push_back(tape.variable(random.uniform(-1, 1)));
      for (std::size_t i = 0; i < n; ++i)
        x.push_back(order == 3 && i % 3 == 0 ? Value(random.uniform(-1, 1))
                                             : tape.variable(random.uniform(-1, 1)));
      const Value b = tape.variable(0.25);
      const std::size_t before = tape.size();
      Value s = b;
      double sum = 0.25;
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t j = order == 2 ? (i * 7 + 3) % n : i;
        s += order == 1 ? x[j] * w[i] : w[i] * x[j];
        sum += w[i].data() * x[j].data();
      }
      EXPECT_EQ(s.data(), sum);
      const Value y = tanh(s) * 3;
      EXPECT_LE(tape.size() - before, n + 4);
      y.backward();
      const double g = s.grad();
      EXPECT_NEAR(g, 3 * (1 - std::tanh(sum) * std::tanh(sum)), 1e-15);
      EXPECT_EQ(b.grad(), g);
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t j = order == 2 ? (i * 7 + 3) % n : i;
        EXPECT_EQ(w[i].grad(), g * x[j].data()) << n << ' ' << order << ' ' << i;
      }
    }
  }
}

TEST(Run, EveryPartialSumKnowsItsGradient) {
  Tape tape;
  const Value a = tape.variable(2), b = tape.variable(3);
  std::vector<Value> partial;
  Value s = a * 1.0;
  for (int i = 0; i < 20; ++i) {
    s += b * static_cast<double>(i);
    partial.push_back(s);
  }
  Value y = s * 2.0;
  for (std::size_t i = partial.size(); i-- > 0;) y = y + partial[i] * 10.0;  // settled backwards
  y.backward();
  for (std::size_t i = 0; i < partial.size(); ++i)
    EXPECT_EQ(partial[i].grad(), 2.0 + 10.0 * static_cast<double>(partial.size() - i)) << i;
  tape.zero_grad();
  partial[3].backward();
  EXPECT_EQ(partial[3].grad(), 1.0);
  EXPECT_EQ(partial[4].grad(), 0.0);
  EXPECT_EQ(partial[2].grad(), 1.0);
  EXPECT_EQ(a.grad(), 1.0);
}

TEST(Run, AnInfinitePartialBesideAZeroUpstreamIsHarmless) {
  Tape tape;
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<Value> w;
  for (int i = 0; i < 20; ++i) w.push_back(tape.variable(0.0));
  Value s = tape.variable(1.0) * 1.0;
  for (const Value v : w) s += v * infinity;  // 0 * inf: the sum is NaN, its slopes infinite
  Value y = relu(s * 0.0 - 1.0) * 0.0 + w[0];
  y.backward();
  EXPECT_EQ(w[0].grad(), 1.0);
  EXPECT_EQ(w[7].grad(), 0.0);
}

// Operands that are nearly beside each other: what a comparison of packed pairs can get wrong.
TEST(Run, OperandsThatJustMissBeingAdjacent) {
  for (int shift : {-1, 1})
    for (std::size_t at = 1; at < 7; ++at)
      for (const std::size_t other : {3u, 30u}) {
        Tape tape;
        std::vector<Value> u, v;
        for (int i = 0; i < 40; ++i) u.push_back(tape.variable(1.0 + i));
        for (int i = 0; i < 40; ++i) v.push_back(tape.variable(100.0 + i));
        std::vector<std::size_t> a{20, 13, 21, 12, 23, 24, 11, 25}, b{8, 9, 10, 11, 12, 13, 14, 15};
        a[at] = other;
        b[at] += static_cast<std::size_t>(shift);
        for (const bool swapped : {false, true}) {
          tape.zero_grad();
          Value s = 0.5 + u[39];
          for (std::size_t k = 0; k < 8; ++k) s += swapped ? v[b[k]] * u[a[k]] : u[a[k]] * v[b[k]];
          (s * 1.0).backward();
          std::vector<double> du(40), dv(40);
          du[39] = 1;
          for (std::size_t k = 0; k < 8; ++k) {
            du[a[k]] += v[b[k]].data();
            dv[b[k]] += u[a[k]].data();
          }
          for (std::size_t i = 0; i < 40; ++i) {
            ASSERT_EQ(u[i].grad(), du[i]) << i << ' ' << at << ' ' << shift << ' ' << swapped;
            ASSERT_EQ(v[i].grad(), dv[i]) << i << ' ' << at << ' ' << shift << ' ' << swapped;
          }
        }
      }
}

TEST(Run, ManyPartialSumsAreNotQuadratic) {
  Tape tape;
  const Value a = tape.variable(1.0);
  std::vector<Value> sums;
  for (int i = 0; i < 200'000; ++i) {
    sums.push_back(a * 1.0);
    sums.back() += a * 2.0;
  }
  Value y = 0.0;
  for (std::size_t i = sums.size(); i-- > 0;) y = y + tanh(sums[i]) * 0.0 + sums[i];
  y.backward();
  EXPECT_EQ(a.grad(), 600'000.0);
}

// A run is no longer than 1024 nodes, and a longer sum goes on with one: 40 000 used prefixes would
// take half a minute to sweep otherwise.
TEST(Run, EveryPrefixOfALongSumMayBeUsed) {
  constexpr std::size_t kTerms = 40'000;
  for (const bool forwards : {true, false}) {
    Tape tape;
    std::vector<Value> x, prefix;
    for (std::size_t i = 0; i < kTerms; ++i) x.push_back(tape.variable(1.0));
    Value s = 0.0;
    for (std::size_t i = 0; i < kTerms; ++i) prefix.push_back(s += x[i] * 2.0);
    Value y = 0.0;
    for (std::size_t i = 0; i < kTerms; ++i) y += prefix[forwards ? i : kTerms - 1 - i] * 0.5;
    y.backward();
    for (std::size_t i = 0; i < kTerms; ++i)
      ASSERT_EQ(x[i].grad(), static_cast<double>(kTerms - i)) << i;
    EXPECT_EQ(prefix[5000].grad(), 0.5 * (kTerms - 5000));
  }
}

}  // namespace
}  // namespace riserun

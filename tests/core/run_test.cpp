// Runs: sums of nodes that lie beside each other on the tape, recorded as one handle.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/core.hpp"
#include "core/run_sweep.hpp"

namespace riserun {
namespace {

TEST(Run, ADotProductIsOneNodeAMultiplyAdd) {
  Tape tape;
  std::vector<Value> w;
  for (int i = 0; i < 8; ++i) w.push_back(tape.variable(i));
  const std::size_t before = tape.size();
  Value s = 0.5;
  for (int i = 0; i < 8; ++i) s += w[i] * (10.0 + i);
  EXPECT_LE(tape.size() - before, 9u);
  s.backward();
  for (int i = 0; i < 8; ++i) EXPECT_EQ(w[i].grad(), 10.0 + i);
}

TEST(Run, AProductMayBeUsedAfterASumTookItOver) {
  Tape tape;
  Value x = tape.variable(3), y = tape.variable(4), z = tape.variable(5);
  Value s = x * y;
  Value p = y * z;      // s just before it:
  Value t = s + p;      // a run
  Value q = p * p + t;  // p alone again, and t
  EXPECT_EQ(q.data(), 400.0 + 32.0);
  q.backward();
  EXPECT_EQ(x.grad(), 4.0);
  EXPECT_EQ(y.grad(), 3.0 + 41.0 * 5);
  EXPECT_EQ(z.grad(), 41.0 * 4);
  EXPECT_EQ(p.grad(), 41.0);
  EXPECT_EQ(s.grad(), 1.0);
  EXPECT_EQ(t.grad(), 1.0);
}

TEST(Run, APartialSumMayBeUsedToo) {
  Tape tape;
  Value x = tape.variable(2), y = tape.variable(3);
  Value first = x * 1.0 + y * 2.0;
  Value kept = first;
  first += x * 5.0;
  Value q = first * kept;
  q.backward();
  // first = 6x + 2y = 18, kept = x + 2y = 8
  EXPECT_EQ(x.grad(), 6 * 8.0 + 1 * 18.0);
  EXPECT_EQ(y.grad(), 2 * 8.0 + 2 * 18.0);
}

TEST(Run, TheSameProductAddedTwice) {
  Tape tape;
  Value x = tape.variable(2), y = tape.variable(3);
  Value s = x * 7.0, p = x * y;
  Value one = s + p, two = s + p;
  Value q = one * two;
  q.backward();
  // each is 7x + xy = 20, slope in x 10, in y 2
  EXPECT_EQ(x.grad(), 2 * 20.0 * 10);
  EXPECT_EQ(y.grad(), 2 * 20.0 * 2);
}

// Documented: to the tape they are one number.
TEST(Run, TwoSumsOfTheSameNodesAreOne) {
  Tape tape;
  const Value x = tape.variable(2), y = tape.variable(3);
  const Value p = x * 7.0, q = x * y;
  const Value one = p + q, two = p + q;
  (one * 3.0 + two * 5.0).backward();
  EXPECT_EQ(one.grad(), 8.0);
  EXPECT_EQ(two.grad(), 8.0);
  EXPECT_EQ(one.identity(), two.identity());
  EXPECT_EQ(x.grad(), 8.0 * 10);
  EXPECT_EQ((p + q + 0.0).grad(), 0.0);
}

TEST(Run, ProductAsRootOfItsOwn) {
  Tape tape;
  Value x = tape.variable(2), y = tape.variable(3);
  Value s = x * 7.0, p = x * y, t = s + p;
  p.backward();
  EXPECT_EQ(x.grad(), 3.0);
  EXPECT_EQ(y.grad(), 2.0);
  EXPECT_EQ(p.grad(), 1.0);
  EXPECT_EQ(s.grad(), 0.0);
  EXPECT_EQ(t.grad(), 0.0);
}

TEST(Run, SumThatBeginsWithALeafOrAParameter) {
  const std::vector<double> parameters{2.0, 3.0};
  Tape tape;
  tape.bind(parameters);
  Value s =
      tape.parameter(1) + tape.parameter(0) * 4.0;  // the node before the product is a parameter
  EXPECT_EQ(s.data(), 11.0);
  for (int sweep = 1; sweep <= 3; ++sweep) {
    tape.backward_to_parameters(s);
    EXPECT_EQ(tape.parameter_gradients()[0], 4.0 * sweep);
    EXPECT_EQ(tape.parameter_gradients()[1], 1.0 * sweep);
  }
}

// What has been told of a node (a handle, a gradient, a value) stays true when a sum comes later.
TEST(Run, AHandleFromTheTapeKeepsItsMeaning) {
  Tape tape;
  Value a = tape.variable(2), b = tape.variable(3), c = tape.variable(5);
  Value s = a * a, p = b * c;
  Value told = tape.at(tape.operand(p));
  Value sum = s + p;
  (told * 2).backward();
  EXPECT_EQ(a.grad(), 0.0);
  EXPECT_EQ(b.grad(), 10.0);
  EXPECT_EQ(tape.at(tape.operand(sum)).data(), 19.0);
}

TEST(Run, ASumDoesNotInheritItsProductsGradient) {
  Tape tape;
  Value a = tape.variable(2), b = tape.variable(3), c = tape.variable(5);
  Value s = a * a, p = b * c;
  p.backward();
  Value sum = s + p;
  EXPECT_EQ(sum.grad(), 0.0);
  sum.backward();
  EXPECT_EQ(sum.grad(), 1.0);
  EXPECT_EQ(p.grad(), 2.0);
}

TEST(Run, OperandsKeptOverARewindKeepTheirMeaning) {
  Tape tape;
  Value a = tape.variable(2), b = tape.variable(3), c = tape.variable(5);
  Value s = a * a, p = b * c;
  const Mark mark = tape.mark();
  Value q = tanh(p), told = q.operands()[0];
  tape.rewind(mark);
  static_cast<void>(s + p);
  (told * 2).backward();
  EXPECT_EQ(a.grad(), 0.0);
}

TEST(Run, GraphsStillShowBothOps) {
  Tape tape;
  Value a = tape.variable(2, "a"), b = tape.variable(3, "b");
  Value p = (a * 5.0).label("p"), q = (a * b).label("q");
  Value s = (p + q).label("s");
  EXPECT_EQ(s.op(), "+");
  ASSERT_EQ(s.operands().size(), 2u);
  EXPECT_EQ(s.operands()[0].label(), "p");
  EXPECT_EQ(s.operands()[1].label(), "q");
  EXPECT_EQ(s.operands()[1].op(), "*");
  EXPECT_EQ(s.operands()[1].data(), 6.0);
  EXPECT_EQ(s.label(), "s");
  EXPECT_EQ(q.label(), "q");
}

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

TEST(Run, IsOneNodeHoweverOftenItIsUsed) {
  Tape tape;
  const Value a = tape.variable(2), b = tape.variable(3);
  Value s = a * b;
  s += b * 4.0;
  const std::size_t before = tape.size();
  const Value y = exp(s * 0.1) + s + sin(s);
  EXPECT_EQ(tape.size() - before, 1u + 5u);
  y.backward();
  EXPECT_NEAR(s.grad(), 0.1 * std::exp(1.8) + 1 + std::cos(18.0), 1e-14);
  EXPECT_EQ(a.grad(), s.grad() * 3);
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

TEST(Run, ItsProductsMayBeUsedAlone) {
  Tape tape;
  std::vector<Value> w, p;
  for (int i = 0; i < 20; ++i) w.push_back(tape.variable(i + 1));
  Value s = w[0] * 2.0;
  for (const Value v : w) {
    p.push_back(v * 3.0);
    s += p.back();
  }
  const Value y = s * 5.0 + p[13] * 100.0 + p[13] * p[2];
  y.backward();
  EXPECT_EQ(p[13].grad(), 5 + 100 + p[2].data());
  EXPECT_EQ(w[13].grad(), 3 * p[13].grad());
  EXPECT_EQ(w[2].grad(), 3 * (5 + p[13].data()));
  EXPECT_EQ(w[3].grad(), 15.0);
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

TEST(Run, ASumOfAnotherTapeIsRefused) {
  Tape outer;
  const Value a = outer.variable(2.0), b = outer.variable(3.0);
  Value s = a * b;
  s += b * 5.0;
  Tape inner;
  std::vector<Value> x;
  for (int i = 0; i < 10; ++i) x.push_back(inner.variable(1.0));
  EXPECT_THROW(static_cast<void>(tanh(s)), TapeError);
  EXPECT_THROW(static_cast<void>(s * x[0]), TapeError);
  EXPECT_EQ(inner.size(), 10u);
}

TEST(Run, IsForgottenByARewind) {
  Tape tape;
  const Value a = tape.variable(2), b = tape.variable(3);
  Value s = a * 5.0, p = b * 7.0;
  const Mark mark = tape.mark();
  for (int round = 0; round < 3; ++round) {
    Value sum = s + p;
    const std::size_t before = tape.size();
    const Value y = tanh(sum * 0.01);
    EXPECT_EQ(tape.size() - before, 3u);  // the run's node, the product, tanh
    y.backward();
    EXPECT_GT(sum.grad(), 0.0);
    tape.rewind(mark);
    EXPECT_EQ(sum.grad(), 0.0);
    tape.zero_grad();
  }
  const Value sum = s + p;
  sum.backward();
  EXPECT_EQ(a.grad(), 5.0);
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

TEST(Run, ASumLongerThanTheLongestRunTakesOneMoreNodeForEach) {
  Tape tape;
  const Value x = tape.variable(3.0);
  Value s = x * 1.0;
  const std::size_t before = tape.size();
  for (int i = 1; i < 1024; ++i) s += x * 1.0;
  EXPECT_EQ(tape.size() - before, 1023u);
  s += x * 1.0;  // the product, the run so far, and the addition
  EXPECT_EQ(tape.size() - before, 1026u);
  s.backward();
  EXPECT_EQ(x.grad(), 1025.0);
  EXPECT_EQ(s.data(), 3.0 * 1025);
}

// The kernels of every instruction set, on arrays that satisfy and just miss what they look for.
TEST(Run, EveryInstructionSetHasTheBitsOfTheFirst) {
  constexpr std::uint32_t kOperands = 200, kNodes = 60;
  Random random(5);
  for (int round = 0; round < 3000; ++round) {
    std::vector<double> dy0(kOperands + kNodes), dy1(kOperands + kNodes), grads(kOperands + kNodes);
    std::vector<OperandNodes> x(kOperands + kNodes);
    const auto kind0 = random.below(3), kind1 = random.below(4);
    const auto base0 = static_cast<std::uint32_t>(random.below(kOperands - kNodes)),
               base1 = static_cast<std::uint32_t>(random.below(kOperands - kNodes));
    for (std::uint32_t i = 0; i < kOperands + kNodes; ++i) {
      dy0[i] = random.uniform(-1, 1);
      dy1[i] = random.uniform(-1, 1);
      if (i < kOperands) {
        grads[i] = random.uniform(-1, 1);
        continue;
      }
      const std::uint32_t k = i - kOperands;
      const auto anywhere = [&] { return static_cast<std::uint32_t>(random.below(i)); };
      x[i].x0 = kind0 == 0 ? base0 + k : kind0 == 1 ? base0 + (k ^ 1) : anywhere();
      x[i].x1 = kind1 == 0   ? i
                : kind1 == 1 ? base1 + k
                : kind1 == 2 ? (k % 5 == 0 ? i : base1 + k)
                             : anywhere();
      if (random.below(40) == 0) x[i].x0 = anywhere();
      if (random.below(40) == 0) grads[i] = random.uniform(-1, 1);
    }
    const double g = round % 10 == 0 ? 0.0 : random.uniform(-2, 2);
    const auto first = static_cast<std::uint32_t>(kOperands + random.below(4));
    std::vector<double> expected_keep = grads, expected_clear;
    for (std::uint32_t i = first; i < kOperands + kNodes; ++i) expected_keep[i] += g;
    for (const bool keep : {true, false}) {
      std::vector<double> bits;
      for (const Isa isa : available_isas()) {
        std::vector<double> result = grads;
        const RunKernels& kernels = run_kernels(isa);
        (keep ? kernels.keep : kernels.clear)({dy0.data(), dy1.data(), x.data(), result.data()},
                                              first, kOperands + kNodes, g);
        if (bits.empty()) bits = result;
        ASSERT_EQ(result, bits) << name(isa) << " round " << round;
      }
      // And against the plain sweep, in an order of its own, hence not to the bit.
      std::vector<double> plain = grads;
      for (std::uint32_t i = kOperands + kNodes; i-- > first;) {
        const double total = plain[i] + g;
        plain[x[i].x0] += total * dy0[i];
        if (x[i].x1 != i) plain[x[i].x1] += total * dy1[i];
        plain[i] = keep ? total : 0.0;
      }
      for (std::uint32_t i = 0; i < plain.size(); ++i)
        ASSERT_NEAR(bits[i], plain[i], 1e-9 * std::max(1.0, std::abs(plain[i])))
            << "round " << round << " node " << i;
    }
  }
}

}  // namespace
}  // namespace riserun

// The tape: shapes of graphs, accumulation, the carry of sums, rewinding, depth, memory.
#include "core/tape.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#include "core/core.hpp"

namespace riserun {
namespace {

TEST(Tape, AChainOfAMillionNodesDifferentiates) {
  Tape tape;
  Value x = tape.variable(1.0), y = x;
  for (int i = 0; i < 1'000'000; ++i) y = y + 1.0;
  EXPECT_EQ(y.data(), 1'000'001.0);
  y.backward();
  EXPECT_EQ(x.grad(), 1.0);
}

TEST(Tape, DeepDoublingIsExactAndNotExponential) {
  Tape tape;
  Value x = tape.variable(1.0), y = x;
  for (int i = 0; i < 1000; ++i) y = y + y;
  y.backward();
  EXPECT_EQ(x.grad(), 0x1p1000);
}

TEST(Tape, SharedOperands) {
  Tape tape;
  Value a = tape.variable(3.0);
  Value y = a * a + (a + a) + a / a + (a - a) + max(a, a);
  y.backward();
  EXPECT_DOUBLE_EQ(a.grad(), 6 + 2 + 0 + 0 + 1);
}

TEST(Tape, FanOutAndDiamond) {
  Tape tape;
  Value a = tape.variable(2.0), b = a * 3, sum = 0.0;
  for (int i = 0; i < 1000; ++i) sum += b;
  sum.backward();
  EXPECT_EQ(a.grad(), 3000.0);
  EXPECT_EQ(b.grad(), 1000.0);
}

TEST(Tape, GradientsAccumulateOverSweepsForEveryNode) {
  Tape tape;
  Value a = tape.variable(2.0), b = a * a, c = b * 3;
  c.backward();
  c.backward();
  EXPECT_EQ(a.grad(),
            24.0);  // the inner gradients of the first sweep are no upstreams of the second
  EXPECT_EQ(b.grad(), 6.0);
  EXPECT_EQ(c.grad(), 2.0);
  tape.zero_grad();
  EXPECT_EQ(a.grad(), 0.0);
  c.backward(0.5);
  EXPECT_EQ(a.grad(), 6.0);
  EXPECT_EQ(c.grad(), 0.5);
}

TEST(Tape, TwoRootsOnOneTape) {
  Tape tape;
  Value a = tape.variable(2.0), shared = a * a, y = shared * 3, z = shared + a;
  y.backward();
  EXPECT_EQ(a.grad(), 12.0);
  EXPECT_EQ(z.grad(), 0.0);
  z.backward();
  EXPECT_EQ(a.grad(), 12.0 + 5.0);
  EXPECT_EQ(shared.grad(), 3.0 + 1.0);
}

TEST(Tape, UnusedNodesWithInfiniteSlopesDoNotPoison) {
  Tape tape;
  Value a = tape.variable(0.0);
  Value unused = log(a), y = a + 1.0;  // d/da log a = inf, upstream 0
  y.backward();
  EXPECT_EQ(a.grad(), 1.0);
  EXPECT_EQ(unused.grad(), 0.0);
}

TEST(Tape, ZeroSeedGivesExactlyZero) {
  Tape tape;
  Value a = tape.variable(0.0), y = sqrt(a);
  y.backward(0.0);
  EXPECT_EQ(a.grad(), 0.0);
}

TEST(Tape, ConstantsCostNoNodeAndRootMayBeConstant) {
  Tape tape;
  Value c = exp(Value(1.0)) * 2 + sum(std::vector<Value>{1, 2, 3});
  EXPECT_EQ(tape.size(), 0u);
  EXPECT_NO_THROW(c.backward());
}

// ---- the carry: s + product in one node ------------------------------------------------------

TEST(Carry, ADotProductIsOneNodeAMultiplyAdd) {
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

TEST(Carry, AProductMayBeUsedAfterASumTookItOver) {
  Tape tape;
  Value x = tape.variable(3), y = tape.variable(4), z = tape.variable(5);
  Value s = x * y;
  Value p = y * z;      // newest node, s just before it:
  Value t = s + p;      // carried
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

TEST(Carry, APartialSumMayBeUsedToo) {
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

TEST(Carry, TheSameProductAddedTwice) {
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

TEST(Carry, ProductAsRootAfterBeingCarried) {
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

TEST(Carry, SumThatBeginsWithALeafOrAParameter) {
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
TEST(Carry, AHandleFromTheTapeKeepsItsMeaning) {
  Tape tape;
  Value a = tape.variable(2), b = tape.variable(3), c = tape.variable(5);
  Value s = a * a, p = b * c;
  Value told = tape.at(tape.index_of(p));
  Value sum = s + p;
  (told * 2).backward();
  EXPECT_EQ(a.grad(), 0.0);
  EXPECT_EQ(b.grad(), 10.0);
  EXPECT_EQ(tape.at(tape.index_of(sum)).data(), 19.0);
}

TEST(Carry, ASumDoesNotInheritItsProductsGradient) {
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

TEST(Carry, OperandsKeptOverARewindKeepTheirMeaning) {
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

TEST(Tape, TapesMayGoInAnyOrder) {
  auto older = std::make_unique<Tape>(), younger = std::make_unique<Tape>();
  older.reset();
  younger.reset();
  EXPECT_THROW(Tape::current(), TapeError);
}

TEST(Tape, AProductThatOutlivedItsTapeIsRefused) {
  Value product = [] {
    Tape tape;
    Value x = tape.variable(2.0);
    return x * x;
  }();
  EXPECT_THROW(static_cast<void>(tanh(product)), TapeError);
}

TEST(Carry, GraphsStillShowBothOps) {
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

// Random expressions, recorded with many chances to carry, against forward tangents.
TEST(Carry, RandomGraphsAgreeWithForwardTangents) {
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
    const auto pick = [&] {  // mostly the newest ones, which is where carries happen
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

// ---- parameters, rewinding, memory ------------------------------------------------------------

TEST(Tape, ParametersAccumulateAndNothingElseRemains) {
  const std::vector<double> parameters{1.5, -2.0};
  Tape tape;
  tape.bind(parameters);
  for (int point = 1; point <= 3; ++point) {
    Value x = tape.variable(point);
    Value y = tanh(tape.parameter(0) * x) + tape.parameter(1);
    tape.backward_to_parameters(y);
    EXPECT_EQ(x.grad(), 0.0);  // cleared as it was consumed
    EXPECT_EQ(y.grad(), 0.0);
    tape.rewind();
    EXPECT_EQ(tape.size(), 2u);
  }
  EXPECT_EQ(tape.parameter_gradients()[1], 3.0);
  tape.zero_grad();
  EXPECT_EQ(tape.parameter_gradients()[1], 0.0);
}

TEST(Tape, ReuseAfterRewindStartsClean) {
  Tape tape;
  Value a = tape.variable(2.0);
  const Mark mark = tape.mark();
  Value y = a * a * a;
  y.backward();
  tape.rewind(mark);
  tape.zero_grad();
  Value z = a * 5.0;
  EXPECT_EQ(z.grad(), 0.0);
  z.backward();
  EXPECT_EQ(a.grad(), 5.0);
  EXPECT_EQ(z.label(), "");
}

TEST(Tape, NestsAndRestores) {
  Tape outer;
  Value a = outer.variable(2.0);
  {
    Tape inner;
    Value b = inner.variable(3.0);
    Value y = b * b;
    y.backward();
    EXPECT_EQ(b.grad(), 6.0);
    EXPECT_EQ(&Tape::current(), &inner);
    EXPECT_THROW(outer.variable(1.0), TapeError);
  }
  EXPECT_EQ(&Tape::current(), &outer);
  Value y = a * a;
  y.backward();
  EXPECT_EQ(a.grad(), 4.0);
}

TEST(Tape, ScopeMakesAPooledTapeCurrent) {
  Tape pooled({.become_current = false});
  EXPECT_THROW(Tape::current(), TapeError);
  std::thread([&] {
    const TapeScope scope(pooled);
    Value a = pooled.variable(2.0), y = a * a;
    y.backward();
    EXPECT_EQ(a.grad(), 4.0);
  }).join();
}

TEST(Tape, ThreadsHaveTheirOwn) {
  std::vector<std::thread> threads;
  std::vector<double> grads(4);
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      Tape tape;
      Value x = tape.variable(static_cast<double>(t)), y = 0.0;
      for (int i = 0; i < 10'000; ++i) y += x * x;
      y.backward();
      grads[t] = x.grad();
    });
  for (auto& thread : threads) thread.join();
  for (std::size_t t = 0; t < 4; ++t) EXPECT_EQ(grads[t], 20'000.0 * static_cast<double>(t));
}

TEST(Tape, FullTapeIsAClearErrorAndStaysUsable) {
  Tape tape({.max_nodes = 3});
  Value a = tape.variable(1.0), b = a + 1.0, c = b + 1.0;
  EXPECT_THROW(static_cast<void>(c + 1.0), TapeError);
  c.backward();
  EXPECT_EQ(a.grad(), 1.0);
}

TEST(Tape, AtMostFortyBytesAnOp) {
  Tape tape;
  Value x = tape.variable(1.0);
  while (tape.size() < (1u << 20)) x = x + 1.0;  // fills the capacity, a power of two, exactly
  EXPECT_LE(static_cast<double>(tape.memory()) / static_cast<double>(tape.size()), 40.0);
}

TEST(Tape, MisuseIsNamed) {
  EXPECT_THROW(Tape::current(), TapeError);
  std::vector<double> parameters(3);
  Tape tape;
  Value a = tape.variable(1.0);
  EXPECT_THROW(tape.bind(parameters), TapeError);
  const Mark beyond = [&] {
    static_cast<void>(a + 1.0);
    return tape.mark();
  }();
  tape.rewind();
  EXPECT_THROW(tape.rewind(beyond), TapeError);
  EXPECT_THROW(static_cast<void>(a.grad()), TapeError);
  EXPECT_THROW(a.backward(), TapeError);
}

TEST(Tape, ValuesWithoutATapeAreRefused) {
  Value a = [] {
    Tape tape;
    return tape.variable(1.0);
  }();
  EXPECT_THROW(static_cast<void>(a + 1.0), TapeError);
  EXPECT_THROW(static_cast<void>(sum(std::vector<Value>{a})), TapeError);
}

}  // namespace
}  // namespace riserun

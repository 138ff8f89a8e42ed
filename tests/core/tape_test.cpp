// The tape: shapes of graphs, accumulation, rewinding, depth, memory.
#include <riserun/core/tape.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#include <riserun/core/core.hpp>

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

// What a sweep had given to nodes before a block threw must not reach the next graph's parameters.
TEST(Tape, ASweepThatThrewLeavesNoGradientsBehind) {
  static constexpr Block::Kind kThrows{
      "throws", [](Tape&, const Block&) { throw std::bad_alloc(); }, nullptr};
  const std::vector<double> parameters{3.0};
  for (const bool to_parameters : {true, false}) {
    Tape tape;
    tape.bind(parameters);
    const auto backward = [&](Value y) {
      to_parameters ? tape.backward_to_parameters(y) : y.backward();
    };
    const std::uint64_t outputs = tape.push_arena(1);
    *tape.arena(outputs) = 1.0;
    const Value block = tape.at(tape.push_block(kThrows, 1, outputs, {}));
    EXPECT_THROW(backward(block * 7.0), std::bad_alloc);
    tape.rewind();
    tape.zero_grad();
    const Value w = tape.parameter(0);
    const Value unused = exp(w);
    backward(w * 2.0);
    EXPECT_EQ(tape.parameter_gradients()[0], 2.0) << unused;
  }
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

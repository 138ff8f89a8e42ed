// Inference without a graph.
#include <riserun/core/no_gradient.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <vector>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

TEST(NoGradient, RecordsNothing) {
  Tape tape;
  const Value a = tape.variable(2.0), b = tape.variable(3.0);
  const std::size_t before = tape.size();
  {
    const NoGradient inference;
    Value s = a * b + sin(a);
    for (int i = 0; i < 10; ++i) s += a * 0.5;
    const Value y = tanh(s) + sum(std::vector<Value>{a, b, s}) + fma(a, b, s) + pow(s, 2);
    EXPECT_TRUE(y.is_constant());
    EXPECT_NO_THROW(y.backward());
  }
  EXPECT_EQ(tape.size(), before);
  const Value y = a * b;  // and recording goes on after it
  y.backward();
  EXPECT_EQ(a.grad(), 3.0);
}

TEST(NoGradient, HasTheValuesOfTheRecording) {
  Tape tape;
  const Value a = tape.variable(0.3), b = tape.variable(-1.7);
  const auto f = [&] { return exp(a * b) / (1.0 + a * a) - log(b * b) + max(a, b) * 0.25; };
  const double recorded = f().data();
  const NoGradient inference;
  EXPECT_EQ(f().data(), recorded);
}

TEST(NoGradient, NestsAndVariablesBelongOutside) {
  Tape tape;
  const NoGradient inference;
  EXPECT_THROW(tape.variable(1.0), TapeError);
  EXPECT_TRUE(Tape::current().variable(1.0).is_constant());
  Tape inner;
  const Value x = inner.variable(2.0), y = x * x;
  y.backward();
  EXPECT_EQ(x.grad(), 4.0);
}

TEST(NoGradient, ValuesFromOutsideMayBeAskedThings) {
  Tape tape;
  const Value a = tape.variable(2.0, "a"), b = tape.variable(3.0), y = a * b;
  y.backward();
  const std::uint64_t identity = y.identity();
  const NoGradient inference;
  const NoGradient nested;
  EXPECT_EQ(a.grad(), 3.0);
  EXPECT_EQ(a.label(), "a");
  EXPECT_EQ(y.op(), "*");
  EXPECT_EQ(y.operands().size(), 2u);
  EXPECT_EQ(y.identity(), identity);
  std::ostringstream text;
  text << a;
  EXPECT_EQ(text.str(), "Value(a: data=2, grad=3)");
  y.backward();
  EXPECT_EQ(a.grad(), 6.0);
}

TEST(NoGradient, BackwardOfAConstantDoesNothingWithoutATapeOutside) {
  const NoGradient inference;
  const Value y = Value(2.0) * 3.0;
  EXPECT_NO_THROW(y.backward());
}

TEST(NoGradient, ATapeThatRecordsNothingBindsNoParameters) {
  const std::vector<double> parameters{1.0, 2.0};
  Tape tape({.record = false});
  EXPECT_THROW(tape.bind(parameters), TapeError);
}

// Such a tape is nobody's neighbour until it is made current.
TEST(NoGradient, APooledTapeDoesNotLookAtTheTapeItWasMadeUnder) {
  auto outside = std::make_unique<Tape>();
  const Value x = outside->variable(1.0);
  Tape pooled({.become_current = false, .record = false});
  outside.reset();
  const TapeScope scope(pooled);
  EXPECT_THROW(static_cast<void>(x.grad()), TapeError);
}

TEST(NoGradient, WithoutATapeOutsideNothingCanBeAsked) {
  Value stale;
  {
    Tape tape;
    stale = tape.variable(2.0) * 2.0;
  }
  const NoGradient inference;
  EXPECT_THROW(static_cast<void>(stale.grad()), TapeError);
}

}  // namespace
}  // namespace riserun

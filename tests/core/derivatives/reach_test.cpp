#include <riserun/core/derivatives/reach.hpp>

#include <vector>

#include <gtest/gtest.h>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

TEST(Reach, HoldsWhatARootDependsOnAlone) {
  Tape tape;
  const std::vector<double> at{1.0, 2.0};
  tape.bind(at);
  const Value x = tape.parameter(0), y = tape.parameter(1);
  const Value a = tanh(x), unused = exp(y), b = sin(a) * y;
  std::vector<Value> far;
  for (int i = 0; i < 100; ++i) far.push_back(cos(x));
  Value run = a * 2.0;
  run += y * 3.0;
  const Value used_far = far[40] * b, many = logsumexp(std::vector<Value>{used_far, run, 1.0});
  const auto node = [&](Value v) { return tape.operand(v); };
  Reach reach;
  reach.find(tape.store(), std::vector{node(many)});
  const std::vector<std::uint32_t> found(reach.nodes().begin(), reach.nodes().end());
  const std::vector<std::uint32_t> wanted{node(a),
                                          node(a) + 2,  // sin
                                          node(b),           node(far[40]),  node(far[99]) + 1,
                                          node(far[99]) + 2, node(used_far), node(run),
                                          node(many)};
  EXPECT_EQ(found, wanted);
  EXPECT_FALSE(reach.has_blocks());

  reach.find(tape.store(), std::vector{node(a), node(unused)});
  EXPECT_EQ(reach.nodes().size(), 2u);
  reach.find(tape.store(), std::vector{node(x)});
  EXPECT_TRUE(reach.nodes().empty());
  reach.find(tape.store(), {});
  EXPECT_TRUE(reach.nodes().empty());
}

TEST(Reach, RefusesAnOperandThatIsYounger) {
  Tape outer;
  for (int i = 0; i < 10; ++i) static_cast<void>(outer.variable(1.0));
  const Value foreign = outer.variable(2.0);
  Tape inner;
  const Value x = inner.variable(1.0);
  static_cast<void>(exp(x));
  if constexpr (kChecked) return;  // is seen earlier
  const Value y = x * foreign, none = sin(x);
  Reach reach;
  EXPECT_THROW(reach.find(inner.store(), std::vector{inner.operand(y)}), TapeError);
  reach.find(inner.store(), std::vector{inner.operand(none)});
  EXPECT_EQ(reach.nodes().size(), 2u);
}

}  // namespace
}  // namespace riserun

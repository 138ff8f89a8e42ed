// Ops: constants and variables in every place, n-ary shapes, users' own ops, what errors say.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <vector>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

TEST(Ops, NamesAreUniqueAndFactsComplete) {
  std::set<std::string_view> names;
  BuiltinOps::for_each([&]<class Op>() {
    EXPECT_TRUE(names.insert(Op::info.name).second) << Op::info.name;
    EXPECT_FALSE(Op::info.mathematics.empty()) << Op::info.name;
    EXPECT_LT(Op::info.domain[0].low, Op::info.domain[0].high) << Op::info.name;
  });
  EXPECT_EQ(names.size(), BuiltinOps::size);
}

TEST(Ops, VariablesAndConstantsInEveryPlaceGiveTheSameNumbers) {
  BuiltinOps::for_each([]<class Op>() {
    if constexpr (BinaryOp<Op>) {
      Tape tape;
      const double a = 1.25, b = 0.75, y = Op::template forward<double>(a, b);
      const auto partials = Op::template partials<double>(a, b, y);
      Value va = tape.variable(a), vb = tape.variable(b);
      Value both = apply<Op>(va, vb);
      both.backward();
      EXPECT_EQ(va.grad(), partials[0]) << Op::info.name;
      EXPECT_EQ(vb.grad(), partials[1]) << Op::info.name;
      tape.zero_grad();
      Value left = apply<Op>(va, Value(b));
      left.backward();
      EXPECT_EQ(va.grad(), partials[0]) << Op::info.name;
      tape.zero_grad();
      Value right = apply<Op>(Value(a), vb);
      right.backward();
      EXPECT_EQ(vb.grad(), partials[1]) << Op::info.name;
      for (Value v : {both, left, right, apply<Op>(Value(a), Value(b))}) EXPECT_EQ(v.data(), y);
    }
  });
}

TEST(Ops, ReductionsOfAnyCountWithConstantsAmongTheOperands) {
  for (std::size_t n : {0u, 1u, 2u, 3u, 8u, 1000u}) {
    Tape tape;
    std::vector<Value> x;
    for (std::size_t i = 0; i < n; ++i)
      x.push_back(i % 3 == 1 ? Value(0.25) : tape.variable(0.5 / static_cast<double>(i + 1)));
    Value total = sum(x), lse = logsumexp(x);
    Value squares = dot(x, x);
    (total + lse + squares).backward();
    double sum_exp = 0;
    for (Value v : x) sum_exp += std::exp(v.data());
    for (std::size_t i = 0; i < n; ++i) {
      if (x[i].is_constant()) continue;
      const double expected = 1 + std::exp(x[i].data()) / sum_exp + 2 * x[i].data();
      EXPECT_NEAR(x[i].grad(), expected, 1e-14) << n << ' ' << i;
    }
    if (n == 0)
      EXPECT_EQ(lse.data(), -kInfinity);
    else
      EXPECT_NEAR(lse.data(), std::log(sum_exp), 1e-14);
  }
}

TEST(Ops, LogSumExpOfLargeNumbersDoesNotOverflow) {
  Tape tape;
  std::vector<Value> x{tape.variable(1000), tape.variable(1000), tape.variable(-1000)};
  Value y = logsumexp(x);
  y.backward();
  EXPECT_DOUBLE_EQ(y.data(), 1000 + std::log(2.0));
  EXPECT_EQ(x[0].grad(), 0.5);
  EXPECT_EQ(x[2].grad(), 0.0);
}

TEST(Ops, SoftmaxCrossEntropyKeepsSmallLossesAndSaysWhatIsWrong) {
  Tape tape;
  std::vector<Value> scores{tape.variable(0), tape.variable(40), tape.variable(-3)};
  Value loss = softmax_cross_entropy(scores, 1);
  loss.backward();
  EXPECT_NEAR(loss.data(), std::exp(-40.0) + std::exp(-43.0), 1e-32);  // 1 - p would be 0
  EXPECT_NEAR(scores[1].grad(), -(std::exp(-40.0) + std::exp(-43.0)), 1e-32);
  EXPECT_THROW(softmax_cross_entropy(scores, 3), ShapeError);
  EXPECT_THROW(dot(scores, std::span<const Value>(scores).first(2)), ShapeError);
}

TEST(Ops, SaturatedSlopesKeepTheirDigits) {
  Tape tape;
  for (double x : {-40.0, -19.0, -3.0, 3.0, 19.0, 40.0}) {
    Value v = tape.variable(x), t = tanh(v);
    t.backward();
    const double sech = 1 / std::cosh(x);
    EXPECT_NEAR(v.grad(), sech * sech, 1e-15 * sech * sech) << x;  // 1 - t * t is 0 at 19
    Value w = tape.variable(x), s = sigmoid(w);
    s.backward();
    const double e = std::exp(-std::abs(x));
    EXPECT_NEAR(w.grad(), e / ((1 + e) * (1 + e)), 1e-15 * e) << x;
  }
}

TEST(Ops, NanStaysNan) {
  Tape tape;
  const double nan = std::nan("");
  Value x = tape.variable(nan);
  for (Value y :
       {relu(x), abs(x), max(x, 1.0), max(Value(1.0), x), min(x, 1.0), min(Value(1.0), x), tanh(x)})
    EXPECT_TRUE(std::isnan(y.data()));
}

struct Softsign {  // a user's op: nothing of ours changes
  static constexpr auto info = unary_op("softsign", "x / (1 + |x|)", {.domain = {-1e8, 1e8}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    return x / (T(1) + abs(x));
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::abs;
    const T d = T(1) + abs(x);
    return {T(1) / (d * d)};
  }
};

struct Fma {  // three operands
  static constexpr auto info = ternary_op("fma", "a b + c", {});
  template <class T>
  static T forward(T a, T b, T c) {
    return a * b + c;
  }
  template <class T>
  static std::array<T, 3> partials(T a, T b, T, T) {
    return {b, a, T(1)};
  }
};

TEST(Ops, AUsersOpNeedsNothingOfOurs) {
  Tape tape;
  Value a = tape.variable(-3.0), b = tape.variable(2.0);
  Value y = apply<Fma>(apply<Softsign>(a), b, Value(1.0));
  y.backward();
  EXPECT_EQ(y.data(), -0.5);
  EXPECT_EQ(a.grad(), 2.0 / 16);
  EXPECT_EQ(b.grad(), -0.75);
  EXPECT_EQ(y.op(), "fma");
  EXPECT_EQ(y.operands()[0].op(), "softsign");
  EXPECT_EQ(y.operands()[0].data(), -0.75);
}

}  // namespace
}  // namespace riserun

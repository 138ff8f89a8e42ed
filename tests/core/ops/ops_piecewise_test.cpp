// Conventions: ties, jumps, flat steps, NaN.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include <riserun/core/core.hpp>

namespace riserun {
namespace {

TEST(OpsPiecewise, ClampPassesTheSlopeInsideOnly) {
  using ops::Clamp;
  EXPECT_EQ(clamp(0.5, 0.0, 1.0), 0.5);
  EXPECT_EQ(clamp(-2.0, 0.0, 1.0), 0.0);
  EXPECT_EQ(clamp(2.0, 0.0, 1.0), 1.0);
  EXPECT_EQ(Clamp::partials(0.5, 0.0, 1.0, 0.5), (std::array{1.0, 0.0, 0.0}));
  EXPECT_EQ(Clamp::partials(-2.0, 0.0, 1.0, 0.0), (std::array{0.0, 1.0, 0.0}));
  EXPECT_EQ(Clamp::partials(2.0, 0.0, 1.0, 1.0), (std::array{0.0, 0.0, 1.0}));
  EXPECT_EQ(clamp(0.0, 2.0, 1.0), 1.0);  // low > high: as min(max(x, low), high)
  EXPECT_EQ(Clamp::partials(0.0, 2.0, 1.0, 1.0), (std::array{0.0, 0.0, 1.0}));
}

// clamp says at every tie what max and min say one after the other; but where all three are the same
// number, neither x nor low can move y.
TEST(OpsPiecewise, ClampIsMinOfMaxAtTiesToo) {
  for (double x : {-1.0, 0.0, 1.0, 2.0})
    for (double low : {-1.0, 0.0, 1.0})
      for (double high : {-1.0, 0.0, 1.0}) {
        Tape tape;
        Value vx = tape.variable(x), vl = tape.variable(low), vh = tape.variable(high);
        clamp(vx, vl, vh).backward();
        const std::array one{vx.grad(), vl.grad(), vh.grad()};
        tape.zero_grad();
        min(max(vx, vl), vh).backward();
        const bool shut = x == low && low == high;
        EXPECT_EQ(
            one, shut ? (std::array{0.0, 0.0, 1.0}) : (std::array{vx.grad(), vl.grad(), vh.grad()}))
            << x << low << high;
        EXPECT_EQ(one[0] + one[1] + one[2], 1.0);
      }
}

TEST(OpsPiecewise, ClampBetweenEqualLimitsIsConstant) {
  for (double x : {-1.0, -0.0, 0.0, 5e-324, 2.0})
    EXPECT_EQ(ops::Clamp::partials(x, 0.0, 0.0, 0.0)[0], 0.0) << x;
}

TEST(OpsPiecewise, FloorDivUsesTheExactQuotient) {
  EXPECT_EQ(floor_div(7.0, 2.0), 3.0);
  EXPECT_EQ(floor_div(-7.0, 2.0), -4.0);
  EXPECT_EQ(floor_div(7.0, -2.0), -4.0);
  EXPECT_EQ(floor_div(-7.0, -2.0), 3.0);
  EXPECT_EQ(floor_div(-6.0, 2.0), -3.0);
  EXPECT_EQ(floor_div(1.0, 0.1), 9.0);  // 0.1 is more than a tenth; the division rounds to 10
  EXPECT_EQ(std::floor(1.0 / 0.1), 10.0);
  EXPECT_EQ(floor_div(0x1p60, 3.0), 0x1p60 / 3);  // beyond 2^53, to the last bit
  EXPECT_TRUE(std::isnan(floor_div(1.0, 0.0)));
}

// x = n b + fmod(x, b), with derivatives 1 = 0 + 1 and 0 = n + (-n).
TEST(OpsPiecewise, FmodsSlopeByTheDivisorIsTheWholeQuotient) {
  for (double a : {7.3, -7.3, 1.0, 0.5, 1e15, 5.9999999999999991})
    for (double b : {2.0, -2.0, 0.1, 3.0}) {
      const double y = std::fmod(a, b);
      const auto partials = ops::Fmod::partials(a, b, y);
      EXPECT_EQ(partials[0], 1.0);
      const double quotient = std::round((a - y) / b);
      EXPECT_NEAR(partials[1], -quotient, 1e-15 * std::abs(quotient)) << a << ' ' << b;
      EXPECT_LE(std::abs(quotient), std::abs(a / b) + 0.5);
    }
}

TEST(OpsPiecewise, StepsAreConstantsAndCostNoNode) {
  Tape tape;
  Value x = tape.variable(-2.5);
  const std::size_t before = tape.size();
  EXPECT_EQ(floor(x).data(), -3);
  EXPECT_EQ(ceil(x).data(), -2);
  EXPECT_EQ(trunc(x).data(), -2);
  EXPECT_EQ(round(x).data(), -3);
  EXPECT_EQ(rint(x).data(), -2);
  EXPECT_EQ(nearbyint(x).data(), -2);
  EXPECT_EQ(floor_div(x, 2).data(), -2);
  for (Value y : {floor(x), ceil(x), trunc(x), round(x), rint(x), nearbyint(x), floor_div(x, 2)})
    EXPECT_TRUE(y.is_constant());
  EXPECT_EQ(tape.size(), before);
  (x - floor(x)).backward();  // a saw-tooth
  EXPECT_EQ(x.grad(), 1.0);
  tape.zero_grad();
  apply<ops::Floor>(x).backward();  // recorded, and flat
  EXPECT_EQ(x.grad(), 0.0);
}

TEST(OpsPiecewise, HypotAndNormHaveNoSlopeAtTheTip) {
  EXPECT_EQ(ops::Hypot::partials(0.0, 0.0, 0.0), (std::array{0.0, 0.0}));
  Tape tape;
  std::vector<Value> x{tape.variable(0), tape.variable(0)};
  norm(x).backward();
  EXPECT_EQ(x[0].grad(), 0.0);
}

// NaN in, NaN out: in every operand of every op. The others are -1/2, where each operand counts.
TEST(OpsPiecewise, NanInNanOut) {
  const double nan = std::nan(""), other = -0.5;
  BuiltinOps::for_each([&]<class Op>() {
    if constexpr (UnaryOp<Op>) {
      EXPECT_TRUE(std::isnan(Op::forward(nan))) << Op::info.name;
    } else if constexpr (BinaryOp<Op>) {
      EXPECT_TRUE(std::isnan(Op::forward(nan, other))) << Op::info.name;
      EXPECT_TRUE(std::isnan(Op::forward(other, nan))) << Op::info.name;
    } else if constexpr (TernaryOp<Op>) {
      EXPECT_TRUE(std::isnan(Op::forward(nan, other, other))) << Op::info.name;
      EXPECT_TRUE(std::isnan(Op::forward(other, nan, other))) << Op::info.name;
      EXPECT_TRUE(std::isnan(Op::forward(other, other, nan))) << Op::info.name;
    } else {
      const std::size_t n = std::is_same_v<Op, ops::Affine> ? 5 : 4;  // none left over
      for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> x(n, other);
        x[i] = nan;
        EXPECT_TRUE(std::isnan(Op::forward(std::span<const double>(x)))) << Op::info.name << i;
      }
    }
  });
}

// The edges that ops declare, by name, so that a declaration cannot vanish unseen.
TEST(OpsPiecewise, EdgesDeclared) {
  std::vector<std::string_view> with_kinks, with_boundaries, with_jumps;
  BuiltinOps::for_each([&]<class Op>() {
    bool kinks = false, boundaries = false, jumps = false;
    for (const Edge& edge : Op::info.edges) {
      kinks |= edge.kind == EdgeKind::kink;
      boundaries |= edge.kind == EdgeKind::boundary;
      jumps |= edge.kind == EdgeKind::jump;
    }
    if (kinks) with_kinks.push_back(Op::info.name);
    if (boundaries) with_boundaries.push_back(Op::info.name);
    if (jumps) with_jumps.push_back(Op::info.name);
  });
  EXPECT_EQ(with_kinks,
            (std::vector<std::string_view>{"hypot", "abs", "max", "min", "clamp", "relu",
                                           "leaky_relu", "elu", "selu", "norm"}));
  EXPECT_EQ(with_boundaries, (std::vector<std::string_view>{"divide",    "pow",
                                                            "log",       "log2",
                                                            "log10",     "log1p",
                                                            "sqrt",      "cbrt",
                                                            "rsqrt",     "asin",
                                                            "acos",      "atan2",
                                                            "acosh",     "atanh",
                                                            "lgamma",    "fmod",
                                                            "floor_div", "sum",
                                                            "mean",      "prod",
                                                            "norm",      "dot",
                                                            "affine",    "squared_distance",
                                                            "logsumexp", "softmax_cross_entropy"}));
  EXPECT_EQ(with_jumps, (std::vector<std::string_view>{"floor", "fmod", "floor_div"}));
}

// What an edge declares is what the op says there, bit for bit (NaN where NaN is declared).
TEST(OpsPiecewise, EdgesHold) {
  auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  BuiltinOps::for_each([&]<class Op>() {
    for (const Edge& edge : Op::info.edges) {
      if (edge.kind == EdgeKind::none) continue;
      const auto& x = edge.at;
      double y = 0;
      std::vector<double> partials;
      auto keep = [&](const auto& all) { partials.assign(all.begin(), all.end()); };
      if constexpr (UnaryOp<Op>) {
        y = Op::forward(x[0]);
        keep(Op::partials(x[0], y));
      } else if constexpr (BinaryOp<Op>) {
        y = Op::forward(x[0], x[1]);
        keep(Op::partials(x[0], x[1], y));
      } else if constexpr (TernaryOp<Op>) {
        y = Op::forward(x[0], x[1], x[2]);
        keep(Op::partials(x[0], x[1], x[2], y));
      } else {
        const std::span<const double> all(x.data(), static_cast<std::size_t>(edge.operands));
        y = Op::forward(all);
        partials.resize(all.size());
        Op::partials(all, y, std::span<double>(partials));
      }
      if (edge.kind != EdgeKind::kink) {
        EXPECT_TRUE(same(y, edge.y)) << Op::info.name << ' ' << x[0] << ' ' << y;
      }
      for (std::size_t i = 0; i < partials.size(); ++i)
        EXPECT_TRUE(same(partials[i], edge.partials[i]))
            << Op::info.name << '/' << i << ' ' << x[0] << ' ' << x[1] << ' ' << partials[i];
    }
  });
}

}  // namespace
}  // namespace riserun

// Ops of more than three named operands, each with a domain of its own.
#include <gtest/gtest.h>

#include <cmath>

#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/core/derivatives/calculus.hpp>
#include <riserun/core/tape.hpp>

namespace riserun::check {
namespace {

// What a pendulum of mass m pulls with at angle a, pushed with p at length l. `kWrong`: which
// derivative has a slip; 4: none.
template <int kWrong>
struct Load {
  static constexpr auto info =
      nary_op<4>("load", "m (9.81 cos a + p / l)",
                 {.domain = {{{1e-3, 1e3}, {-3, 3}, {-1e4, 1e4}, {0.5, 20}}}});
  template <class T>
  static T forward(T m, T a, T p, T l) {
    using std::cos;
    return m * (T(9.81) * cos(a) + p / l);
  }
  template <class T>
  static std::array<T, 4> partials(T m, T a, T p, T l, T) {
    using std::cos, std::sin;
    std::array<T, 4> slopes{T(9.81) * cos(a) + p / l, T(-9.81) * m * sin(a), m / l,
                            -m * p / (l * l)};
    if constexpr (kWrong < 4) slopes[kWrong] = slopes[kWrong] * T(1.0001);
    return slopes;
  }
};
using RightLoad = Load<4>;

TEST(NaryOp, IsCheckedInEachOperandsDomain) {
  const OpReport report = check_op<RightLoad>({.points = 64});
  // m (9.81 cos a + p / l) cancels somewhere, where no formula keeps its digits.
  EXPECT_FALSE(report.verdict() == Verdict::fail) << report.full();
  EXPECT_EQ(report.operands.size(), 4u);
  for (const std::vector<double>& at : sample_points(RightLoad::info, 4, 200, Random(1)))
    EXPECT_TRUE(at[0] >= 1e-3 && at[1] >= -3 && at[1] <= 3 && at[3] >= 0.5 && at[3] <= 20);
}

template <int kWrong>
void expect_found() {
  const OpReport report = check_op<Load<kWrong>>({.points = 64});
  for (int operand = 0; operand < 4; ++operand)
    EXPECT_EQ(report.operands[static_cast<std::size_t>(operand)].verdict == Verdict::fail,
              operand == kWrong)
        << report.full();
}

TEST(NaryOp, AWrongDerivativeIsNamedByItsOperand) {
  expect_found<0>();
  expect_found<1>();
  expect_found<2>();
  expect_found<3>();
}

TEST(NaryOp, IsRecordedWithNumbersAmongItsOperands) {
  Tape tape;
  const Value m = tape.variable(2.0), p = tape.variable(3.0);
  const Value y = apply<RightLoad>(m, 0.0, p, 4);
  EXPECT_DOUBLE_EQ(y.data(), 2 * (9.81 + 0.75));
  y.backward();
  EXPECT_DOUBLE_EQ(m.grad(), 9.81 + 0.75);
  EXPECT_DOUBLE_EQ(p.grad(), 0.5);
  EXPECT_TRUE(apply<RightLoad>(1.0, 0.0, 1.0, 1.0).is_constant());
}

TEST(NaryOp, HasSecondDerivatives) {
  const auto f = [](std::span<const Value> x) { return apply<RightLoad>(x[0], x[1], x[2], x[3]); };
  const Matrix second = hessian(f, std::vector<double>{2.0, 0.5, 3.0, 4.0});
  EXPECT_NEAR(second(1, 1), -2 * 9.81 * std::cos(0.5), 1e-12);
  EXPECT_NEAR(second(3, 3), 2 * 2 * 3.0 / 64, 1e-12);
  EXPECT_NEAR(second(2, 3), -2.0 / 16, 1e-12);
}

}  // namespace
}  // namespace riserun::check

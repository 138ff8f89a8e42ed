// Declared edges are asserted exactly, kinks shown with their one-sided slopes.
#include <riserun/check/subjects/edges.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>

#include <riserun/check/gtest.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(Kink, ShowsBothSlopes) {
  const PointReport relu = check_op_at(under_test<Rectifier>(), 0, std::vector{0.0});
  EXPECT_EQ(relu.verdict, Verdict::kink) << relu.full();
  EXPECT_EQ(relu.left, 0);
  EXPECT_EQ(relu.right, 1);
  EXPECT_NE(relu.full().find("left slope=0  right slope=1"), std::string::npos) << relu.full();
}

TEST(Kink, OfATieAtBothOperands) {
  for (int operand : {0, 1}) {
    const PointReport tie = check_op_at(under_test<Larger>(), operand, std::vector{1.0, 1.0});
    EXPECT_EQ(tie.verdict, Verdict::kink);
    EXPECT_NEAR(tie.left, 0, 1e-12);
    EXPECT_NEAR(tie.right, 1, 1e-12);
  }
}

// Ten kinks, planted: the place, the left and the right slope.
struct BentCase {
  double at, left, right;
  friend void PrintTo(const BentCase& b, std::ostream* out) {
    *out << "at " << b.at << " from " << b.left << " to " << b.right;
  }
};
BentCase bend;

struct Bent {
  static constexpr auto info = unary_op("bent", "", {.domain = {-100, 100}});
  template <class T>
  static T forward(T x) {
    using std::sin;
    const T d = x - T(bend.at);
    return sin(d) + (d < T(0) ? T(bend.left - 1) * d : T(bend.right - 1) * d);
  }
  template <class T>
  static std::array<T, 1> partials(T, T) {
    return {T(bend.left)};
  }
};

class PlantedKink : public testing::TestWithParam<BentCase> {};

TEST_P(PlantedKink, IsFoundWithItsSlopes) {
  bend = GetParam();
  OpUnderTest op = under_test<Bent>();
  op.info.edges[0] = kink(bend.at, bend.left);
  const PointReport report = check_op_at(op, 0, std::vector{bend.at});
  EXPECT_EQ(report.verdict, Verdict::kink) << report.full();
  EXPECT_NEAR(report.left, bend.left, 1e-6 * (1 + std::abs(bend.left)));
  EXPECT_NEAR(report.right, bend.right, 1e-6 * (1 + std::abs(bend.right)));
}

INSTANTIATE_TEST_SUITE_P(Ten, PlantedKink,
                         testing::Values(BentCase{0, 0, 1}, BentCase{0, -1, 1}, BentCase{1, 2, 3},
                                         BentCase{-3, 5, -5}, BentCase{10, 0.5, 0.25},
                                         BentCase{0.125, 1, 1.125}, BentCase{-50, 100, 0},
                                         BentCase{7, -2, -3}, BentCase{2, 1e-3, 0},
                                         BentCase{64, -1, 1e3}));

TEST(Kink, BesideItTheSlopeIsOrdinary) {
  for (double x : {1e-8, -1e-8, 1e-3}) {
    const PointReport report = check_op_at(under_test<Rectifier>(), 0, std::vector{x});
    EXPECT_EQ(report.verdict, Verdict::pass) << report.full();
  }
}

TEST(Kink, UndeclaredOutsideOrOtherIsWrong) {
  const PointReport undeclared = check_op_at(under_test<UndeclaredKink>(), 0, std::vector{0.0});
  EXPECT_EQ(undeclared.verdict, Verdict::fail);
  EXPECT_NE(undeclared.reason.find("does not declare"), std::string::npos);
  const PointReport outside = check_op_at(under_test<KinkOutsideSlopes>(), 0, std::vector{0.0});
  EXPECT_EQ(outside.verdict, Verdict::fail);
  EXPECT_NE(outside.reason.find("between"), std::string::npos);
  const PointReport other =
      check_op_at(under_test<RectifierOtherConvention>(), 0, std::vector{0.0});
  EXPECT_EQ(other.verdict, Verdict::fail);
  EXPECT_NE(other.reason.find("declared"), std::string::npos);
}

TEST(Kink, TiesFollowTheDeclaredOnes) {
  EXPECT_EQ(declared_at_tie(Larger::info, std::vector{7.0, 7.0}, 1), 0.5);
  EXPECT_EQ(declared_at_tie(Larger::info, std::vector{7.0, 8.0}, 1), std::nullopt);
  EXPECT_EQ(declared_at_tie(Quotient::info, std::vector{7.0, 7.0}, 1), std::nullopt);
  EXPECT_EQ(check_op_at(under_test<Larger>(), 0, std::vector{7.0, 7.0}).verdict, Verdict::kink);
  EXPECT_EQ(check_op_at(under_test<LargerOtherTies>(), 0, std::vector{7.0, 7.0}).verdict,
            Verdict::fail);
}

TEST(Boundary, IsAssertedExactly) {
  const PointReport held = check_op_at(under_test<Logarithm>(), 0, std::vector{0.0});
  EXPECT_EQ(held.verdict, Verdict::undefined);
  const PointReport wrong = check_op_at(under_test<LogarithmWrongEdge>(), 0, std::vector{0.0});
  EXPECT_EQ(wrong.verdict, Verdict::fail);
  EXPECT_NE(wrong.reason.find("declared derivative"), std::string::npos);
}

TEST(Boundary, CannotHideAnOrdinaryPoint) {
  const PointReport hidden = check_op_at(under_test<LogarithmHidingPoint>(), 0, std::vector{1.0});
  EXPECT_EQ(hidden.verdict, Verdict::fail) << hidden.full();
  EXPECT_NEAR(hidden.slope, 1, 1e-12);
}

TEST(Boundary, ItsLineIsUndefinedToo) {
  EXPECT_TRUE(touches_boundary(Quotient::info, std::vector{-3.0, 0.0}));
  EXPECT_FALSE(touches_boundary(Quotient::info, std::vector{-3.0, 2.0}));
  EXPECT_EQ(check_op_at(under_test<Quotient>(), 0, std::vector{-3.0, 0.0}).verdict,
            Verdict::undefined);
}

// The longest of a list of numbers, with ties; declares its kinks for lists of two.
struct LargestOfAll {
  static constexpr auto info =
      variadic_op("largest_of_all", "max(x0, x1, ...)",
                  {.domain = {-1e3, 1e3},
                   .edges = {list_boundary({}, -kInfinity, {}), list_kink({1, 1}, {0.5, 0.5})}});
  template <class T>
  static T forward(std::span<const T> x) {
    T most(-kInfinity);
    for (const T& v : x)
      if (v > most) most = v;
    return most;
  }
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    double ties = 0;
    for (const T& v : x) ties += v == y;
    for (std::size_t i = 0; i < x.size(); ++i) dy_dx[i] = x[i] == y ? T(1 / ties) : T(0);
  }
};
struct LargestOtherTie : LargestOfAll {
  template <class T>
  static void partials(std::span<const T> x, T y, std::span<T> dy_dx) {
    bool given = false;
    for (std::size_t i = 0; i < x.size(); ++i) {
      dy_dx[i] = x[i] == y && !given ? T(1) : T(0);
      given = given || x[i] == y;
    }
  }
};
struct LargestUndeclared : LargestOfAll {
  static constexpr auto info =
      variadic_op("largest_undeclared", "max(x0, x1, ...)", {.domain = {-1e3, 1e3}});
};
struct LargestOfNoneIsZero : LargestOfAll {
  static constexpr auto info = variadic_op(
      "largest_of_none", "max(x0, x1, ...)",
      {.domain = {-1e3, 1e3}, .edges = {list_boundary({}, 0, {}), list_kink({1, 1}, {0.5, 0.5})}});
};

TEST(ListEdges, AreAssertedLikeAllOthers) {
  const OpReport right = check_op<LargestOfAll>();
  EXPECT_TRUE(right.passed()) << right.full();
  EXPECT_EQ(right.edges, 2);
  EXPECT_GE(right.operands[0].kinks, 2);
  const OpReport other = check_op<LargestOtherTie>();
  EXPECT_EQ(other.verdict(), Verdict::fail);
  EXPECT_NE(other.full().find("the declared derivative is 0.5"), std::string::npos);
  const OpReport undeclared = check_op<LargestUndeclared>();
  EXPECT_EQ(undeclared.verdict(), Verdict::fail) << undeclared.full();
  EXPECT_NE(undeclared.full().find("does not declare"), std::string::npos);
  const OpReport none = check_op<LargestOfNoneIsZero>();
  EXPECT_EQ(none.verdict(), Verdict::fail);
  EXPECT_NE(none.full().find("of no operands: the value is -inf, the declared one 0"),
            std::string::npos)
      << none.full();
}

// A boundary at (1, 1), finite itself, excuses nothing on the lines through it.
struct HolesOnALine {
  static constexpr auto info = binary_op(
      "holes", "a b", {.domain = {{{-10, 10}, {-10, 10}}}, .edges = {boundary({1, 1}, 1, {1, 1})}});
  template <class T>
  static T forward(T a, T b) {
    return a * b;
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T) {
    if ((a == T(1)) != (b == T(1))) return {T(0) / T(0), T(1) / T(0)};
    return {b, a};
  }
};
// a / b whose partials have holes where a is 1, too: only the line b = 0 is declared.
struct QuotientWithHoles : Quotient {
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    if (a == T(1) && b != T(0)) return {T(0) / T(0), T(0) / T(0)};
    return Quotient::partials(a, b, y);
  }
};

TEST(Boundary, ExcusesItsOwnPointOrLineAlone) {
  EXPECT_EQ(check_op<HolesOnALine>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op_at(under_test<QuotientWithHoles>(), 0, std::vector{1.0, 2.0}).verdict,
            Verdict::fail);
  EXPECT_TRUE(on_boundary_line(Quotient::info, std::vector{-3.0, 0.0}, -kInfinity));
  EXPECT_FALSE(on_boundary_line(Quotient::info, std::vector{1.0, 2.0}, 0.5));
}

// Jumps at 9, as declared, and at 2, with a slope of its own there.
template <int slope_at_2>
struct TwoJumps {
  static constexpr auto info = unary_op("two_jumps", "x + 3 from 2 on, + 4 beyond 9",
                                        {.domain = {-10, 10}, .edges = {jump(9, 12, 1)}});
  template <class T>
  static T forward(T x) {
    return x > T(9) ? x + T(4) : x >= T(2) ? x + T(3) : x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x == T(2) ? T(slope_at_2) : T(1)};
  }
};

TEST(Jump, HasTheSlopeOfOneSide) {
  EXPECT_EQ(check_op<TwoJumps<-777>>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op<TwoJumps<0>>().verdict(), Verdict::fail);
  EXPECT_TRUE(check_op<TwoJumps<1>>().passed());
}

// max and hypot with a declared convention that is no slope of any plane between.
template <int each>
struct LargerAtATie : Larger {
  static constexpr auto info =
      binary_op("larger_at_a_tie", "max(a, b)",
                {.domain = {{{-10, 10}, {-10, 10}}}, .edges = {kink({0, 0}, {each, each})}});
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    if (a == b) return {T(each), T(each)};
    return Larger::partials(a, b, y);
  }
};
template <int each>
struct Distance {
  static constexpr auto info =
      binary_op("distance", "sqrt(a^2 + b^2)",
                {.domain = {{{-10, 10}, {-10, 10}}}, .edges = {kink({0, 0}, {each, each})}});
  template <class T>
  static T forward(T a, T b) {
    using std::hypot;
    return hypot(a, b);
  }
  template <class T>
  static std::array<T, 2> partials(T a, T b, T y) {
    if (y == T(0)) return {T(each), T(each)};
    return {a / y, b / y};
  }
};

TEST(Kink, AtATieTheSlopesBelongTogether) {
  EXPECT_EQ(check_op<LargerAtATie<1>>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op<LargerAtATie<0>>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op<Distance<1>>().verdict(), Verdict::fail);
  EXPECT_EQ(check_op<Distance<0>>().verdict(), Verdict::pass) << check_op<Distance<0>>().full();
}

// 5 + |x|, with a twin or without one.
template <bool twin, bool right = true>
struct Raised {
  static constexpr bool has_twin = twin;
  static constexpr auto info =
      unary_op("raised", "5 + |x|", {.domain = {-3, 3}, .edges = {kink(0, 0)}});
  template <class T>
  static T forward(T x) {
    using std::abs;
    return T(5) + abs(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x > T(0) ? T(1) : x < T(0) ? T(right ? -1 : 1) : T(0)};
  }
};

TEST(Kink, BesideItTheSlopeOfOnesOwnSideCounts) {
  for (double x : {1e-6, 1e-12, -1e-17, 1e-40, -1e-200, 1e-310}) {
    for (const PointReport& report : {check_op_at(under_test<Raised<true>>(), 0, std::vector{x}),
                                      check_op_at(under_test<Raised<false>>(), 0, std::vector{x})})
      EXPECT_EQ(report.verdict, Verdict::pass) << report.full();
    const PointReport wrong =
        check_op_at(under_test<Raised<true, false>>(), 0, std::vector{-std::abs(x)});
    EXPECT_NE(wrong.verdict, Verdict::pass) << wrong.full();
  }
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const OpReport report = check_op<Raised<true>>({.seed = seed, .points = 64});
    EXPECT_TRUE(report.passed()) << report.full();
  }
  EXPECT_EQ((check_op<Raised<true, false>>().verdict()), Verdict::fail);
}

TEST(Kink, NeighboursAreDeclaredCoordinatesAndTies) {
  const Neighbours tie = nearest_edges(Larger::info, std::vector{3.0, 5.0}, 0);
  EXPECT_EQ(tie.below, 1);
  EXPECT_EQ(tie.above, 5);
  const Neighbours none = nearest_edges(Softsign::info, std::vector{3.0}, 0);
  EXPECT_EQ(none.below, -kInfinity);
  EXPECT_EQ(none.above, kInfinity);
}

TEST(Jump, IsUndefinedWhereTheOpDeclaresSuch) {
  EXPECT_EQ(check_op_at(under_test<Floor>(), 0, std::vector{8.0}).verdict, Verdict::undefined);
  EXPECT_EQ(check_op_at(under_test<Floor>(), 0, std::vector{8.25}).verdict, Verdict::pass);
  const PointReport jump = check_op_at(under_test<FloorWithoutEdges>(), 0, std::vector{8.0});
  EXPECT_EQ(jump.verdict, Verdict::fail);
  EXPECT_NE(jump.reason.find("jumps"), std::string::npos);
}

TEST(MissingEdges, AreFoundOutsideTheDomain) {
  std::vector<std::string> gaps;
  find_missing_edges(under_test<Logarithm>(), gaps);
  find_missing_edges(under_test<Exponential>(), gaps);
  EXPECT_TRUE(gaps.empty());
  find_missing_edges(under_test<LogarithmWithoutEdges>(), gaps);
  EXPECT_EQ(gaps.size(), 1u);
}

}  // namespace
}  // namespace riserun::check

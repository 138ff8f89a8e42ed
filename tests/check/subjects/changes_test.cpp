// What no sampled point sees: thin regions, jumps that every step straddles, the ends of double.
#include <riserun/check/subjects/changes.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <riserun/check/gtest.hpp>
#include <riserun/check/subjects/check_op.hpp>
#include "tests/check/right_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

// x^2 whose derivative is wrong where `Where` says so.
template <class Where>
struct WrongWhere {
  static constexpr auto info = unary_op("wrong_where", "x^2", {.domain = {-1e4, 1e4}});
  template <class T>
  static T forward(T x) {
    return x * x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {Where::at(static_cast<double>(x)) ? T(3) * x : T(2) * x};
  }
};
struct Nowhere {
  static bool at(double) { return false; }
};
struct ThinRegion {
  static bool at(double x) { return x >= 3 && x <= 3.001; }
};
struct TinyNumbers {
  static bool at(double x) { return std::abs(x) < 1e-11 && std::abs(x) > 1e-200; }
};
struct NegativeSubnormals {
  static bool at(double x) { return x < 0 && x > -2.2250738585072014e-308; }
};
struct HalvesFarLeft {
  static bool at(double x) { return x < -5 && 2 * x == std::floor(2 * x); }
};

TEST(Changes, AWrongThinRegionIsFound) {
  EXPECT_TRUE(check_op<WrongWhere<Nowhere>>().passed()) << check_op<WrongWhere<Nowhere>>().full();
  for (std::uint64_t seed : {1, 2, 3}) {
    const Options options{.seed = seed};
    EXPECT_EQ(check_op<WrongWhere<ThinRegion>>(options).verdict(), Verdict::fail);
    EXPECT_EQ(check_op<WrongWhere<TinyNumbers>>(options).verdict(), Verdict::fail);
    EXPECT_EQ(check_op<WrongWhere<HalvesFarLeft>>(options).verdict(), Verdict::fail);
  }
}

// The slope at the smallest numbers, of a function that has one there.
struct LostAtSubnormals {
  static constexpr auto info = unary_op("lost_at_subnormals", "sin x", {.domain = {-10, 10}});
  template <class T>
  static T forward(T x) {
    using std::sin;
    return sin(x);
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    using std::cos;
    return {NegativeSubnormals::at(static_cast<double>(x)) ? T(0) : cos(x)};
  }
};
TEST(Changes, NegativeSubnormalsAreLookedAt) {
  EXPECT_EQ(check_op<LostAtSubnormals>().verdict(), Verdict::fail);
}

// Jumps by 5 beyond 3.7, and is no number there.
template <bool jumps>
struct JumpBetweenPoints {
  static constexpr auto info = unary_op("jump_between", "x, + 5 beyond 3.7", {.domain = {-10, 10}});
  template <class T>
  static T forward(T x) {
    return jumps && x > T(3.7) ? x + T(5) : x;
  }
  template <class T>
  static std::array<T, 1> partials(T x, T) {
    return {x == T(3.7) ? T(0) / T(0) : T(1)};
  }
};

TEST(Changes, AJumpThatTheStepsStraddleIsFound) {
  for (std::uint64_t seed : {1, 2, 3}) {
    const OpReport report = check_op<JumpBetweenPoints<true>>({.seed = seed});
    EXPECT_EQ(report.verdict(), Verdict::fail);
  }
}

TEST(Changes, AreOnBothSidesOfTheJump) {
  const OpUnderTest op = under_test<JumpBetweenPoints<true>>();
  const auto points = points_of_change(op, std::vector{1.0}, 0, std::vector{1.0, 5.0}, 4);
  ASSERT_GE(points.size(), 2u);
  EXPECT_NE(std::find(points.begin(), points.end(), std::vector{3.7}), points.end());
  EXPECT_NE(std::find(points.begin(), points.end(), std::vector{std::nextafter(3.7, 10.0)}),
            points.end());
  const OpUnderTest smooth = under_test<Exponential>();
  EXPECT_TRUE(points_of_change(smooth, std::vector{1.0}, 0, {}, 4).empty());
}

}  // namespace
}  // namespace riserun::check

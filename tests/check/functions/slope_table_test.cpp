// Rise over run by ever shorter runs: the lecture's numbers, where the table ends and what it says.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

#include <riserun/check/functions/slope_table.hpp>
#include <riserun/core/ops.hpp>

namespace riserun::check {
namespace {

/// Of one number, without a twin.
OpUnderTest function(std::function<double(double)> f, std::function<Value(Value)> recorded) {
  OpUnderTest op;
  op.info.name = "f";
  op.info.arity = 1;
  op.composed = true;
  op.operand_names = {"x"};
  op.forward = [f](std::span<const double> x) { return f(x[0]); };
  op.record = [recorded](std::span<const Value> x) { return recorded(x[0]); };
  op.partials = [](std::span<const double>, double, std::span<double> dy_dx) { dy_dx[0] = 0; };
  return op;
}

template <class F>
SlopeTable table_of(F f, double x) {
  return slope_table(function(f, f), 0, std::vector{x});
}

const auto kParabola = [](auto x) { return 3 * x * x - 4 * x + 5; };

TEST(SlopeTable, ShowsTheLecturesParabola) {
  OpUnderTest op = function(kParabola, kParabola);
  op.twin_forward = [](std::span<const Quad> x) { return kParabola(x[0]); };
  op.twin_partials = [](std::span<const Quad> x, Quad, std::span<Quad> dy_dx) {
    dy_dx[0] = 6 * x[0] - 4;
  };
  const SlopeTable table = slope_table(op, 0, std::vector{3.0});
  EXPECT_EQ(table.derivative, 14);
  EXPECT_EQ(table.judged.verdict, Verdict::pass);
  ASSERT_EQ(table.rows.size(), 17u);
  EXPECT_EQ(table.rows[0].rise, 17);
  EXPECT_EQ(table.rows[0].slope, 17);
  EXPECT_NEAR(table.rows[3].slope, 14.003, 1e-9);
  EXPECT_NEAR(table.rows[3].error, 0.003, 1e-9);
  EXPECT_EQ(table.rows[16].run, 0);
  EXPECT_TRUE(std::isnan(table.rows[16].slope));
}

TEST(SlopeTable, TheBestRowIsNoLuckyOne) {
  const SlopeTable table = table_of(kParabola, 3);
  ASSERT_GE(table.best, 0);
  const SlopeRow& best = table.rows[static_cast<std::size_t>(table.best)];
  EXPECT_GE(best.h, 1e-9);
  EXPECT_LE(best.h, 1e-7);
  EXPECT_NE(table.why.find("The slope is best at h = 1e-0"), std::string::npos) << table.why;
  EXPECT_NE(table.why.find("Shorter ones may be closer by luck."), std::string::npos) << table.why;
}

TEST(SlopeTable, SaysHowRoundingEndsIt) {
  const auto ends = [](const SlopeTable& table, const std::string& text) {
    EXPECT_NE(table.why.find(text), std::string::npos) << table.why;
  };
  ends(table_of(kParabola, 3), "at h = 1e-16 nothing is left of the run, since x+h is x itself");
  ends(table_of([](auto x) { return 1e10 + x; }, 1), "at h = 1e-07 nothing is left of the rise");
  ends(table_of(
           [](auto x) {
             using std::cos;
             return cos(x);
           },
           0),
       "is left of the rise");
  ends(table_of([](auto x) { return x * x * x; }, 1e-5), "f agrees at both ends in 1");
}

TEST(SlopeTable, ARunAtZeroIsNeverSpoilt) {
  const SlopeTable table = table_of([](auto x) { return x * x; }, 0);
  EXPECT_EQ(table.rows.size(), 17u);
  EXPECT_EQ(table.best, 16);
  EXPECT_EQ(table.why.find("rounding"), std::string::npos) << table.why;
}

TEST(SlopeTable, KinksJumpsAndVerticalsHaveNoBestRun) {
  const auto said = [](const SlopeTable& table, const std::string& text) {
    EXPECT_EQ(table.best, -1);
    EXPECT_LE(table.rows.size(), 17u);
    EXPECT_NE(table.why.find(text), std::string::npos) << table.why;
  };
  said(table_of(
           [](auto x) {
             using std::abs;
             return abs(x);
           },
           0),
       "a kink here: the slope is -1 to the left and 1 to the right");
  said(table_of(
           [](auto x) {
             using std::floor;
             return floor(x);
           },
           1),
       "it jumps, by -1,");
  said(table_of(
           [](auto x) {
             using std::sqrt;
             return sqrt(x);
           },
           0),
       "f is vertical here");
  said(table_of(
           [](auto x) {
             using std::log;
             return log(x);
           },
           -1),
       "f is nan here");
}

TEST(SlopeTable, RunsToTheLeftWhereFEndsOnTheRight) {
  const SlopeTable table = table_of(
      [](auto x) {
        using std::sqrt;
        return x * sqrt(1 - x);
      },
      1);
  EXPECT_TRUE(table.leftward);
  EXPECT_LT(table.rows[0].run, 0);
  EXPECT_EQ(table.text().substr(0, 2), "-h");
}

TEST(SlopeTable, TinyAndHugeNumbersHaveAsFewRows) {
  const SlopeTable tiny = table_of(
      [](auto x) {
        using std::log;
        return log(x);
      },
      1e-300);
  EXPECT_LE(tiny.rows.size(), 26u);
  EXPECT_LT(tiny.rows[static_cast<std::size_t>(tiny.best)].error, 1e294);
  const SlopeTable huge = table_of([](auto x) { return x / 7; }, 1e308);
  EXPECT_LE(huge.rows.size(), 18u);
  EXPECT_LT(huge.rows[static_cast<std::size_t>(huge.best)].error, 1e-15);
}

TEST(SlopeTable, OperandsMustFit) {
  const OpUnderTest op = function(kParabola, kParabola);
  EXPECT_THROW(static_cast<void>(slope_table(op, 1, std::vector{3.0})), std::exception);
  EXPECT_THROW(static_cast<void>(slope_table(op, 0, std::vector{3.0, 1.0})), std::exception);
}

}  // namespace
}  // namespace riserun::check

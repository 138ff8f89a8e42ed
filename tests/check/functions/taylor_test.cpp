// The Taylor table: second order for a right gradient, first for a wrong one.
#include <riserun/check/functions/taylor.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/check/right_ops.hpp"
#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using Span = std::span<const double>;
const std::vector<double> kStart{1.5, 0.0};

double wave(Span x) { return std::exp(x[0]) * std::cos(x[1]) + x[1]; }
std::vector<double> wave_slopes() { return {std::exp(1.5), 1.0}; }

TEST(Taylor, ARightGradientLeavesTheSecondOrder) {
  const TaylorTable table = taylor_table(wave, kStart, wave_slopes());
  EXPECT_NEAR(table.order, 2, 0.05);
  EXPECT_NEAR(table.rows[3].order, 2, 0.05);
  EXPECT_NE(table.text().find("order 2.00, as of the right gradient"), std::string::npos)
      << table.text();
}

TEST(Taylor, AWrongOneTheFirstAndSaysByHowMuch) {
  std::vector<double> wrong = wave_slopes();
  wrong[1] += 1e-3;
  const TaylorTable table = taylor_table(wave, kStart, wrong);
  EXPECT_NEAR(table.order, 1, 0.05);
  EXPECT_NEAR(table.slope_error, 1e-3, 1e-5);
  EXPECT_NE(table.brief().find("g.u is wrong by 1.00e-03"), std::string::npos) << table.brief();
  // The other coordinate is right.
  EXPECT_NEAR(taylor_table(wave, kStart, wrong, 0).order, 2, 0.05);
}

TEST(Taylor, ALinearFunctionLeavesRounding) {
  const TaylorTable table =
      taylor_table([](Span x) { return 3 * x[0]; }, std::vector{1.0 / 3}, std::vector{3.0});
  EXPECT_TRUE(std::isnan(table.order));
  EXPECT_NE(table.text().find("nothing but rounding"), std::string::npos);
}

TEST(Taylor, TakesOps) {
  EXPECT_NEAR(taylor_table(under_test<test::Softsign>(), 0, std::vector{0.5}).order, 2, 0.1);
  EXPECT_NEAR(taylor_table(under_test<test::SoftsignWrongSign>(), 0, std::vector{0.5}).order, 1,
              0.1);
  EXPECT_THROW(static_cast<void>(taylor_table(under_test<test::Softsign>(), 0, kStart)),
               ConfigError);
}

}  // namespace
}  // namespace riserun::check

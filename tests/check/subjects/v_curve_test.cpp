#include <riserun/check/subjects/v_curve.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/check/subjects/suite.hpp>
#include "tests/check/right_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;

TEST(VCurve, HasBothArmsAndTheChoiceBelow) {
  const VCurve curve = v_curve(under_test<Exponential>(), 0, std::vector{1.25});
  EXPECT_NEAR(curve.derivative, std::exp(1.25), 1e-15);
  ASSERT_GE(curve.points.size(), 40u);
  EXPECT_NEAR(curve.truncation_order, 2, 0.05);
  const auto bottom =
      std::min_element(curve.points.begin(), curve.points.end(),
                       [](const CurvePoint& a, const CurvePoint& b) { return a.error < b.error; });
  EXPECT_GT(curve.points.front().error, 1e4 * bottom->error);
  EXPECT_GT(curve.points.back().error, 1e4 * bottom->error);
  EXPECT_LE(curve.chosen_error, curve.claimed_error);
  EXPECT_LT(curve.claimed_error, 2e-13);
  for (const CurvePoint& p : curve.points)
    if (p.h < bottom->h) {
      EXPECT_LE(p.error, 1.5 * p.noise_bound);
    }
}

TEST(VCurve, AsText) {
  const VCurve curve = v_curve(under_test<Quotient>(), 1, std::vector{1.25, 0.75});
  const std::string csv = curve.csv();
  EXPECT_TRUE(csv.starts_with("h,error,noise_bound,best_error,change,remainder\n"));
  EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')),
            curve.points.size() + 1);
}

TEST(VCurve, EveryOpHasAnOrdinaryPoint) {
  for (const OpUnderTest& op : builtin_ops()) {
    const std::vector<double> at = ordinary_point(op.info);
    for (std::size_t i = 0; i < at.size(); ++i) {
      EXPECT_TRUE(std::isfinite(v_curve(op, static_cast<int>(i), at).derivative)) << op.info.name;
    }
  }
}

TEST(VCurve, RejectsOperandsThatDoNotFit) {
  EXPECT_THROW(static_cast<void>(v_curve(under_test<Quotient>(), 2, std::vector{1.0, 2.0})),
               ConfigError);
  EXPECT_THROW(static_cast<void>(v_curve(under_test<Quotient>(), 0, std::vector{1.0})),
               ConfigError);
}

}  // namespace
}  // namespace riserun::check

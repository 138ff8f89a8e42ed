// Verdicts at the ends of double's range: right ops have none but good ones, wrong ones are seen.
#include <riserun/check/verdict/scaled_question.hpp>

#include <gtest/gtest.h>

#include <string>

#include <riserun/check/gtest.hpp>
#include <riserun/check/program/targets.hpp>

namespace riserun::check {
namespace {

TEST(ScaledQuestion, RightOpsAtTinyNumbersAreRight) {
  for (const char* target : {"abs@1e-320",
                             "abs@-0x1p-1074",
                             "relu@-2.7e-270",
                             "relu@1e-310",
                             "selu@-1e-321",
                             "elu@-1e-322,0.5",
                             "hypot@1e-40,2e-50",
                             "hypot@0,3e-238",
                             "norm@0,0,5e-56",
                             "max@0,3e-238",
                             "max@5e-146,2e-308",
                             "min@-4e-286,-3e-118",
                             "clamp@1e-300,-1,1",
                             "atan2@-1e-145,-0.002",
                             "cbrt@0x1p-1074",
                             "sqrt@1e-300",
                             "fma@1e-310,-4e-86,1e-310",
                             "affine@2e-308,3e-196,2e-308",
                             "squared_distance@-4e-202,1e-218",
                             "exp@-4e-271",
                             "floor@1e-197",
                             "floor@-1000000",
                             "divide@-0.77,0x1p-1022"})
    for (const PointReport& report : check_at(target))
      EXPECT_FALSE(is_wrong(report.verdict)) << report.full();
  for (const char* target : {"abs@1e-320", "relu@-2.7e-270", "max@0,3e-238", "hypot@1e-40,2e-50",
                             "atan2@-1e-145,-0.002", "cbrt@0x1p-1074", "exp@-4e-271"})
    for (const PointReport& report : check_at(target))
      EXPECT_EQ(report.verdict, Verdict::pass) << report.full();
}

TEST(ScaledQuestion, WrongSlopesOfTinyNumbersAreSeen) {
  auto f = [](double x) { return 3 * x; };
  auto twin_of_f = [](Quad x) { return Quad(3) * x; };
  const FunctionRef<Quad(Quad)> twin(twin_of_f);
  for (double x : {1e-250, -1e-300, 1e-315}) {
    for (double factor : {1.0, 2.0, -1.0, 0.0, 1 + 1e-9}) {
      PointReport report;
      judge({.f = f, .x = x, .fx = f(x), .analytic = 3 * factor, .twin = &twin}, {}, report);
      EXPECT_EQ(report.verdict, factor == 1 ? Verdict::pass : Verdict::fail) << report.full();
      EXPECT_NEAR(report.slope, 3, 1e-12);
    }
  }
}

TEST(ScaledQuestion, IsAskedOnlyWhereItIsNeeded) {
  auto f = [](double x) { return x; };
  EXPECT_FALSE(ScaledQuestion::wanted({.f = f, .x = 1, .fx = 1}));
  EXPECT_FALSE(ScaledQuestion::wanted({.f = f, .x = 0, .fx = 0}));
  EXPECT_FALSE(ScaledQuestion::wanted({.f = f, .x = 1e-300, .fx = 1}));
  EXPECT_TRUE(ScaledQuestion::wanted({.f = f, .x = 1e-300, .fx = 1e-300}));
  EXPECT_TRUE(ScaledQuestion::wanted({.f = f, .x = 1, .fx = 1e-300}));
  EXPECT_TRUE(ScaledQuestion::wanted({.f = f, .x = 1, .fx = 1e300}));
}

}  // namespace
}  // namespace riserun::check

// The GoogleTest adaptor, as a user's suite has it.
#include <gtest/gtest-spi.h>

#include <riserun/check/gmock.hpp>
#include <riserun/check/gtest.hpp>
#include <riserun/core/ops.hpp>
#include "tests/check/wrong_ops.hpp"

namespace {

using riserun::Value;
using namespace riserun::check::test;

using MyOps = riserun::OpList<Softsign, Quotient, SumOfSquares>;
INSTANTIATE_GRADIENT_CHECKS(MyOps);

Value energy(Value a, Value b) { return 0.5 * a * a + exp(-b); }

TEST(Adaptor, TakesOpsAndFunctions) {
  EXPECT_GRADIENTS_OK(riserun::op<Softsign>);
  EXPECT_GRADIENTS_OK(energy, {1.5, -2.0});
  ASSERT_GRADIENTS_OK([](std::span<const Value> x) { return x[0] * x[1]; }, {1.5, -2.0});
  const std::vector<double> at{0.25};
  EXPECT_GRADIENTS_OK([](auto x) { return tanh(x); }, at);
}

TEST(Adaptor, TakesModels) {
  const std::vector<double> theta{1, 2};
  EXPECT_GRADIENTS_OK([](std::span<const double> t) { return t[0] * t[1]; },
                      [](std::span<const double> t, std::span<double> g) {
                        g[0] = t[1];
                        g[1] = t[0];
                      },
                      theta);
}

TEST(Adaptor, RejectsWrongOnesWithTheFigures) {
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADIENTS_OK(riserun::op<SoftsignWrongSign>),
                          "repro: this test alone, "
                          "--gtest_filter=Adaptor.RejectsWrongOnesWithTheFigures; the point: "
                          "softsign/0@");
  EXPECT_NONFATAL_FAILURE(
      EXPECT_GRADIENTS_OK([](Value x) { return x * riserun::detach(x); }, {3.0}), "a factor 1/2?");
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADIENTS_OK(riserun::op<LogarithmWithoutEdges>), "info.edges");
}

TEST(Adaptor, MatchesFunctions) {
  using riserun::check::HasCorrectGradientAt;
  EXPECT_THAT(energy, HasCorrectGradientAt(1.5, -2.0));
  EXPECT_THAT([](Value x) { return x * riserun::detach(x); },
              testing::Not(HasCorrectGradientAt(3.0)));
}

TEST(Adaptor, TakesFunctionsOfNumbers) {
  using riserun::check::HasGradient;
  const auto loss = [](double a, double b) { return a * a * b; };
  const auto gradient = [](double a, double b) { return std::vector<double>{2 * a * b, a * a}; };
  const auto wrong = [](double a, double b) { return std::vector<double>{a * b, a * a}; };
  EXPECT_GRADIENTS_OK(loss, gradient, {1.5, -2.0});
  EXPECT_GRADIENTS_OK(loss, gradient, (riserun::check::Box{{-1, -1}, {1, 1}, 4}));
  EXPECT_THAT(loss, HasGradient(gradient, {1.5, -2.0}));
  EXPECT_THAT(loss, testing::Not(HasGradient(wrong, {1.5, -2.0})));
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADIENTS_OK(loss, wrong, {1.5, -2.0}),
                          "repro: check_gradient(f, g, {0x1.8p+0, -0x1p+1})");
}

TEST(Adaptor, NamesTestsByOps) {
  const testing::UnitTest& tests = *testing::UnitTest::GetInstance();
  bool found = false;
  for (int i = 0; i < tests.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *tests.GetTestSuite(i);
    if (std::string(suite.name()) != "MyOps/MyOpsGradients") continue;
    EXPECT_EQ(suite.total_test_count(), 3);
    for (int j = 0; j < suite.total_test_count(); ++j)
      found = found || std::string(suite.GetTestInfo(j)->name()) == "RiseOverRun/softsign";
  }
  EXPECT_TRUE(found);
}

}  // namespace

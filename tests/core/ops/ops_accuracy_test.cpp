// The measuring of the other accuracy tests, measured: good forms pass and bad ones do not.
#include <gtest/gtest.h>

#include <riserun/core/ops/hyperbolic.hpp>
#include <riserun/core/ops/smooth_activation.hpp>
#include "tests/core/ops/accuracy.hpp"

namespace riserun::accuracy {
namespace {

TEST(Accuracy, AnUlpIsTheDistanceToTheNextDouble) {
  EXPECT_EQ(ulps(1.0, Big(1)), 0);
  EXPECT_EQ(ulps(1.0 + 3 * 0x1p-52, Big(1)), 3);
  EXPECT_EQ(ulps(0.0, Big(0x1p-1074)), 1);
  EXPECT_EQ(ulps(0.5 + 0x1p-52, Big(0.5)), 2);
  EXPECT_EQ(ulps(0.5 + 0x1p-52, Big(0.5), Big(2)), 0.5);
  EXPECT_NEAR(ulps(1.0 / 3, Big(1) / 3), 1.0 / 3, 1e-12);  // 1/3 is a third of an ulp off
  EXPECT_EQ(ulps(kInfinity, Big(1e300) * Big(1e300)), 0);
  EXPECT_EQ(ulps(kInfinity, Big(1)), kInfinity);
  EXPECT_EQ(ulps(std::nan(""), Big(1)), kInfinity);
}

TEST(Accuracy, PointsCoverTheDomain) {
  const std::vector<double> at = points(-100, 1e6, 4000);
  EXPECT_GE(*std::min_element(at.begin(), at.end()), -100);
  EXPECT_LE(*std::min_element(at.begin(), at.end()), -50);
  EXPECT_LE(*std::max_element(at.begin(), at.end()), 1e6);
  EXPECT_GE(*std::max_element(at.begin(), at.end()), 1e5);
  EXPECT_TRUE(std::any_of(at.begin(), at.end(), [](double x) { return std::abs(x) < 1e-9; }));
}

const Truth kTanh{[](const Big& x) { return Big(tanh(x)); },
                  [](const Big& x) { return Big(1 / (cosh(x) * cosh(x))); }};
const Truth kSigmoid{[](const Big& x) { return Big(1 / (1 + exp(-x))); },
                     [](const Big& x) { return Big(exp(-x) / ((1 + exp(-x)) * (1 + exp(-x)))); }};

double tanh_value(double x) { return std::tanh(x); }

// The textbook derivative of tanh has no digit left from |x| = 19 on.
TEST(Accuracy, RejectsOneMinusSquareInSaturation) {
  auto textbook = [](double, double y) { return 1 - y * y; };
  EXPECT_GT(worst(kTanh, points(-350, 350), tanh_value, textbook).slope, 1e12);
  EXPECT_LE(worst(kTanh, points(-0.5, 0.5), tanh_value, textbook).slope, 4);  // fine where tame
  EXPECT_LE(worst<ops::Tanh>(kTanh, points(-350, 350)).slope, 5);
}

TEST(Accuracy, RejectsTheTextbookSigmoid) {
  auto value = [](double x) { return 1 / (1 + std::exp(-x)); };
  auto textbook = [](double, double y) { return y * (1 - y); };
  EXPECT_GT(worst(kSigmoid, points(0, 700), value, textbook).slope, 1e12);
  EXPECT_LE(worst<ops::Sigmoid>(kSigmoid, points(-700, 700)).slope, 5);
}

// A factor of 1 + 1e-14 is 45 to 90 ulps.
TEST(Accuracy, RejectsAFactorOfAHundredthOfATrillionth) {
  auto scaled = [](double x, double y) { return ops::Tanh::partials(x, y)[0] * (1 + 1e-14); };
  EXPECT_GT(worst(kTanh, points(-350, 350), tanh_value, scaled).slope, 16);
}

TEST(Accuracy, RejectsWhatIsWrongOnOneSideOnly) {
  auto one_sided = [](double x, double y) { return x < -4 ? 0.5 : ops::Tanh::partials(x, y)[0]; };
  EXPECT_GT(worst(kTanh, points(-350, 350), tanh_value, one_sided).slope, 1e12);
}

TEST(Accuracy, NanIsTheWorst) {
  auto nan = [](double x, double y) { return x > 3 ? std::nan("") : ops::Tanh::partials(x, y)[0]; };
  EXPECT_EQ(worst(kTanh, points(-350, 350), tanh_value, nan).slope, kInfinity);
}

}  // namespace
}  // namespace riserun::accuracy

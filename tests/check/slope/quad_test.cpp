// Quad against numbers known to 33 digits, and its exact conversions.
#include <riserun/check/slope/quad.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace riserun::check {
namespace {

// |a - b| in units of the last of 113 bits.
double ulps(Quad a, Quad b) {
  return static_cast<double>(abs(a - b) / (std::numeric_limits<Quad>::epsilon() * abs(b)));
}

TEST(Quad, HoldsEveryDouble) {
  for (double x : {0.0, -0.0, 1.0, -2.25, 1e308, 1e-308, 5e-324, 1.0 / 3, -1e-310}) {
    EXPECT_EQ(static_cast<double>(Quad(x)), x);
    EXPECT_EQ(std::signbit(static_cast<double>(Quad(x))), std::signbit(x));
  }
  EXPECT_TRUE(isnan(Quad(std::nan(""))));
  EXPECT_TRUE(isinf(Quad(-INFINITY)) && signbit(Quad(-INFINITY)));
}

TEST(Quad, HoldsEveryInteger) {
  const std::int64_t large = (std::int64_t{1} << 62) + 1;  // more than a double holds
  EXPECT_TRUE(Quad(large) - Quad(large - 1) == Quad(1));
  EXPECT_TRUE(Quad(std::numeric_limits<std::int64_t>::min()) == -ldexp(Quad(1), 63));
  EXPECT_TRUE(Quad(~std::uint64_t{0}) + 1 == ldexp(Quad(1), 64));
  EXPECT_TRUE(Quad(-3) == Quad(-3.0));
}

TEST(Quad, RoundsTo113Bits) {
  const Quad third = Quad(1) / 3;
  EXPECT_EQ(third.high_bits(), 0x3FFD555555555555u);
  EXPECT_EQ(third.low_bits(), 0x5555555555555555u);
  EXPECT_TRUE(Quad(1) + std::numeric_limits<Quad>::epsilon() > Quad(1));
  EXPECT_TRUE(Quad(1) + std::numeric_limits<Quad>::epsilon() / 2 == Quad(1));
}

TEST(Quad, FunctionsHaveAllTheirDigits) {
  const Quad e = Quad::from_bits(0x40005BF0A8B14576u, 0x95355FB8AC404E7Au);
  const Quad ln2 = Quad::from_bits(0x3FFE62E42FEFA39Eu, 0xF35793C7673007E6u);
  const Quad pi = std::numbers::pi_v<Quad>;
  EXPECT_LE(ulps(exp(Quad(1)), e), 2);
  EXPECT_LE(ulps(log(Quad(2)), ln2), 2);
  EXPECT_LE(ulps(4 * atan(Quad(1)), pi), 2);
  EXPECT_LE(ulps(sqrt(Quad(2)) * sqrt(Quad(2)), Quad(2)), 2);
  EXPECT_LE(ulps(pow(Quad(2), Quad(0.5)), sqrt(Quad(2))), 4);
  EXPECT_LE(ulps(expm1(Quad(1)), e - 1), 4);
  EXPECT_LE(ulps(log1p(Quad(1)), ln2), 2);
  EXPECT_LE(ulps(tanh(Quad(0.5)), expm1(Quad(1)) / (expm1(Quad(1)) + 2)), 4);
}

TEST(Quad, ComparesAsNumbersDo) {
  EXPECT_TRUE(Quad(1) < 2 && 2.5 > Quad(2) && Quad(1) == 1 && Quad(1) != 2);
  const Quad nan = std::numeric_limits<Quad>::quiet_NaN();
  EXPECT_FALSE(nan == nan);
  EXPECT_FALSE(nan < 1 || nan >= 1);
  EXPECT_TRUE(nan != nan);
  EXPECT_TRUE(Quad(0.0) == Quad(-0.0));
}

TEST(Quad, LivesInTemplatesWrittenForDouble) {
  auto softplus = [](auto x) {
    using T = decltype(x);
    using std::abs, std::exp, std::log1p;
    constexpr T zero = T(0);  // constants of the type may be constexpr
    return (x > zero ? x : zero) + log1p(exp(-abs(x))) * 1.0;
  };
  for (double x : {-30.0, -0.5, 0.0, 2.0})
    EXPECT_NEAR(static_cast<double>(softplus(Quad(x))), softplus(x), 1e-15 * (1 + std::abs(x)));
}

}  // namespace
}  // namespace riserun::check

#include <riserun/base/readable_number.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace riserun {
namespace {

TEST(ReadableNumber, Thousands) {
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(18234.5), "18,234");
  EXPECT_EQ(with_thousands(-1234567), "-1,234,567");
  EXPECT_EQ(with_thousands(-123), "-123");
  EXPECT_EQ(with_thousands(std::numeric_limits<double>::infinity()), "inf");
}

TEST(ReadableNumber, SixDigitsAndNanWithoutItsSign) {
  EXPECT_EQ(number_text(1.0 / 3), "0.333333");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(ReadableNumber, ALossKeepsItsDigits) {
  EXPECT_EQ(loss_text(0.25), "0.2500");
  EXPECT_EQ(loss_text(0.0), "0.0000");
  EXPECT_EQ(loss_text(0.00102), "0.00102");
  EXPECT_EQ(loss_text(2.5e6), "2.50e+06");
}

}  // namespace
}  // namespace riserun

#include <riserun/base/files/csv_field.hpp>

#include <gtest/gtest.h>

#include <string>

namespace riserun {
namespace {

TEST(CsvField, IsInQuotesWhereItNeedsThem) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"a\""), "\"say \"\"a\"\"\"");
}

TEST(WithoutFormula, NothingThatASpreadsheetWouldComputeIsLeft) {
  for (const std::string begin : {"=", "+", "-", "@", "\t", "\r"})
    EXPECT_EQ(without_formula(begin + "cmd|' /C calc'!A0"), "'" + begin + "cmd|' /C calc'!A0");
  EXPECT_EQ(without_formula("-"), "'-");
  EXPECT_EQ(without_formula("-1+cmd"), "'-1+cmd");
}

TEST(WithoutFormula, NumbersAndOtherTextsStay) {
  for (const char* const text : {"", "-1", "+1", "-1e5", "-1e999", "-0.5", "a=b", "'=1", "7"})
    EXPECT_EQ(without_formula(text), text);
}

}  // namespace
}  // namespace riserun

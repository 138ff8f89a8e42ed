#include <riserun/train/reading/written_number.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace riserun::train {
namespace {

TEST(WrittenNumber, ThousandsPercentMoneyAndBrackets) {
  const std::vector<std::pair<std::string, double>> cases{
      {"1,607", 1607},   {"-12,345.60", -12345.6}, {"1,234,567", 1234567}, {"12%", 0.12},
      {"12.5 %", 0.125}, {"-3%", -0.03},           {"$1,200", 1200},       {"-$5", -5},
      {"$-5", -5},       {"5 \u20AC", 5},          {"\u00A37.5", 7.5},     {"(1,200)", -1200},
      {"($3.50)", -3.5}, {"+1,000", 1000},         {".5%", 0.005},         {"1,000e3", 1e6}};
  for (const auto& [text, value] : cases) {
    const auto read = written_number(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_DOUBLE_EQ(*read, value) << text;
  }
}

TEST(WrittenNumber, NothingElseIsOne) {
  for (const char* text :
       {"",      "%",   "$",    "1,5",      "12,34", "1,2345", "0,123", "1,,000",
        ",123",  "abc", "12a",  "1,607,",   "(abc)", "()",     "5%%",   "$5%",
        "1 607", "12",  "-3.5", "1,000,00", "nan%",  "inf %",  "--5%",  "1e999%"})
    EXPECT_FALSE(written_number(text).has_value()) << text;
}

}  // namespace
}  // namespace riserun::train

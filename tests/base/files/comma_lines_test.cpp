#include <riserun/base/files/comma_lines.hpp>

#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

TEST(CommaLines, WalksOverLinesAndFields) {
  const std::string source = "t.csv";
  CommaLines lines("a,bc\r\n\n1,,3", source);
  ASSERT_TRUE(lines.next());
  ASSERT_EQ(lines.fields().size(), 2u);
  EXPECT_EQ(lines.fields()[1].text, "bc");
  EXPECT_EQ(lines.fields()[1].column, 3u);
  ASSERT_TRUE(lines.next());
  EXPECT_TRUE(lines.blank());
  EXPECT_TRUE(lines.complete());
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(lines.number(), 3u);
  EXPECT_EQ(lines.fields().size(), 3u);
  EXPECT_EQ(lines.fields()[1].text, "");
  EXPECT_FALSE(lines.complete());  // cut off
  try {
    lines.fail(5, "no");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(), "t.csv:3:5: no");
  }
  EXPECT_FALSE(lines.next());
}

TEST(ReadWhole, RefusesWhatIsNoNumberOrNotOfItsType) {
  double x = 0.0;
  EXPECT_TRUE(read_whole("1e-3", x));
  EXPECT_EQ(x, 1e-3);
  for (const char* text : {"", " 1", "1 ", "1x", "abc", "+1", "1e999"})
    EXPECT_FALSE(read_whole(text, x)) << text;
  int i = 0;
  EXPECT_TRUE(read_whole("-7", i));
  EXPECT_EQ(i, -7);
  for (const char* text : {"1.5", "99999999999"}) EXPECT_FALSE(read_whole(text, i)) << text;
}

}  // namespace
}  // namespace riserun

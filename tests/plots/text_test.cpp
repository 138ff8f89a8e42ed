#include "plots/text.hpp"

#include <gtest/gtest.h>

namespace riserun::plots {
namespace {

TEST(Text, OneLineKeepsUtf8) { EXPECT_EQ(one_line("8×8 日本語 😀"), "8×8 日本語 😀"); }

TEST(Text, OneLineTurnsControlCharactersIntoSpaces) {
  EXPECT_EQ(one_line("a\nb\tc\x01"
                     "d\x7f"),
            "a b c d ");
  EXPECT_EQ(one_line("a\xc2\x85"
                     "b\xe2\x80\xa8"
                     "c\xef\xbf\xbf"),
            "a b c ");  // U+0085, U+2028, U+FFFF
}

TEST(Text, OneLineReplacesWhatIsNotUtf8) {
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(one_line("\xff"), bad);
  EXPECT_EQ(one_line("a\xc3"), "a" + bad);                         // Cut short.
  EXPECT_EQ(one_line("\xc0\xaf"), bad + bad);                      // Overlong.
  EXPECT_EQ(one_line("\xe0\x80\xaf"), bad + bad + bad);            // Overlong.
  EXPECT_EQ(one_line("\xed\xa0\x80"), bad + bad + bad);            // A surrogate.
  EXPECT_EQ(one_line("\xf4\x90\x80\x80"), bad + bad + bad + bad);  // Above U+10FFFF.
}

TEST(Text, EscapesXml) {
  EXPECT_EQ(xml_escape("a<b>&\"c\"'d'"), "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39;");
}

TEST(Text, QuotesForGnuplot) {
  EXPECT_EQ(gnuplot_quote("it's `x` \"y\" \\n @a 100 %"),
            R"("it's \140x\140 \"y\" \\n \100a 100 %")");
}

TEST(Text, WidthGrowsWithTheText) {
  EXPECT_EQ(text_width(""), 0.0);
  EXPECT_LT(text_width("iii"), text_width("mmm"));
  EXPECT_NEAR(text_width("0123"), 4 * 0.64, 1e-12);
  EXPECT_GT(text_width("日本"), 1.9);
}

TEST(Text, FitsByCuttingAtACharacter) {
  EXPECT_EQ(fit_text("short", 10.0), "short");
  const std::string cut = fit_text("×××××××××× and so on", 5.0);
  EXPECT_LE(text_width(cut), 5.0);
  EXPECT_EQ(cut, "××××…");
  EXPECT_EQ(one_line(cut), cut);
  EXPECT_EQ(fit_text("a bcd", 1.95), "a…");  // No blank in front of the ellipsis.
}

}  // namespace
}  // namespace riserun::plots

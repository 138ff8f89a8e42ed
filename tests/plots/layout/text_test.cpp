#include <riserun/plots/layout/text.hpp>

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

TEST(Text, WidthGrowsWithTheText) {
  EXPECT_EQ(text_width(""), 0.0);
  EXPECT_LT(text_width("iii"), text_width("mmm"));
  EXPECT_NEAR(text_width("0123"), 4 * 0.64, 1e-12);
  EXPECT_GT(text_width("日本"), 1.9);
}

TEST(Text, NamesThatAreCutStayDifferent) {
  const auto fit = [](std::vector<std::string> names) {
    std::vector<std::string> fitted = fit_names(names, 10.0);
    for (const std::string& name : fitted) EXPECT_LE(text_width(name), 10.0) << name;
    return fitted;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(fit({"cat", "dog"}), (Names{"cat", "dog"}));
  const Names ends = fit({"a rather long class number 1", "a rather long class number 2"});
  EXPECT_TRUE(ends[0].starts_with("a rather") && ends[0].ends_with("…1")) << ends[0];
  EXPECT_TRUE(ends[1].ends_with("…2")) << ends[1];
  const Names middle = fit({"the same beginning 1 of them", "the same beginning 10 of them"});
  EXPECT_TRUE(middle[0].ends_with("…1 of them")) << middle[0];
  EXPECT_TRUE(middle[1].ends_with("…10 of them")) << middle[1];
  const Names early = fit({"same beginning A same end", "x", "same beginning B same end"});
  EXPECT_TRUE(early[0].ends_with("…A same end")) << early[0];
  // Where no piece tells all of them apart.
  const Names numbered = fit({"same beginning A same middle 1", "same beginning B same middle",
                              "same beginning A same middle 2"});
  EXPECT_TRUE(numbered[0].ends_with("… 1")) << numbered[0];
  EXPECT_TRUE(numbered[2].ends_with("… 3")) << numbered[2];
  EXPECT_EQ(fit({"same", "same"}), (Names{"same", "same"})) << "what is not cut stays";
  EXPECT_EQ(fit_names({"日本語の長い名前その一", "日本語の長い名前その二"}, 8.0)[1].substr(0, 3),
            "日");
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

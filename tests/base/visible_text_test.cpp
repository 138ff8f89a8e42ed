#include <riserun/base/visible_text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/number_text.hpp>

namespace riserun {
namespace {

using testing::HasSubstr;

TEST(VisibleText, LettersOfAllLanguagesStay) {
  for (const char* text : {"", "plain, \"quoted\" \\", "caf\u00E9 \u03A0 \u6C34 \U0001F600"}) {
    EXPECT_EQ(first_invisible(text), std::nullopt) << text;
    EXPECT_EQ(visible(text), text);
    EXPECT_EQ(why_no_name(text), "");
  }
}

TEST(VisibleText, WhatATerminalObeysIsSpelled) {
  EXPECT_EQ(visible("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(visible(std::string("\0\a\t\r\x7f", 5)), "\\x00\\x07\\x09\\x0d\\x7f");
  EXPECT_EQ(visible("\xC2\x9B"
                    "31m"),
            "\\xc2\\x9b31m");                               // CSI as one letter
  EXPECT_EQ(visible("a\u202Ecba"), "a\\xe2\\x80\\xaecba");  // right to left from here on
  EXPECT_EQ(visible("line\nline"), "line\nline");
  EXPECT_EQ(first_invisible("line\nline"), 4u);
}

TEST(VisibleText, BytesThatAreNoUtf8AreSpelled) {
  EXPECT_EQ(visible("caf\xE9!"), "caf\\xe9!");
  EXPECT_EQ(visible("\xC0\xAF"), "\\xc0\\xaf");           // a long form of '/'
  EXPECT_EQ(visible("\xED\xA0\x80"), "\\xed\\xa0\\x80");  // half of a pair
  EXPECT_EQ(visible("\xF4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(visible("\xE2\x82"), "\\xe2\\x82");  // cut short
  EXPECT_EQ(visible("\xF8"), "\\xf8");
}

TEST(VisibleText, NamesSayWhatIsWrongWithThem) {
  EXPECT_THAT(why_no_name("caf\xE9"),
              HasSubstr("\"caf\\xe9\" is not UTF-8; say what it is: `encoding` latin1"));
  EXPECT_THAT(why_no_name("a\tb"), HasSubstr("\"a\\x09b\" holds a control character"));
}

TEST(Shown, CutsNoLetterInHalf) {
  EXPECT_EQ(shown("a\nb"), "\"a\\x0ab\"");
  const std::string begin(39, 'x');
  EXPECT_EQ(shown(begin + "\u00E9\u00E9"), "\"" + begin + "...\"");
  EXPECT_EQ(shown(std::string(41, 'y')), "\"" + std::string(40, 'y') + "...\"");
}

}  // namespace
}  // namespace riserun

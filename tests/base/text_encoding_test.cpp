#include <riserun/base/text_encoding.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

using namespace std::string_literals;

std::string read(const std::string& text, TextEncoding encoding = TextEncoding::automatic) {
  return to_utf8(text, encoding, "a.csv");
}

TEST(TextEncoding, Latin1WithTheLettersOfWindows) {
  EXPECT_EQ(read("caf\xE9 \x80 5", TextEncoding::latin1), "caf\u00E9 \u20AC 5");
  EXPECT_EQ(read("\x93quoted\x94", TextEncoding::latin1), "\u201Cquoted\u201D");
}

TEST(TextEncoding, Utf16OfBothOrders) {
  EXPECT_EQ(read("\xFF\xFE\x61\x00\xE9\x00\xAC\x20\x3D\xD8\x00\xDE"s), "a\u00E9\u20AC\U0001F600");
  EXPECT_EQ(read("\xFE\xFF\x00\x61\x00\xE9\x20\xAC\xD8\x3D\xDE\x00"s), "a\u00E9\u20AC\U0001F600");
  EXPECT_EQ(read("a\0b\0"s, TextEncoding::utf16), "ab");
}

TEST(TextEncoding, Utf8IsLeftAlone) {
  for (const char* text : {"", "abc", "\xEF\xBB\xBFx", "not \xE9 UTF-8"}) {
    EXPECT_EQ(read(text), text);
    EXPECT_EQ(read(text, TextEncoding::utf8), text);
  }
}

TEST(TextEncoding, WhatIsNoUtf16IsRefused) {
  for (const std::string& text :
       {"\xFF\xFE\x61"s, "\xFF\xFE\x00\xDC"s, "\xFF\xFE\x3D\xD8"s, "\xFF\xFE\x3D\xD8\x61\x00"s})
    EXPECT_THROW((void)read(text), DataError);
}

}  // namespace
}  // namespace riserun

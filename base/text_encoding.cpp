#include <riserun/base/text_encoding.hpp>

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace riserun {
namespace {

void append_letter(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

std::string from_latin1(std::string_view text) {
  // Windows-1252 from 0x80 to 0x9F; 0 where it has nothing.
  constexpr std::array<std::uint16_t, 32> kWindows{
      0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    const bool windows = code >= 0x80 && code < 0xA0 && kWindows[code - 0x80] != 0;
    append_letter(out, windows ? kWindows[code - 0x80] : code);
  }
  return out;
}

std::string from_utf16(std::string_view text, const std::string& source) {
  const bool big = text.starts_with("\xFE\xFF");
  std::size_t at = big || text.starts_with("\xFF\xFE") ? 2 : 0;
  const auto unit = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(text[i + 1]);
    return static_cast<std::uint32_t>(big ? (first << 8) | second : (second << 8) | first);
  };
  const auto fail = [&](const char* what) {
    throw DataError(fmt::format("{}: byte {}: {}; is the text UTF-16?", source, at, what));
  };
  std::string out;
  out.reserve(text.size() / 2);
  for (; at < text.size(); at += 2) {
    if (at + 2 > text.size()) fail("half a letter at the end");
    std::uint32_t code = unit(at);
    if (code >= 0xD800 && code < 0xE000) {
      if (code >= 0xDC00 || at + 4 > text.size()) fail("half a pair of surrogates");
      const std::uint32_t low = unit(at + 2);
      if (low < 0xDC00 || low >= 0xE000) fail("half a pair of surrogates");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    append_letter(out, code);
  }
  return out;
}

}  // namespace

std::string to_utf8(std::string text, TextEncoding encoding, const std::string& source) {
  if (encoding == TextEncoding::automatic)
    encoding = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ? TextEncoding::utf16
                                                                            : TextEncoding::utf8;
  if (encoding == TextEncoding::latin1) return from_latin1(text);
  if (encoding == TextEncoding::utf16) return from_utf16(text, source);
  return text;
}

}  // namespace riserun

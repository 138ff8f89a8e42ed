#include <riserun/base/visible_text.hpp>

#include <fmt/format.h>

#include <cstdint>

#include <riserun/base/number_text.hpp>

namespace riserun {
namespace {

struct Letter {
  std::uint32_t code = 0;  // Unicode
  std::size_t bytes = 0;   // 0: not UTF-8
};

std::uint32_t byte_of(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/// The letter at a place; shortest forms alone, no halves of pairs, nothing beyond U+10FFFF.
Letter letter_at(std::string_view text, std::size_t at) {
  const std::uint32_t first = byte_of(text, at);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : (first >= 0xE0 ? 3 : 2);
  if (first < 0xC2 || first > 0xF4) return {};
  std::uint32_t code = first & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const std::uint32_t next = byte_of(text, at + i);
    if ((next & 0xC0) != 0x80) return {};
    code = code << 6 | (next & 0x3F);
  }
  const std::uint32_t least = bytes == 4 ? 0x10000 : (bytes == 3 ? 0x800 : 0x80);
  if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, bytes};
}

bool is_visible(std::uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return !control && !direction;
}

}  // namespace

std::optional<std::size_t> first_invisible(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    if (letter.bytes == 0 || !is_visible(letter.code)) return at;
    at += letter.bytes;
  }
  return std::nullopt;
}

std::string visible(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    const std::size_t bytes = letter.bytes == 0 ? 1 : letter.bytes;
    if (text[at] == '\n' || (letter.bytes != 0 && is_visible(letter.code)))
      out += text.substr(at, bytes);
    else
      for (std::size_t i = at; i < at + bytes; ++i)
        out += fmt::format("\\x{:02x}", byte_of(text, i));
    at += bytes;
  }
  return out;
}

std::string why_no_name(std::string_view name) {
  const auto at = first_invisible(name);
  if (!at) return {};
  if (letter_at(name, *at).bytes == 0)
    return fmt::format("the name {} is not UTF-8; say what it is: `encoding` latin1", shown(name));
  return fmt::format("the name {} holds a control character; remove it from the file", shown(name));
}

}  // namespace riserun

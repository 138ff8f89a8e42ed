#include <riserun/plots/layout/text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

namespace riserun::plots {
namespace {

// Advance widths of DejaVu Sans for U+0020 to U+007E, in hundredths of the font size.
constexpr std::array<std::uint8_t, 95> kWidths = {
    32, 40, 46, 84, 64, 95, 78, 27, 39,  39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69,  61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63,  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84};

struct Decoded {
  char32_t code;
  std::size_t length;  // Bytes; 0: not UTF-8 at this place.
};

// One character of UTF-8, refusing what RFC 3629 refuses: overlong forms, surrogates, above
// U+10FFFF.
Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return {0, 0};
  char32_t code = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0u) != 0x80u) return {0, 0};
    code = (code << 6) | (byte(i) & 0x3fu);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (overlong || surrogate || code > 0x10ffff) return {0, 0};
  return {code, length};
}

// C0, DEL, C1, the line and paragraph separators; U+FFFE and U+FFFF, which XML forbids.
bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
         (code & 0xfffe) == 0xfffe;
}

double width_of(char32_t code) {
  if (code >= 0x20 && code < 0x7f) return kWidths[code - 0x20] / 100.0;
  if (code == 0x2212 || code == 0xd7) return 0.84;    // The minus and times signs of numbers.
  if (code >= 0x2070 && code <= 0x209f) return 0.45;  // Superscripts and subscripts.
  if (code == 0xb2 || code == 0xb3 || code == 0xb9) return 0.41;
  if (code >= 0x300 && code < 0x370) return 0.0;  // Combining accents.
  return code >= 0x1100 ? 1.0 : 0.7;
}

}  // namespace

std::string one_line(std::string_view bytes) {
  std::string result;
  for (std::size_t at = 0; at < bytes.size();) {
    const Decoded character = decode(bytes, at);
    if (character.length == 0) {
      result += "\xef\xbf\xbd";
      ++at;
      continue;
    }
    if (is_control(character.code)) {
      result += ' ';
    } else {
      result += bytes.substr(at, character.length);
    }
    at += character.length;
  }
  return result;
}

std::string xml_escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

double text_width(std::string_view text) {
  double width = 0.0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded character = decode(text, at);
    width += character.length == 0 ? 1.0 : width_of(character.code);
    at += character.length == 0 ? 1 : character.length;
  }
  return width;
}

std::string fit_text(const std::string& text, double width) {
  if (text_width(text) <= width) return text;
  double used = 1.0;  // The ellipsis.
  std::size_t at = 0;
  while (at < text.size()) {
    const Decoded character = decode(text, at);
    const std::size_t length = character.length == 0 ? 1 : character.length;
    used += character.length == 0 ? 1.0 : width_of(character.code);
    if (used > width) break;
    at += length;
  }
  while (at > 0 && text[at - 1] == ' ') --at;
  return text.substr(0, at) + "…";
}

namespace {

/// "a rather lo…12 of them": the beginning, and what is from `difference` on, as much as fits.
std::string fit_around(const std::string& text, std::size_t difference, double width) {
  // A whole word, if it is no long one, or at least whole characters.
  const std::size_t space = difference == 0 ? text.npos : text.rfind(' ', difference - 1);
  if (space != text.npos && difference - space <= 8) difference = space + 1;
  while (difference > 0 && (static_cast<unsigned char>(text[difference]) & 0xC0U) == 0x80U)
    --difference;
  const std::string end = fit_text(text.substr(difference), 0.6 * width);
  return fit_text(text, width - text_width(end)) + end;
}

/// How many bytes of `text` the others that were cut to the same begin with, too.
std::size_t common_beginning(const std::string& text, const std::string& cut,
                             const std::vector<std::string>& whole,
                             const std::vector<std::string>& fitted) {
  std::size_t common = text.size();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (fitted[i] != cut || whole[i] == text) continue;
    const auto [here, there] =
        std::mismatch(text.begin(), text.end(), whole[i].begin(), whole[i].end());
    common = std::min(common, static_cast<std::size_t>(here - text.begin()));
  }
  return common;
}

/// Where the same text stands more than once.
std::vector<bool> repeated(const std::vector<std::string>& texts) {
  std::map<std::string_view, int> count;
  for (const std::string& text : texts) ++count[text];
  std::vector<bool> found;
  for (const std::string& text : texts) found.push_back(count[text] > 1);
  return found;
}

}  // namespace

std::vector<std::string> fit_names(const std::vector<std::string>& names, double width) {
  std::vector<std::string> whole, fitted;
  for (const std::string& name : names) {
    whole.push_back(one_line(name));
    fitted.push_back(fit_text(whole.back(), width));
  }
  std::vector<bool> alike = repeated(fitted);
  const std::vector<std::string> cut = fitted;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (alike[i] && cut[i] != whole[i])
      fitted[i] = fit_around(whole[i], common_beginning(whole[i], cut[i], whole, cut), width);
  alike = repeated(fitted);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!alike[i] || fitted[i] == whole[i]) continue;
    const std::string number = " " + std::to_string(i + 1);
    fitted[i] = fit_text(whole[i], width - text_width(number)) + number;
  }
  return fitted;
}

}  // namespace riserun::plots
